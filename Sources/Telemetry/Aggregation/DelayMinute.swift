/// One minute of one direction of a path, as screens draw it; nanoseconds. Clock faults are shown, so they are in it.
public struct DelayMinuteSummary: Hashable, Sendable {
    /// 0 received and 0 lost is a gap.
    public let received: Int32
    public let lost: Int32
    /// NaN without a received packet. Percentiles are plain nearest ranks of the received packets, upper edge of the
    /// bucket, whatever their number: for drawing, never for a verdict.
    public let minimum: Float
    public let p50: Float
    public let p99: Float
    public let maximum: Float

    public static let gap = DelayMinuteSummary(
        received: 0, lost: 0, minimum: .nan, p50: .nan, p99: .nan, maximum: .nan)
}

/// What is counted of one minute beside its buckets, and summed for the live window.
struct DelayFigures: Sendable {
    /// Delays that may be judged.
    var judged: UInt32 = 0
    var lost: UInt32 = 0
    var clockFaults: UInt32 = 0
    var unsynchronised: UInt32 = 0
    /// Of the judged, nanoseconds.
    var minimum: Int64 = .max
    var maximum: Int64 = .min
    /// Of the clock faults, nanoseconds.
    var faultMinimum: Int64 = .max
    var faultMaximum: Int64 = .min
    var greatestUncertainty: UInt64 = 0

    mutating func add(_ sample: Sample) {
        guard sample.metric == .delay else {
            lost &+= 1
            return
        }
        let delay = sample.delayNanoseconds
        greatestUncertainty = max(greatestUncertainty, sample.auxiliary)
        if sample.flags.contains(.clockUnsynchronised) { unsynchronised &+= 1 }
        if sample.flags.contains(.clockFault) {
            clockFaults &+= 1
            faultMinimum = min(faultMinimum, delay)
            faultMaximum = max(faultMaximum, delay)
        } else {
            judged &+= 1
            minimum = min(minimum, delay)
            maximum = max(maximum, delay)
        }
    }
}

/// A minute that still takes samples.
struct OpenDelayMinute: Sendable {
    var index: Int64
    var figures = DelayFigures()
    var judged = SparseCounts()
    var faulted = SparseCounts()

    var end: Int64 { (index &+ 1) &* WindowFrame.minuteNanoseconds }

    /// The same storage for another minute.
    mutating func restart(at index: Int64) {
        self.index = index
        figures = DelayFigures()
        judged.removeAll()
        faulted.removeAll()
    }

    func summary(_ layout: BucketLayout) -> DelayMinuteSummary {
        let received = figures.judged &+ figures.clockFaults
        let lost = Int32(clamping: figures.lost)
        guard received > 0 else {
            return DelayMinuteSummary(
                received: 0, lost: lost, minimum: .nan, p50: .nan, p99: .nan, maximum: .nan)
        }
        var all = judged
        all.add(faulted)
        let minimum = min(figures.minimum, figures.faultMinimum)
        let maximum = max(figures.maximum, figures.faultMaximum)
        let histogram = DelayHistogram(layout: layout, counts: all, minimum: minimum, maximum: maximum)
        func rank(_ p: Double) -> Float {
            histogram.percentile(p, least: 1).upper.map { Float(min($0, maximum)) } ?? .nan
        }
        return DelayMinuteSummary(
            received: Int32(clamping: received), lost: lost, minimum: Float(minimum), p50: rank(0.5),
            p99: rank(0.99), maximum: Float(maximum))
    }
}

/// A minute that is over: what the live window must take away again, and what screens draw.
struct ClosedDelayMinute: Sendable {
    /// `Int64.min` marks an unused place.
    var index: Int64 = .min
    var figures = DelayFigures()
    var judged = PackedCounts()
    var summary = DelayMinuteSummary.gap
}
