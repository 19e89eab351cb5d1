/// One reading of one counter.
public struct CounterReading: Hashable, Sendable, BitwiseCopyable {
    public var value: UInt64
    /// sysUpTime in hundredths of a second, or a stamp in ticks of 10 µs (`hasFineTicks`); wraps at 2³².
    public var agentTicks: UInt32
    /// Changes when the agent's counters start anew.
    public var epoch: UInt32
    public var isCounter32: Bool
    public var hasFineTicks: Bool
    /// When the answer was received, nanoseconds; tells a wrapped sysUpTime from a restart, and a stopped agent clock
    /// from a hasty second reading. Never a divisor.
    public var receivedNanoseconds: Int64

    public init(
        value: UInt64, agentTicks: UInt32, epoch: UInt32 = 0, isCounter32: Bool = false, hasFineTicks: Bool = false,
        receivedNanoseconds: Int64
    ) {
        self.value = value
        self.agentTicks = agentTicks
        self.epoch = epoch
        self.isCounter32 = isCounter32
        self.hasFineTicks = hasFineTicks
        self.receivedNanoseconds = receivedNanoseconds
    }

    public init(_ sample: Sample) {
        self.init(
            value: sample.payload, agentTicks: sample.agentTicks, epoch: sample.epoch,
            isCounter32: sample.flags.contains(.counter32), hasFineTicks: sample.flags.contains(.fineTicks),
            receivedNanoseconds: sample.timeNanoseconds)
    }
}
