import Foundation
import Metro
import Testing

@testable import SNMP

/// Walks of a real agent, recorded at two levels for each of four users (Wireshark's sample `snmp_usm.pcap`).
private struct USMCapture {
    static let path = ProcessInfo.processInfo.environment["HAOMIAO_CORPUS"].map { $0 + "/pcap/snmp_usm.pcap" }
    static var isThere: Bool { path.map { FileManager.default.isReadableFile(atPath: $0) } ?? false }

    /// UDP payloads; the capture is of big-endian cooked or Ethernet frames with IPv4 inside.
    static func payloads() throws -> [[UInt8]] {
        let data = try [UInt8](Data(contentsOf: URL(fileURLWithPath: path ?? "")))
        var payloads: [[UInt8]] = []
        var offset = 24
        while offset + 16 <= data.count {
            let length = data[offset + 8..<offset + 12].reduce(0) { $0 << 8 | Int($1) }
            let frame = data[(offset + 16)...].prefix(length)
            offset += 16 + length
            // IPv4 without options, UDP: the message is a sequence that ends with the frame.
            if let start = frame.indices.first(where: { isMessage(frame[$0...]) }) {
                payloads.append(Array(frame[start...]))
            }
        }
        return payloads
    }

    private static func isMessage(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard let message = try? USMMessage(decoding: Array(bytes)) else { return false }
        return message.bytes.count == bytes.count
    }
}

@Suite(
    "A recorded agent",
    .enabled(if: USMCapture.isThere, "skipped: no capture (set HAOMIAO_CORPUS to the folder of the corpus)"))
struct USMCaptureTests {
    @Test("every message of four users is authentic, and what is encrypted says what is said in the clear")
    func decrypts() throws {
        let users = [
            USMUser.ops(.md5, .des, name: "pippo", password: "pippoxxx", privacyPassword: "PIPPOxxx"),
            .ops(.sha1, .des, name: "pippo2", password: "pippoxxx", privacyPassword: "PIPPOxxx"),
            .ops(.sha1, .aes128, name: "pippo3", password: "pippoxxx", privacyPassword: "PIPPOxxx"),
            .ops(.md5, .aes128, name: "pippo4", password: "pippoxxx", privacyPassword: "PIPPOxxx"),
        ]
        let messages = try USMCapture.payloads().map { try USMMessage(decoding: $0) }
        #expect(messages.count > 100)
        var counts: [USMUser.Level: Int] = [:]
        for message in messages {
            counts[message.header.level, default: 0] += 1
            guard message.header.level >= .authNoPriv else { continue }
            let user = try #require(users.first { $0.name == message.header.user })
            let keys = try LocalisedKeys(user, engineID: message.header.engineID)
            #expect(keys.isAuthentic(message))
            let scoped = try #require(keys.scopedPDU(of: message))
            #expect([0xA0, 0xA1, 0xA2, 0xA5].contains(scoped.pduTag))
            #expect(scoped.contextEngineID == message.header.engineID)
        }
        #expect(counts[.noAuthNoPriv] == 16 && (counts[.authNoPriv] ?? 0) > 50 && (counts[.authPriv] ?? 0) > 50)
    }
}
