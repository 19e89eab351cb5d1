import Foundation
import Testing

@testable import SNMP

/// The PROTOS c06 suite of Oulu University: traps of SNMPv1, each broken in one place, as they once brought down agents
/// and managers of most vendors.
struct HostileTrapTests {
    private static let name = "protos-c06-snmpv1-trap-enc-r1.pcap.gz"
    private static let isThere = ProcessInfo.processInfo.environment["HAOMIAO_CORPUS"] != nil

    @Test(
        "the traps of PROTOS c06 are read or refused with a reason",
        .enabled(if: isThere, "skipped: no corpus (HAOMIAO_CORPUS)"))
    func protos() throws {
        let packets = try #require(try Capture.payloads(Self.name), "no \(Self.name) in the corpus")
        var read = 0
        var variables = 0
        var refused: [String: Int] = [:]
        for packet in packets {
            do throws(BERError) {
                let message = try SNMPMessage(decoding: packet)
                read += 1
                variables += message.pdu.variables.count
                #expect(try SNMPMessage(decoding: message.encoded()).pdu.kind == message.pdu.kind)
            } catch {
                refused[error.reason, default: 0] += 1
            }
        }
        #expect(packets.count == 8_774)
        #expect(read > 1_000 && refused.values.reduce(0, +) == packets.count - read)
        print("PROTOS c06: \(packets.count) packets, \(read) read with \(variables) variables")
        for (reason, count) in refused.sorted(by: { $0.value > $1.value }) { print("  \(count) \(reason)") }
    }
}

extension BERError {
    /// Without the place, and without what was found there.
    fileprivate var reason: String { String(describing: kind).prefix { $0 != "(" }.description }
}
