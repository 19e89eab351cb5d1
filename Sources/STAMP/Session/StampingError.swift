/// How far a stamp may lie from the packet's passage, nanoseconds (measured bounds, p99, of loopback on a quiet host).
public enum StampingError {
    /// Stamped by the kernel on receipt, or by the program right before it sends.
    public static let kernel: UInt64 = 10_000
    /// Stamped by the program after it was woken: scheduling is in it.
    public static let program: UInt64 = 70_000
    /// Longest that a send call may take for its probe to measure anything: a fifth of the 1 ms that is judged.
    public static let slowSending: UInt64 = 200_000
    /// Most by which two readings of wall and monotonic clock may differ without a step of the wall clock.
    public static let clockPair: UInt64 = 20_000
}
