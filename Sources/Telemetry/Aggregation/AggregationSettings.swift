/// What the aggregator goes by. Values out of range are taken as the nearest allowed one.
public struct AggregationSettings: Hashable, Sendable {
    /// Limits on which histograms have an edge, nanoseconds.
    public var limitNanoseconds: [Int64]
    /// Live window, seconds, 60 … 86 400; rounded up to minutes. It slides by whole minutes: it holds that many
    /// full minutes and the one under way, so a sample leaves it 0 to 60 s after the window's length has passed.
    public var liveWindowSeconds: Int
    /// How far a delay or loss may lie behind the newest of its series, nanoseconds, 0 … 30 s; more is late. Windows
    /// close when the series has passed their end by this much. It must exceed the loss timeout (3 s), since a loss
    /// carries the time of sending. Counters and gauges are taken in order only.
    public var latenessNanoseconds: Int64
    /// How far a sample may lie ahead of the wall clock, nanoseconds, 0 … 60 s.
    public var futureToleranceNanoseconds: Int64
    /// Expected time between the readings of each interface, milliseconds, 10 … 3 600 000; 30 000 where the array
    /// ends.
    public var interfacePeriodMilliseconds: [Int]
    /// Time between the probes of each path, milliseconds, 1 … 3 600 000; 1 000 where the array ends.
    public var pathProbeIntervalMilliseconds: [Int]
    /// Minutes wished to be kept for screens, 60 … 1 440; as many are as the budget holds (`MemoryPlan`).
    public var minutesKept: Int
    /// What all series may take, bytes; at least what 60 minutes and the live window need is taken anyway.
    public var memoryBudgetBytes: Int

    public init(
        limitNanoseconds: [Int64], liveWindowSeconds: Int = 3_600, latenessNanoseconds: Int64 = 5_000_000_000,
        futureToleranceNanoseconds: Int64 = 2_000_000_000, interfacePeriodMilliseconds: [Int] = [],
        pathProbeIntervalMilliseconds: [Int] = [], minutesKept: Int = 1_440, memoryBudgetBytes: Int = 1 << 30
    ) {
        self.limitNanoseconds = limitNanoseconds
        self.liveWindowSeconds = liveWindowSeconds
        self.latenessNanoseconds = latenessNanoseconds
        self.futureToleranceNanoseconds = futureToleranceNanoseconds
        self.interfacePeriodMilliseconds = interfacePeriodMilliseconds
        self.pathProbeIntervalMilliseconds = pathProbeIntervalMilliseconds
        self.minutesKept = minutesKept
        self.memoryBudgetBytes = memoryBudgetBytes
    }

    /// Milliseconds of `subject` in nanoseconds.
    func interfacePeriodNanoseconds(_ subject: Int) -> Int64 {
        let listed = subject < interfacePeriodMilliseconds.count ? interfacePeriodMilliseconds[subject] : 30_000
        return Int64(min(max(10, listed), 3_600_000)) * 1_000_000
    }

    /// What a period may be, nanoseconds.
    static let interfacePeriodRange: ClosedRange<UInt64> = 10_000_000...3_600_000_000_000

    func pathProbeIntervalNanoseconds(_ subject: Int) -> Int64 {
        let listed = subject < pathProbeIntervalMilliseconds.count ? pathProbeIntervalMilliseconds[subject] : 1_000
        return Int64(min(max(1, listed), 3_600_000)) * 1_000_000
    }
}
