import Foundation

/// Delays and errors of clocks as commands write them: `12.3 µs`, `1.204 ms`, `3.5 s`.
enum DurationFigure {
    /// The kernel's bound of a clock of which it knows nothing (NTP_PHASE_LIMIT), nanoseconds.
    static let unknownErrorNanoseconds: UInt64 = 16_000_000_000

    /// µs under 1 ms, ms under 1 s, s above.
    static func text(_ nanoseconds: Double) -> String {
        guard nanoseconds.isFinite else { return nanoseconds < 0 ? "-∞" : "∞" }
        // Rounded before the unit is chosen: 999.96 µs is 1 ms.
        let microseconds = (nanoseconds / 100).rounded() / 10
        if microseconds.magnitude < 1_000 { return String(format: "%.1f µs", microseconds) }
        let milliseconds = (nanoseconds / 1_000).rounded() / 1_000
        if milliseconds.magnitude < 1_000 { return String(format: "%g ms", milliseconds) }
        return String(format: "%g s", (nanoseconds / 1_000_000).rounded() / 1_000)
    }

    /// `unknown` where it is no less than what a clock is said to err by of which nothing is known.
    static func error(_ nanoseconds: UInt64) -> String {
        nanoseconds >= unknownErrorNanoseconds ? "unknown" : text(Double(nanoseconds))
    }
}
