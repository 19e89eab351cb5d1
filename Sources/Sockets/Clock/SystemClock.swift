import CSockets
import Glibc

/// The host's clocks, in the same units and from the same source as the kernel's packet stamps.
public enum SystemClock {
    /// CLOCK_REALTIME, nanoseconds since 1970-01-01 UTC.
    public static var wallNanoseconds: Int64 { read(CLOCK_REALTIME) }
    /// CLOCK_MONOTONIC, nanoseconds.
    public static var monotonicNanoseconds: Int64 { read(CLOCK_MONOTONIC) }

    /// Both clocks at one moment: the wall clock is read between two readings of the monotonic one, again where the
    /// thread was interrupted in between, so that the pair can tell a step of the wall clock from a pause.
    public static var now: ClockReading {
        var best = ClockReading(wallNanoseconds: 0, monotonicNanoseconds: 0)
        var narrowest = Int64.max
        for _ in 0..<4 where narrowest > 1_000 {
            let before = monotonicNanoseconds
            let wall = wallNanoseconds
            let width = monotonicNanoseconds &- before
            if width < narrowest {
                narrowest = width
                best = ClockReading(wallNanoseconds: wall, monotonicNanoseconds: before &+ width / 2)
            }
        }
        return best
    }

    /// What the kernel knows of the wall clock (adjtimex(2)); `nil` where it will not say.
    public static var kernel: KernelClock? {
        var raw = csockets_clock_state()
        guard csockets_clock_state(&raw) == 0 else { return nil }
        return KernelClock(
            state: ClockState(
                isSynchronised: raw.synchronised != 0,
                maximumErrorNanoseconds: nanoseconds(raw.maximum_error_microseconds),
                estimatedErrorNanoseconds: nanoseconds(raw.estimated_error_microseconds)),
            frequencyPartsPerMillion: Double(raw.frequency) / 65_536, taiMinusUTCSeconds: Int(raw.tai),
            leap: KernelClock.Leap(rawValue: raw.leap) ?? .unsynchronised)
    }

    public static var state: ClockState? { kernel?.state }

    private static func nanoseconds(_ microseconds: Int64) -> UInt64 {
        let (product, overflow) = UInt64(clamping: microseconds).multipliedReportingOverflow(by: 1_000)
        return overflow ? .max : product
    }

    private static func read(_ clock: clockid_t) -> Int64 {
        var now = timespec()
        clock_gettime(clock, &now)
        return Int64(now.tv_sec) &* 1_000_000_000 &+ Int64(now.tv_nsec)
    }
}

/// One moment on both clocks.
public struct ClockReading: Hashable, Sendable {
    /// CLOCK_REALTIME, nanoseconds since 1970-01-01 UTC; may step.
    public var wallNanoseconds: Int64
    /// CLOCK_MONOTONIC, nanoseconds; slewed as the wall clock is, but never stepped.
    public var monotonicNanoseconds: Int64

    public init(wallNanoseconds: Int64, monotonicNanoseconds: Int64) {
        self.wallNanoseconds = wallNanoseconds
        self.monotonicNanoseconds = monotonicNanoseconds
    }
}
