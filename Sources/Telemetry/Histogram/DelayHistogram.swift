/// How many delays fell into which bucket; sparse, mergeable. Exact minimum and maximum are kept beside.
/// Lost packets are no delays: whoever counts them passes their number to `percentile`.
public struct DelayHistogram: Sendable, Equatable {
    /// One bucket in use. Delays lie in [lower, upper), nanoseconds.
    public struct Bucket: Hashable, Sendable {
        public let lower: Int64
        public let upper: Int64
        public let count: Int
    }

    public let layout: BucketLayout
    private(set) var counts: SparseCounts
    /// Exact, nanoseconds; `nil` when empty.
    public private(set) var minimum: Int64?
    public private(set) var maximum: Int64?

    public init(layout: BucketLayout) {
        self.init(layout: layout, counts: SparseCounts(), minimum: nil, maximum: nil)
    }

    init(layout: BucketLayout, counts: SparseCounts, minimum: Int64?, maximum: Int64?) {
        self.layout = layout
        self.counts = counts
        self.minimum = minimum
        self.maximum = maximum
    }

    /// Delays recorded.
    public var count: Int { Int(clamping: counts.total) }
    /// Delays below zero: kept, in a bucket of their own.
    public var negativeCount: Int { Int(counts.count(of: 0)) }

    /// Records one delay, nanoseconds, any value.
    public mutating func record(_ nanoseconds: Int64) {
        counts.add(UInt16(truncatingIfNeeded: layout.bucket(of: nanoseconds)))
        widen(nanoseconds, nanoseconds)
    }

    /// Adds another's delays. False, and nothing is added, when its edges lie elsewhere.
    public mutating func merge(_ other: DelayHistogram) -> Bool {
        guard layout == other.layout else { return false }
        counts.add(other.counts)
        if let minimum = other.minimum, let maximum = other.maximum { widen(minimum, maximum) }
        return true
    }

    private mutating func widen(_ low: Int64, _ high: Int64) {
        minimum = min(minimum ?? low, low)
        maximum = max(maximum ?? high, high)
    }

    /// The delay at ⌈p · n⌉ of n = recorded + lost, 0 < p ≤ 1. `least` samples are asked for,
    /// `minimumSamples(p)` unless told; the negative bucket is bounded by the minimum, the last one by the maximum.
    public func percentile(_ p: Double, lost: Int = 0, least: Int? = nil) -> DelayPercentile {
        let n = counts.total &+ UInt64(clamping: lost)
        let needed = max(1, least ?? DelayPercentile.minimumSamples(p))
        guard n >= UInt64(needed) else { return .tooFewSamples(needed: needed, have: Int(clamping: n)) }
        guard let bucket = counts.bucket(ofRank: DelayPercentile.nearestRank(p, of: n)) else { return .lost }
        let (lower, upper) = bounds(bucket)
        return .bounds(lower: lower, upper: upper)
    }

    /// Where the delay of a rank lies, 1 … count; `nil` beyond.
    public func bounds(ofRank rank: Int) -> (lower: Int64, upper: Int64)? {
        rank > 0 ? counts.bucket(ofRank: UInt64(rank)).map(bounds) : nil
    }

    /// PDV (RFC 5481): the percentile of D − min D over what was recorded, in [lower − min, upper − min).
    public func delayVariation(_ p: Double) -> DelayPercentile {
        guard case .bounds(let lower, let upper) = percentile(p), let minimum else { return percentile(p) }
        return .bounds(
            lower: max(0, lower.subtractingClamped(minimum)), upper: upper.subtractingClamped(minimum))
    }

    private func bounds(_ bucket: UInt16) -> (lower: Int64, upper: Int64) {
        let lower = layout.lowerEdge(Int(bucket)) ?? minimum ?? Int64.min
        let above = (maximum ?? Int64.max - 1).addingReportingOverflow(1)
        return (lower, layout.upperEdge(Int(bucket)) ?? (above.overflow ? Int64.max : above.partialValue))
    }

    /// Delays below a limit, nanoseconds; exact where the limit is one of the layout's, else up to the edge below it.
    public func count(below limitNanoseconds: Int64) -> Int {
        let limitBucket = layout.bucket(of: limitNanoseconds)
        var below: UInt64 = 0
        for entry in counts.entries {
            guard Int(entry.bucket) < limitBucket else { break }
            below += UInt64(entry.count)
        }
        return Int(clamping: below)
    }

    /// Buckets in use, ascending.
    public var buckets: [Bucket] {
        counts.entries.map { entry in
            let (lower, upper) = bounds(entry.bucket)
            return Bucket(lower: lower, upper: upper, count: Int(entry.count))
        }
    }
}

extension Int64 {
    fileprivate func subtractingClamped(_ other: Int64) -> Int64 {
        let (difference, overflow) = subtractingReportingOverflow(other)
        return overflow ? (self < 0 ? .min : .max) : difference
    }
}
