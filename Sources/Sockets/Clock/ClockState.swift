/// Synchronisation of the host's wall clock.
public struct ClockState: Hashable, Sendable {
    /// A time daemon disciplines the clock.
    public var isSynchronised: Bool
    /// Bound of the error: what NTP calls root distance, |offset| + delay/2 + dispersion; nanoseconds.
    public var maximumErrorNanoseconds: UInt64
    /// The daemon's estimate of the error, nanoseconds.
    public var estimatedErrorNanoseconds: UInt64
    /// What the daemon follows; `nil` where nobody says.
    public var source: ClockSource?

    public init(
        isSynchronised: Bool, maximumErrorNanoseconds: UInt64, estimatedErrorNanoseconds: UInt64,
        source: ClockSource? = nil
    ) {
        self.isSynchronised = isSynchronised
        self.maximumErrorNanoseconds = maximumErrorNanoseconds
        self.estimatedErrorNanoseconds = estimatedErrorNanoseconds
        self.source = source
    }
}

/// What disciplines a clock (RFC 8972 §5.4 has the same kinds).
public enum ClockSource: String, Hashable, Sendable, CaseIterable {
    case ntp, ptp, gnss
    /// It runs free.
    case local
}

/// The wall clock as the kernel keeps it (adjtimex(2)).
public struct KernelClock: Hashable, Sendable {
    /// What it does at the end of the UTC day, or that nobody synchronises it; raw values of adjtimex(2).
    public enum Leap: Int32, Hashable, Sendable {
        case none, insert, delete, inProgress, done, unsynchronised
    }

    public var state: ClockState
    /// Correction of the oscillator.
    public var frequencyPartsPerMillion: Double
    /// 0 where nobody told the kernel; 37 since 2017.
    public var taiMinusUTCSeconds: Int
    public var leap: Leap

    public init(state: ClockState, frequencyPartsPerMillion: Double, taiMinusUTCSeconds: Int, leap: Leap) {
        self.state = state
        self.frequencyPartsPerMillion = frequencyPartsPerMillion
        self.taiMinusUTCSeconds = taiMinusUTCSeconds
        self.leap = leap
    }
}
