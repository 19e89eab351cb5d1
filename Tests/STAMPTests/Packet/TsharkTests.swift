import Foundation
import Testing

@testable import STAMP

/// What another program reads in our packets: tshark's dissector of TWAMP-Test, field by field.
///
/// It knows the unauthenticated layout alone. It calls the SSID the first MBZ, takes extensions for padding, and reads
/// authenticated packets as if their blocks were not there; those are held to byte vectors only.
@Suite(.timeLimit(.minutes(1)))
struct TsharkTests {
    private static let program = ["/usr/bin/tshark", "/usr/local/bin/tshark"]
        .first { FileManager.default.isExecutableFile(atPath: $0) }

    private static let time: Int64 = 1_795_226_331_098_056_078
    /// The same in words; the dissector cuts NTP fractions off where we round.
    private static let ntp = "Nov 21, 2026 01:58:51.098056077 UTC"
    private static let ptp = "Nov 21, 2026 01:58:51.098056078 UTC"

    @Test(
        "tshark finds every field of our unauthenticated packets where we put it",
        .enabled(if: program != nil, "skipped: no tshark on this machine"))
    func dissects() throws {
        let ntp = StampTimestamp(wallNanoseconds: Self.time)
        let ptp = StampTimestamp(wallNanoseconds: Self.time, format: .ptp)
        let ntpError = ErrorEstimate(isSynchronised: true, nanoseconds: 1_000_000)
        let ptpError = ErrorEstimate(isSynchronised: false, nanoseconds: 1_000_000, format: .ptp)
        let question = SenderPacket(sequence: 7, timestamp: ntp, errorEstimate: ntpError, ssid: 0x5A5B)
        var answer = ReflectedPacket(
            sequence: 9, transmitTimestamp: ntp, errorEstimate: ntpError, receiveTimestamp: ntp, senderSequence: 7,
            senderTimestamp: ntp, senderErrorEstimate: ntpError, senderTimeToLive: 61, ssid: 0x5A5B)
        let answerNTP = answer.bytes
        answer.errorEstimate = ptpError
        answer.transmitTimestamp = ptp
        answer.receiveTimestamp = ptp
        let rows = try dissect([
            ProbeForm().question(question),
            ProbeForm(extensions: ProbeExtensions(answerDSCP: 46)).question(question),
            ProbeForm(size: 200).question(question),
            answerNTP, answer.bytes,
            answerNTP + ProbeForm(extensions: ProbeExtensions()).question(question).dropFirst(44),
        ])
        // 0x8F84, 0x4F84 and 0x5A5B; S, Z, scale and multiplier once of the packet's own estimate, once of the sender's.
        let echoed = ["7", Self.ntp, "36740", "0", "61"]
        for row in rows.prefix(3) {
            #expect(Array(row.prefix(8)) == ["7", Self.ntp, "36740", "1,0", "0,0", "15,0", "132,0", "23131"])
        }
        for row in [rows[3], rows[5]] {
            #expect(Array(row.prefix(8)) == ["9", Self.ntp, "36740", "1,1", "0,0", "15,15", "132,132", "23131"])
            #expect(Array(row[8..<14]) == [Self.ntp] + echoed)
        }
        #expect(Array(rows[4].prefix(8)) == ["9", Self.ptp, "20356", "0,1", "1,0", "15,15", "132,132", "23131"])
        #expect(Array(rows[4][8..<14]) == [Self.ptp] + echoed)
        let padding = rows.map { ($0.last ?? "").count / 2 }
        #expect(padding == [3, 3 + 36, 3 + 156, 3, 3, 3 + 28])
    }

    /// A row a packet, a column a field.
    private func dissect(_ payloads: [[UInt8]]) throws -> [[String]] {
        let file = FileManager.default.temporaryDirectory.appending(path: "haomiao-\(UUID().uuidString).pcap")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(capture(payloads)).write(to: file)
        let process = Process()
        process.executableURL = URL(filePath: try #require(Self.program))
        let fields = [
            "seq_number", "timestamp", "error_estimate", "error_estimate.s", "error_estimate.z", "error_estimate.scale",
            "error_estimate.multiplier", "mbz1", "receive_timestamp", "sender_seq_number", "sender_timestamp",
            "sender_error_estimate", "mbz2", "sender_ttl", "padding",
        ]
        process.arguments =
            ["-r", file.path, "-d", "udp.port==862,twamp.test", "-T", "fields"]
            + fields.flatMap { ["-e", "twamp.test.\($0)"] }
        process.environment = ["TZ": "UTC", "LC_ALL": "C", "HOME": NSTemporaryDirectory()]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        let rows = text.split(separator: "\n").map { line in
            line.split(separator: "\t", omittingEmptySubsequences: false).map { String($0) }
        }
        try #require(rows.count == payloads.count && rows.allSatisfy { $0.count == fields.count }, "\(text)")
        return rows
    }

    /// A pcap file, little-endian, of raw IPv4: from 192.0.2.1 to 192.0.2.2, UDP port 862 to 862, without checksums.
    private func capture(_ payloads: [[UInt8]]) -> [UInt8] {
        func little(_ numbers: UInt32...) -> [UInt8] {
            numbers.flatMap { number in (0..<4).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) } }
        }
        func big(_ number: Int) -> [UInt8] { [UInt8(number >> 8), UInt8(number & 0xFF)] }
        var file = little(0xA1B2_C3D4, 2 | 4 << 16, 0, 0, 65_535, 101)
        for payload in payloads {
            let udp = big(862) + big(862) + big(payload.count + 8) + [0, 0] + payload
            let packet =
                [0x45, 0] + big(udp.count + 20) + [0, 0, 0, 0, 64, 17, 0, 0, 192, 0, 2, 1, 192, 0, 2, 2] + udp
            file += little(0, 0, UInt32(packet.count), UInt32(packet.count)) + packet
        }
        return file
    }
}
