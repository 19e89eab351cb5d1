import Glibc

/// Where time comes from: wall clock for stamps, monotonic for durations and deadlines. Tests and the simulator
/// drive one of their own.
public protocol TimeSource: Sendable {
    /// Nanoseconds since 1970-01-01 UTC; may step.
    var wallNanoseconds: Int64 { get }
    /// Nanoseconds since some fixed instant; never steps.
    var monotonicNanoseconds: Int64 { get }
    /// Returns once `monotonicNanoseconds` ≥ `deadline`; throws `CancellationError` when the task is cancelled.
    func sleep(untilMonotonic deadline: Int64) async throws
}

/// The system's clocks: CLOCK_REALTIME and CLOCK_MONOTONIC.
public struct SystemTime: TimeSource {
    public init() {}

    public var wallNanoseconds: Int64 { Self.read(CLOCK_REALTIME) }
    public var monotonicNanoseconds: Int64 { Self.read(CLOCK_MONOTONIC) }

    public func sleep(untilMonotonic deadline: Int64) async throws {
        let remaining = deadline - monotonicNanoseconds
        if remaining > 0 {
            try await Task.sleep(nanoseconds: UInt64(remaining))
        } else {
            try Task.checkCancellation()
        }
    }

    private static func read(_ clock: clockid_t) -> Int64 {
        var now = timespec()
        clock_gettime(clock, &now)
        return Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec)
    }
}
