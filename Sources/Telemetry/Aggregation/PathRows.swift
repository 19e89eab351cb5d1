/// What is published of one direction of a path beside its buckets.
struct PathNow: BitwiseCopyable {
    /// Of the live window.
    var figures = DelayFigures()
    /// The newest delay; a time of 0 means that there was none.
    var newestDelay: Int64 = 0
    var newestUncertainty: UInt64 = 0
    var newestDelayTime: Int64 = 0
    var newestFlags: UInt64 = 0
    /// Time of the newest delay or loss; 0 before the first.
    var newestTime: Int64 = 0
    /// Start of the window that the figures are of.
    var windowStart: Int64 = 0
    /// Grows with every publication.
    var revision: UInt64 = 0

    var newest: PathTelemetry.Newest? {
        guard newestDelayTime > 0 else { return nil }
        return PathTelemetry.Newest(
            delayNanoseconds: newestDelay, uncertaintyNanoseconds: newestUncertainty,
            flags: SampleFlags(rawValue: UInt16(truncatingIfNeeded: newestFlags)), timeNanoseconds: newestDelayTime)
    }
}

/// What a sample of one direction of a path meets first: one cache line and a bit.
struct PathRow: BitwiseCopyable {
    /// Time of the newest delay or loss; 0 before the first.
    var newestTime: Int64 = 0
    var newestDelay: Int64 = 0
    var newestUncertainty: UInt64 = 0
    var newestDelayTime: Int64 = 0
    /// End of the oldest minute that still takes samples; `.max` when none does.
    var oldestOpenEnd: Int64 = .max
    /// First minute of the live window when minutes last left it.
    var firstLiveMinute: Int64 = .min
    var newestFlags: UInt16 = 0
    var stampCount: UInt16 = 0
    var nextStamp: UInt16 = 0
    /// Whether something came or left since the figures were published.
    var isChanged = false
}

/// One minute of one direction of a path as it is kept: 24 bytes, 32 with version and tag.
struct PathMinute: BitwiseCopyable {
    private var received: UInt32
    private var lost: UInt32
    private var minimum: Float
    private var p50: Float
    private var p99: Float
    private var maximum: Float

    init(_ summary: DelayMinuteSummary) {
        received = UInt32(summary.received)
        lost = UInt32(summary.lost)
        minimum = summary.minimum
        p50 = summary.p50
        p99 = summary.p99
        maximum = summary.maximum
    }

    var summary: DelayMinuteSummary {
        DelayMinuteSummary(
            received: Int32(clamping: received), lost: Int32(clamping: lost), minimum: minimum, p50: p50, p99: p99,
            maximum: maximum)
    }
}
