/// How far a stamp may lie from the packet's passage, nanoseconds (measured bounds, p99, of loopback on a quiet host).
public enum StampingError {
    /// Stamped by the kernel on receipt or as it gives the packet to the interface, or by the program right before it
    /// sends.
    public static let kernel: UInt64 = 10_000
    /// Stamped by the program after it was woken: scheduling is in it.
    public static let program: UInt64 = 70_000
    /// The least of an interface's own stamp: its resolution and the way through the chip.
    public static let hardware: UInt64 = 1_000
    /// Most that an interface's stamp may lie from the kernel's of the same packet to be of a clock that follows the
    /// kernel's.
    public static let hardwareDistance: UInt64 = 200_000
    /// Longest that a send call may take for its probe to measure anything: a fifth of the 1 ms that is judged.
    public static let slowSending: UInt64 = 200_000
    /// How long after the send call a packet's stamp may lie: the interface's queue is in between. Later than that it
    /// is taken for another packet's.
    public static let sendQueue: Int64 = 1_000_000
    /// Most by which two readings of wall and monotonic clock may differ without a step of the wall clock.
    public static let clockPair: UInt64 = 20_000
}

/// How far each stamp of an answered probe may lie from its packet's passage, nanoseconds: the one place that says what
/// stamping adds to E, whether or not the ends share a clock. What the clocks admit comes on top, the far one's as the
/// reflector states it, which need not have its stamping in it (Docs/Clocks.md has the table).
struct StampingErrors: Hashable, Sendable {
    /// As they were taken here.
    let t1, t4: UInt64
    /// On receipt: reflectors that want to measure let the kernel or the interface stamp.
    let t2 = StampingError.kernel
    /// A packet cannot carry when it left: its program reads the clock before it sends, and scheduling is in between.
    /// Only an interface that writes the stamp as the packet passes, or a follow-up of what the kernel saw, is better.
    private(set) var t3: UInt64

    init(_ own: OwnStamps, transmitMethod: TimestampMethod?) {
        (t1, t4) = (own.sendingError, own.receivingError)
        t3 = transmitMethod == .hardware ? StampingError.kernel : StampingError.program
    }

    mutating func followedUp() { t3 = StampingError.kernel }

    var forward: UInt64 { t1.addingSaturated(t2) }
    var backward: UInt64 { t3.addingSaturated(t4) }
    var roundTrip: UInt64 { forward.addingSaturated(backward) }
    /// Of the stamps here.
    var own: UInt64 { max(t1, t4) }
}
