import Metro

/// Looks for clock faults in the delays of one path: a state machine from answered probes to what they say against the
/// clocks. A clock that is set moves both directions apart and leaves the round trip; a route does not.
public struct ClockWatch: Sendable {
    public init() {}

    /// Takes one answered probe, in the order of answers; what is wrong with the clocks from it on, or `nil`.
    /// - Parameters:
    ///   - forward: T2 − T1, nanoseconds, signed.
    ///   - backward: T4 − T3.
    ///   - errorNanoseconds: what both clocks admit together, stamping included.
    ///   - wallNanoseconds: T1.
    ///   - monotonicNanoseconds: when it was sent.
    public mutating func take(
        forward: Int64, backward: Int64, errorNanoseconds: UInt64, wallNanoseconds: Int64, monotonicNanoseconds: Int64
    ) -> PathClock.Fault? {
        nil
    }
}
