/// What is known of one direction of a path, or of its round trip, over the live window (`AggregationSettings.liveWindowSeconds`).
/// Delays in nanoseconds, wall clock times in nanoseconds.
public struct PathTelemetry: Equatable, Sendable {
    /// The newest delay, whatever its flags.
    public struct Newest: Hashable, Sendable {
        public let delayNanoseconds: Int64
        /// E: the true delay lies in [D − E, D + E].
        public let uncertaintyNanoseconds: UInt64
        public let flags: SampleFlags
        public let timeNanoseconds: Int64
    }

    /// Figures of the window that change only with its samples.
    public struct Figures: Hashable, Sendable {
        /// Delays in the histogram: received, and no clock fault.
        public internal(set) var judged = 0
        public internal(set) var lost = 0
        /// Received with D + E below the floor: shown (`clockFaultMinimum`, `newest`, minutes), not judged.
        public internal(set) var clockFaults = 0
        /// Of all received: clocks not known to agree; they are in the histogram, a one-way verdict is not theirs.
        public internal(set) var unsynchronised = 0
        /// Percentiles of judged and lost, lost as +∞.
        public internal(set) var p50 = DelayPercentile.tooFewSamples(needed: 5, have: 0)
        public internal(set) var p95 = DelayPercentile.tooFewSamples(needed: 59, have: 0)
        public internal(set) var p99 = DelayPercentile.tooFewSamples(needed: 299, have: 0)
        public internal(set) var p999 = DelayPercentile.tooFewSamples(needed: 2995, have: 0)
        /// p99 of D − min D over the judged packets that arrived (RFC 5481).
        public internal(set) var delayVariation = DelayPercentile.tooFewSamples(needed: 299, have: 0)
        /// Exact, of the judged; `nil` when there is none.
        public internal(set) var minimum: Int64?
        public internal(set) var maximum: Int64?
        /// Exact, of the clock faults; `nil` when there is none.
        public internal(set) var clockFaultMinimum: Int64?
        /// Largest E of all received; `nil` when nothing was.
        public internal(set) var greatestUncertaintyNanoseconds: UInt64?
    }

    public let figures: Figures
    /// Judged delays of the window: for its buckets, other percentiles (lost ones are in `figures`), shares below a
    /// limit.
    public let histogram: DelayHistogram
    /// Probes that the window should hold from its first minute to now.
    public let expected: Int
    /// Start of the window's first minute.
    public let windowStartNanoseconds: Int64
    public let newest: Newest?
    /// Time of the newest delay or loss; `nil` before the first.
    public let newestNanoseconds: Int64?

    /// All that arrived in the window.
    public var received: Int { figures.judged + figures.clockFaults }
    /// lost / sent, 0 … 1; `nil` when nothing is known of any probe.
    public var lossRatio: Double? {
        let sent = received + figures.lost
        return sent > 0 ? Double(figures.lost) / Double(sent) : nil
    }
    /// Whether the newest delay was taken with one clock at both ends.
    public var isClockShared: Bool { newest?.flags.contains(.clockShared) ?? false }
}

extension PathTelemetry {
    /// From what the owner published of a direction.
    init(_ now: PathNow, _ layout: BucketLayout, intervalNanoseconds: Int64, at time: Int64) {
        let (sums, judged) = (now.figures, now.judged)
        let isEmpty = judged.total == 0
        histogram = DelayHistogram(
            layout: layout, counts: judged, minimum: isEmpty ? nil : sums.minimum,
            maximum: isEmpty ? nil : sums.maximum)
        figures = Figures(sums, histogram)
        // Nothing was published yet: no window, nothing to expect.
        expected = now.windowStart > 0 ? Int(max(0, time &- now.windowStart) / max(1, intervalNanoseconds)) : 0
        windowStartNanoseconds = now.windowStart
        newest = now.newest
        newestNanoseconds = now.newestTime > 0 ? now.newestTime : nil
    }
}

extension PathTelemetry.Figures {
    init(_ sums: DelayFigures, _ histogram: DelayHistogram) {
        judged = histogram.count
        lost = Int(sums.lost)
        clockFaults = Int(sums.clockFaults)
        unsynchronised = Int(sums.unsynchronised)
        minimum = histogram.minimum
        maximum = histogram.maximum
        clockFaultMinimum = clockFaults > 0 ? sums.faultMinimum : nil
        greatestUncertaintyNanoseconds = judged + clockFaults > 0 ? sums.greatestUncertainty : nil
        p50 = histogram.percentile(0.5, lost: lost)
        p95 = histogram.percentile(0.95, lost: lost)
        p99 = histogram.percentile(0.99, lost: lost)
        p999 = histogram.percentile(0.999, lost: lost)
        delayVariation = histogram.delayVariation(0.99)
    }
}
