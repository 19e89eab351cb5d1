import Metro
import Testing

@testable import SNMP

@Suite("LLDP values")
struct LLDPDecodingTests {
    private static let chassisIds: [(Int64, [UInt8], LLDPIdentifier)] = [
        (4, [0x00, 0x1C, 0x73, 0xB4, 0xFD, 0x69], LLDPIdentifier(.macAddress, "00:1c:73:b4:fd:69")),
        // NX-OS sends text.
        (4, Array("8C:60:4f:19:16:7c".utf8), LLDPIdentifier(.macAddress, "8c:60:4f:19:16:7c")),
        // Waveserver sends what is left of one.
        (4, [0x08, 0x66, 0x11, 0xDF], LLDPIdentifier(.macAddress, "08:66:11:df")),
        (5, [1, 10, 0, 0, 1], LLDPIdentifier(.networkAddress, "10.0.0.1")),
        (5, [10, 0, 0, 1], LLDPIdentifier(.networkAddress, "10.0.0.1")),
        (
            5, [2, 0x20, 0x01, 0x0D, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
            LLDPIdentifier(.networkAddress, "2001:db8::1")
        ),
        (7, Array("pe1".utf8), LLDPIdentifier(.local, "pe1")),
        (6, [0x65, 0x30], LLDPIdentifier(.interfaceName, "e0")),
        (1, [0xD6, 0xC1], LLDPIdentifier(.component, "至")),
        (99, Array("x".utf8), LLDPIdentifier(.unknown, "x")),
    ]

    @Test("a chassis id is what its subtype says", arguments: chassisIds)
    func chassis(subtype: Int64, octets: [UInt8], expected: LLDPIdentifier) {
        #expect(LLDPDecoding.chassis(subtype: subtype, octets) == expected)
    }

    @Test("port ids number their kinds otherwise than chassis ids")
    func port() {
        #expect(LLDPDecoding.port(subtype: 5, Array("xe-0/0/1".utf8)) == LLDPIdentifier(.interfaceName, "xe-0/0/1"))
        #expect(LLDPDecoding.port(subtype: 3, [2, 0, 0, 0, 0, 9]) == LLDPIdentifier(.macAddress, "02:00:00:00:00:09"))
        #expect(LLDPDecoding.port(subtype: 7, Array("612".utf8)) == LLDPIdentifier(.local, "612"))
        #expect(LLDPDecoding.port(subtype: nil, Array("ge0".utf8)) == LLDPIdentifier(.unknown, "ge0"))
        #expect(LLDPDecoding.port(subtype: 5, []) == nil)
        #expect(LLDPDecoding.port(subtype: 5, [0, 0]) == nil)
    }

    @Test("an id that is no text keeps its octets, so that two ids never become one")
    func noText() {
        #expect(LLDPDecoding.port(subtype: 7, [0xFF, 0x01])?.text == "ff:01")
        #expect(LLDPDecoding.port(subtype: 7, [0xFF, 0x02])?.text == "ff:02")
        #expect(LLDPDecoding.port(subtype: 7, [0x41, 0x1B])?.text == "41:1b")
    }

    @Test("a management address stands in the index, with its length or without")
    func managementAddress() throws {
        let ipv4 = try #require(LLDPDecoding.managementAddress(index: [7, 3, 1, 1, 4, 10, 0, 0, 1]))
        #expect(ipv4.address == "10.0.0.1")
        #expect(ipv4.key.place == RemoteKey.Place(localPort: 3, index: 1))
        #expect(LLDPDecoding.managementAddress(index: [7, 3, 1, 1, 10, 0, 0, 1])?.address == "10.0.0.1")
        let ipv6: ArraySlice<UInt32> = [7, 3, 1, 2, 16, 0x20, 1, 0x0D, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]
        #expect(LLDPDecoding.managementAddress(index: ipv6)?.address == "2001:db8::1")
    }

    private static let noAddresses: [[UInt32]] = [
        [1, 4, 127, 0, 0, 1], [1, 4, 0, 0, 0, 0], [1, 4, 169, 254, 1, 1], [1, 4, 224, 0, 0, 5], [1, 5, 10, 0, 0, 0, 1],
        [1, 4, 10, 0, 0, 256], [6, 6, 2, 0, 0, 0, 0, 1],
        [2, 16, 0xFE, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
        [2, 16, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], [], [1], [1, 4],
    ]

    @Test("an address that leads nowhere, is no IP address or is not whole is none", arguments: noAddresses)
    func noAddress(rest: [UInt32]) {
        #expect(LLDPDecoding.managementAddress(index: [7, 3, 1] + rest[...]) == nil)
    }

    @Test("a host says that it is a telephone, an access point or a station, and neither bridges nor routes")
    func hosts() {
        #expect(LLDPDecoding.isHost(capabilities: [0x04]))
        #expect(LLDPDecoding.isHost(capabilities: [0x01, 0x00]))
        #expect(!LLDPDecoding.isHost(capabilities: [0x28, 0x00]))
        #expect(!LLDPDecoding.isHost(capabilities: [0x24, 0x00]))
        #expect(!LLDPDecoding.isHost(capabilities: [0x00]))
        #expect(!LLDPDecoding.isHost(capabilities: []))
        // Text in place of the bits.
        #expect(!LLDPDecoding.isHost(capabilities: Array("E8 00 0 1 2 4".utf8)))
    }

    @Test("no octets and no index make a decoder trap or an id that is empty")
    func fuzz() {
        var random = Seeded(802_1)
        for _ in 0..<20_000 {
            let octets = (0..<Int.random(in: 0...40, using: &random)).map { _ in
                UInt8.random(in: .min ... .max, using: &random)
            }
            let subtype = Int64.random(in: -1...9, using: &random)
            #expect(LLDPDecoding.chassis(subtype: subtype, octets)?.text.isEmpty != true)
            #expect(LLDPDecoding.port(subtype: subtype, octets)?.text.isEmpty != true)
            _ = LLDPDecoding.isHost(capabilities: octets)
            let arcs: [UInt32] = octets.map { $0 > 250 ? .max - UInt32($0) : UInt32($0) }
            _ = LLDPDecoding.managementAddress(index: arcs[...])
            let head: [UInt32] = [1, 2, 3, UInt32(subtype + 1) % 3, octets.count % 2 == 0 ? 4 : 16]
            _ = LLDPDecoding.managementAddress(index: (head + arcs)[...])
        }
    }
}
