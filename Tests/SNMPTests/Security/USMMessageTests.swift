import Metro
import Testing

@testable import SNMP

@Suite("SNMPv3 messages")
struct USMMessageTests {
    /// What `snmpget -v3` of net-snmp 5.9.3 opens with.
    private static let discovery = octets(
        """
        303e020103301102041118efed020300ffe304010402010304103 00e0400020100020100040004000400
        3014 0400 0400 a00e02043daf1c36020100020100 3000
        """.filter { $0 != "\n" })

    private static let header = USMHeader(
        identifier: 77, level: .authPriv, isReportable: true, engineID: USMExchange.engineID, boots: 300, time: 70_000,
        user: Array("ops".utf8))

    @Test("a discovery as net-snmp sends it is read")
    func netSNMP() throws {
        let message = try USMMessage(decoding: Self.discovery)
        #expect(
            message.header
                == USMHeader(
                    identifier: 0x1118_EFED, level: .noAuthNoPriv, isReportable: true, engineID: [], user: []))
        let scoped = try ScopedPDU(message.bytes, message.payload)
        #expect(scoped.pduTag == 0xA0 && scoped.requestIdentifier == 0x3DAF_1C36 && scoped.report == nil)
        #expect(USMClient.messageIdentifier(in: Self.discovery) == 0x1118_EFED)
    }

    @Test("our own discovery is the same octets but for the numbers")
    func ownDiscovery() throws {
        var client = USMClient(.ops())
        var own = client.discovery(identifier: 0x1118_EFED)
        // msgID and request-id are one number with us.
        let place = try #require(own.indices.last { own[$0...].starts(with: octets("1118efed")) })
        own.replaceSubrange(place..<place + 4, with: octets("3daf1c36"))
        #expect(own == Self.discovery)
    }

    @Test("what is written is read again, and the code stands where it is said to stand")
    func roundTrip() throws {
        for payload in [5, 100, 200, 300, 70_000] {
            var writer = BERWriter()
            writer.octetString([UInt8](repeating: 0xAB, count: payload))
            let salt: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8]
            let (bytes, code) = Self.header.encoded(codeOctets: 24, salt: salt, writer.bytes)
            let message = try USMMessage(decoding: bytes)
            #expect(message.header == Self.header && message.code == code && code.count == 24)
            #expect(Array(bytes[message.salt]) == salt && message.payload.count == payload)
            #expect(bytes[code].allSatisfy { $0 == 0 })
        }
    }

    @Test("octets behind the message are not part of it")
    func trailing() throws {
        let message = try USMMessage(decoding: Self.discovery + [1, 2, 3])
        #expect(message.bytes == Self.discovery)
    }

    @Test("a code that is shorter or longer than its algorithm's proves nothing, right as its octets may be")
    func codeLength() throws {
        let keys = try LocalisedKeys(.ops(.sha256, nil), engineID: USMExchange.engineID)
        let scoped = ScopedPDU.encoded(contextEngineID: [], contextName: [], pdu: [0xA2, 0])
        var header = Self.header
        header.level = .authNoPriv
        for count in [0, 1, 12, 23, 24, 25, 32] {
            var (bytes, place) = header.encoded(codeOctets: count, salt: [], scoped)
            let code = try #require(keys.authentication?.key.code(of: bytes, hole: place))
            bytes.replaceSubrange(place, with: code)
            #expect(keys.isAuthentic(try USMMessage(decoding: bytes)) == (count == 24), "\(count) octets")
        }
    }

    private func error(_ place: Int, _ octets: [UInt8]) -> BERError? {
        var bytes = Self.discovery
        bytes.replaceSubrange(place..<place + octets.count, with: octets)
        do throws(BERError) {
            _ = try USMMessage(decoding: bytes)
            return nil
        } catch {
            return error
        }
    }

    @Test("a header that RFC 3412 does not allow is refused with its place")
    func badHeaders() {
        #expect(error(4, [1]) == BERError(.unsupportedVersion(1), at: 2))
        #expect(error(9, [0xFF]) == BERError(.fieldOutOfRange, at: 7))
        #expect(error(20, [2]) == BERError(.fieldOutOfRange, at: 20))
        #expect(error(23, [2]) == BERError(.unsupportedSecurityModel(2), at: 21))
        #expect("\(BERError(.unsupportedSecurityModel(2), at: 21))" == "SNMPv3 security model 2 at octet 21")
        #expect("\(BERError(.fieldOutOfRange, at: 7))" == "a header field out of range at octet 7")
    }

    @Test("only v3 messages have a msgID")
    func identifiers() {
        #expect(USMClient.messageIdentifier(in: SNMPMessageTests.getRequest) == nil)
        #expect(USMClient.messageIdentifier(in: []) == nil)
        for count in 0..<14 { #expect(USMClient.messageIdentifier(in: Array(Self.discovery[..<count])) == nil) }
    }
}
