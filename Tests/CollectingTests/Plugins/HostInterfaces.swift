import Collecting
import Foundation
import Metro
import Telemetry

/// The octet counters of this host's own interfaces, as Linux tells them.
struct HostInterfaces: Collector {
    let target: TargetDescription
    let cadence = Cadence.every(milliseconds: 10_000)
    /// Interfaces of the inventory by their names here, with the numbers that samples carry.
    let subjects: [String: UInt32]
    let folder: String

    init(device: DeviceID, subjects: [String: UInt32], folder: String = "/sys/class/net") {
        target = TargetDescription(kind: .snmp, name: device.text, address: folder)
        self.subjects = subjects
        self.folder = folder
    }

    func collect(into intake: any Intake) async throws {
        let started = intake.time.monotonicNanoseconds
        var samples: [Sample] = []
        for (name, subject) in subjects {
            for (file, direction) in [("rx_bytes", Direction.inbound), ("tx_bytes", .outbound)] {
                let path = "\(folder)/\(name)/statistics/\(file)"
                guard let text = try? String(contentsOfFile: path, encoding: .utf8),
                    let octets = UInt64(text.trimmingCharacters(in: .whitespacesAndNewlines))
                else {
                    throw CollectorError(.system, "\(path) cannot be read", advice: "check the interface's name")
                }
                let now = intake.time.wallNanoseconds
                samples.append(
                    .counter(
                        .octets, subject: subject, direction: direction, value: octets,
                        agentTicks: UInt32(truncatingIfNeeded: intake.time.monotonicNanoseconds / 10_000_000), at: now))
            }
        }
        intake.offer(samples)
        intake.report(.answered(durationNanoseconds: intake.time.monotonicNanoseconds - started))
    }
}
