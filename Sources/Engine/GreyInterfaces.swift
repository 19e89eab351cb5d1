import Metro
import SNMP

/// Why interfaces of the inventory have no rates, as far as one poll can tell, and what comes nearest to names that the
/// device does not have.
struct GreyInterfaces {
    let result: SNMPPollResult
    let periodMilliseconds: Int
    /// sysUpTime, where it stands still.
    let stoppedClock: UInt32?

    init(_ result: SNMPPollResult, periodMilliseconds: Int, stoppedClock: UInt32?) {
        self.result = result
        self.periodMilliseconds = periodMilliseconds
        self.stoppedClock = stoppedClock
    }

    var all: [PollDocument.Grey] {
        let names = result.table.rows.map(\.name)
        var grey = result.grey.map { grey in
            let nearest = grey.reason == .interfaceNotFound ? Self.nearest(to: grey.name, in: names) : []
            let hint = nearest.isEmpty ? "" : "; nearest: " + nearest.joined(separator: ", ")
            return PollDocument.Grey(
                name: grey.name, reason: grey.reason.rawValue, explanation: grey.explanation + hint)
        }
        let told = Set(grey.map(\.name))
        for (name, row) in result.found.sorted(by: { $0.key < $1.key }) where !told.contains(name) {
            if let (reason, explanation) = explanation(row) {
                grey.append(PollDocument.Grey(name: name, reason: reason.rawValue, explanation: explanation))
            }
        }
        return grey
    }

    /// What a single reading does not show: rates need a clock that goes on, and a counter that does not wrap unseen.
    private func explanation(_ row: InterfaceRow) -> (MissingReason, String)? {
        if let stoppedClock {
            return (.agentClockStopped, "sysUpTime stands still at \(stoppedClock): no time, no rate")
        }
        let isNarrow = [row.inOctets.value, row.outOctets.value].contains { $0?.is32Bit == true }
        guard isNarrow, let speed = row.speedBitsPerSecond.value, speed > 0 else { return nil }
        let wrapSeconds = 0x1p32 * 8 / Double(speed)
        guard wrapSeconds < 2 * Double(periodMilliseconds) / 1_000 else { return nil }
        let wrap = String(Int(wrapSeconds)) + " s"
        return (
            .counter32TooFast,
            "its 32-bit octet counters can wrap every \(wrap), faster than two periods of \(periodMilliseconds / 1_000) s"
        )
    }

    /// Names with the same numbers, or the same letters in other cases: `GigabitEthernet0/1` for `GE0/1`. At most three.
    static func nearest(to name: String, in names: [String]) -> [String] {
        let digits = numbers(name)
        let folded = name.lowercased()
        let same = names.filter { $0.lowercased() == folded }
        let first = folded.first
        let alike = names.filter { other in
            !digits.isEmpty && numbers(other) == digits && other.lowercased() != folded
        }.sorted { ($0.lowercased().first == first ? 0 : 1) < ($1.lowercased().first == first ? 0 : 1) }
        return Array((same + alike).prefix(3))
    }

    /// `0/1/0` of `400GE0/1/0`: what follows the last letter.
    private static func numbers(_ name: String) -> String {
        String(name.reversed().prefix { !$0.isLetter }.reversed()).trimmingPrefixBlanks
    }
}

extension String {
    fileprivate var trimmingPrefixBlanks: String { String(drop { $0 == " " }) }
}
