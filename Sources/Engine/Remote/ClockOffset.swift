import Foundation

/// By how much another host's wall clock differs from ours, told from when its lines arrive. A line can only come late,
/// so the smallest difference of the last ones is the nearest to the truth.
struct ClockOffset {
    /// Lines that are looked back at: a clock that is set back is believed after so many.
    private static let kept = 8
    /// Differences below this leave the shift as it is, so that samples do not waver with the network. Nanoseconds.
    private static let grain: Int64 = 100_000_000

    /// Ours less theirs, nanoseconds.
    private var differences: [Int64] = []
    /// What their times are moved by, nanoseconds: nothing while the clocks agree as well as windows need.
    private(set) var shift: Int64 = 0

    mutating func take(theirs: Int64, ours: Int64) {
        let (difference, overflow) = ours.subtractingReportingOverflow(theirs)
        // No clock of this century; what it says moves nothing.
        guard !overflow else { return }
        differences.append(difference)
        if differences.count > Self.kept { differences.removeFirst() }
        let least = differences.min() ?? 0
        if least.magnitude <= RemoteStream.clockTolerance.magnitude {
            shift = 0
        } else if least.subtractingReportingOverflow(shift).partialValue.magnitude > Self.grain.magnitude {
            shift = least
        }
    }

    /// `3.2 s ahead of`, `3.2 s behind`; `nil` where nothing is moved.
    var secondsAhead: String? {
        guard shift != 0 else { return nil }
        return String(format: "%.1f s ", Double(shift.magnitude) / 1e9) + (shift < 0 ? "ahead of" : "behind")
    }
}
