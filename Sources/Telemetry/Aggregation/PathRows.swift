/// What is published of one series of a path: its window and its buckets, of one moment.
struct PathNow: Sendable {
    /// Judged delays of the live window.
    var judged = SparseCounts()
    /// Of the live window.
    var figures = DelayFigures()
    /// The newest delay; a time of 0 means that there was none.
    var newestDelay: Int64 = 0
    var newestUncertainty: UInt64 = 0
    var newestDelayTime: Int64 = 0
    var newestFlags = SampleFlags()
    /// Time of the newest delay or loss; 0 before the first.
    var newestTime: Int64 = 0
    /// Start of the window that the figures are of.
    var windowStart: Int64 = 0

    var newest: PathTelemetry.Newest? {
        guard newestDelayTime > 0 else { return nil }
        return PathTelemetry.Newest(
            delayNanoseconds: newestDelay, uncertaintyNanoseconds: newestUncertainty,
            flags: newestFlags, timeNanoseconds: newestDelayTime)
    }
}

/// The newest publication of every series of every path, in chunks that are copied one by one when they are shared.
struct PublishedPaths: Sendable {
    private var chunks: ContiguousArray<ContiguousArray<PathNow>>
    private static let chunk = 64

    init(count: Int) {
        chunks = ContiguousArray(
            stride(from: 0, to: count, by: Self.chunk).map { start in
                ContiguousArray(repeating: PathNow(), count: min(Self.chunk, count - start))
            })
    }

    subscript(series: Int) -> PathNow {
        get { chunks[series / Self.chunk][series % Self.chunk] }
        set { chunks[series / Self.chunk][series % Self.chunk] = newValue }
    }
}

/// What a sample of one series of a path meets first, 64 bytes.
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
    var newestFlags = SampleFlags()
    var stampCount: UInt16 = 0
    var nextStamp: UInt16 = 0
    /// Whether something came or left since the figures were published.
    var isChanged = false
    private let spare: UInt64 = 0
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
