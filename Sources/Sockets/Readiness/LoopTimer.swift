import CSockets

/// A timer that a `ReadinessLoop` waits for beside its sockets, to the accuracy of the system's fine timers: a thread's
/// sleep is late by the slack of its wake-up. Any thread may set it.
public final class LoopTimer: Sendable {
    private let descriptor: Int32

    public init() throws(SocketError) {
        descriptor = csockets_timer_open()
        guard descriptor >= 0 else { throw SocketError("timerfd_create", negativeErrno: descriptor) }
    }

    deinit { if descriptor >= 0 { csockets_close(descriptor) } }

    /// Fires once when the monotonic clock reaches `nanoseconds`, at once where it has; replaces what was set.
    public func set(monotonicNanoseconds nanoseconds: Int64) { csockets_timer_set(descriptor, max(nanoseconds, 1)) }

    func withDescriptor<Value, Failure: Error>(
        _ body: (Int32) throws(Failure) -> Value
    ) throws(Failure) -> Value { try body(descriptor) }
    func clear() { csockets_timer_clear(descriptor) }
}
