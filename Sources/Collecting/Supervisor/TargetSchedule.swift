/// When a target is called next: a pure value that is told what happened and answers with a deadline.
///
/// - A periodic target keeps its period, from a phase of its own: `phase = hash(id) mod period`, so that 1 000
///   targets of one period spread over it and a poll never drifts by its own duration.
/// - Failures 1 … 3 in a row keep the period (an operator sees the fault, and its end, within a few periods). From the
///   fourth on attempts are spaced out: `period · 2^(failures − 3)`, at most `maximumBackOff`, ± 10 % jitter.
///   Example, 30 s: 30 30 30 60 60 60 …
/// - A continuous target that ends is started again after 1 s · 2^(failures − 1), same bound and jitter: 1 2 4 … 60 s.
public struct TargetSchedule: Hashable, Sendable {
    public static let patience = 3
    /// Nanoseconds; a period longer than this is its own bound.
    public static let maximumBackOff: Int64 = 60_000_000_000

    public private(set) var cadence: Cadence
    public private(set) var consecutiveFailures = 0
    private var jitter: JitterSequence
    private let phase: Int64
    /// Whether the last attempt succeeded on the regular grid.
    private var isRegular = false

    public init(cadence: Cadence, seed: UInt64) {
        self.cadence = cadence
        jitter = JitterSequence(seed: seed)
        if case .every = cadence {
            phase = Int64(jitter.next() % UInt64(Self.period(of: cadence)))
        } else {
            phase = Int64(jitter.next() % 200_000_000)
        }
    }

    /// Whether attempts are spaced out.
    public var isBackingOff: Bool { consecutiveFailures > Self.patience }

    /// A periodic target is called this often from now on; a continuous one has no period.
    public mutating func period(milliseconds: Int) {
        if case .every = cadence { cadence = .every(milliseconds: milliseconds) }
    }

    /// The first attempt, monotonic nanoseconds. Targets start within a second, not within a period: an empty screen
    /// for 30 s would be worse than a short burst.
    public func firstAttempt(now: Int64) -> Int64 { now + phase % 1_000_000_000 }

    /// A collection ended well at `now`; the deadline of the next one.
    public mutating func succeeded(now: Int64) -> Int64 {
        consecutiveFailures = 0
        defer { isRegular = true }
        let next = nextRegular(after: now)
        // The first answer comes off the grid. Two readings closer than half a period make no rate (`indicators.md`
        // §5), so the grid's next place is left out where it is that near.
        guard case .every = cadence, !isRegular, next - now < Self.period(of: cadence) / 2 else { return next }
        return next + Self.period(of: cadence)
    }

    /// Whether a collection at `now` comes too soon after one that ended well at `last` to be a reading of counters: two
    /// closer than half a period make no rate (`indicators.md` §5).
    func isTooSoon(_ now: Int64, after last: Int64) -> Bool {
        guard case .every = cadence else { return false }
        return now - last < Self.period(of: cadence) / 2
    }

    /// The next collection comes off the grid.
    mutating func leaveGrid() { isRegular = false }

    /// A collection failed at `now`; the deadline of the next one.
    public mutating func failed(now: Int64) -> Int64 {
        consecutiveFailures += 1
        isRegular = false
        switch cadence {
        case .every:
            guard isBackingOff else { return nextRegular(after: now) }
            return now + spread(backOff(Self.period(of: cadence), doublings: consecutiveFailures - Self.patience))
        case .continuous:
            return now + spread(backOff(1_000_000_000, doublings: consecutiveFailures - 1))
        }
    }

    /// A running continuous collector got an answer: the next failure starts from the shortest back-off.
    public mutating func recovered() { consecutiveFailures = 0 }

    private func nextRegular(after now: Int64) -> Int64 {
        let period = Self.period(of: cadence)
        let sincePhase = now - phase
        let periods = sincePhase >= 0 ? sincePhase / period + 1 : sincePhase / period
        return phase + periods * period
    }

    private func backOff(_ base: Int64, doublings: Int) -> Int64 {
        let bound = max(base, Self.maximumBackOff)
        return min(bound, base << Int64(min(max(doublings, 0), 6)))
    }

    private mutating func spread(_ delay: Int64) -> Int64 {
        let tenth = delay / 10
        return delay - tenth + Int64(jitter.next() % UInt64(2 * tenth + 1))
    }

    private static func period(of cadence: Cadence) -> Int64 {
        switch cadence {
        case .every(let milliseconds): Int64(max(milliseconds, 1)) * 1_000_000
        case .continuous: 1_000_000_000
        }
    }
}
