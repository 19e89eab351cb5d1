/// Where the buckets of delay histograms lie: log-linear in integer nanoseconds, 256 to the octave, with an edge
/// exactly on every limit (`indicators.md` §3). Immutable; one instance is shared by all histograms of an engine.
///
/// | delays | width |
/// |---|---|
/// | below 0 | one bucket of their own |
/// | 0 … 1.024 µs | 4 ns |
/// | 1.024 µs … 68.7 s (2³⁶ ns) | 1/256 of the octave's start: ≤ 0.4 %; 1.024 to 4.096 µs between 0.26 and 2 ms |
/// | above | one bucket |
///
/// A limit inside a bucket splits it.
public final class BucketLayout: Sendable, Equatable {
    /// Limits in force, nanoseconds, ascending.
    public let limitNanoseconds: [Int64]
    /// Limits that are no edge of the regular scale.
    private let splits: [Int64]
    /// Lower edges of buckets 1 …; bucket 0 holds the negative delays.
    private let lowerEdges: [Int64]

    private static let linearBits = 10
    private static let subBits = 8
    private static let rangeBits = 36
    private static let subBuckets = 1 << subBits
    private static let regularBuckets = subBuckets * (1 + rangeBits - linearBits)
    /// Bucket numbers fit 16 bits with room to spare.
    public static let greatestLimitCount = 1024

    /// Limits in nanoseconds; those ≤ 0, repeated, or beyond the first `greatestLimitCount` are left out.
    public init(limitNanoseconds limits: [Int64]) {
        let kept = Set(limits.lazy.filter { $0 > 0 }.prefix(Self.greatestLimitCount)).sorted()
        limitNanoseconds = kept
        let regular = (0...Self.regularBuckets).map(Self.regularLowerEdge)
        let onScale = Set(regular)
        splits = kept.filter { !onScale.contains($0) }
        lowerEdges = (regular + splits).sorted()
    }

    public static func == (one: BucketLayout, other: BucketLayout) -> Bool {
        one === other || one.limitNanoseconds == other.limitNanoseconds
    }

    /// Buckets are numbered 0 ..< bucketCount in the order of their delays.
    public var bucketCount: Int { lowerEdges.count + 1 }

    /// The bucket of a delay, nanoseconds, any value.
    @inline(__always)
    public func bucket(of nanoseconds: Int64) -> Int {
        guard nanoseconds >= 0 else { return 0 }
        var split = 0
        while split < splits.count, splits[split] <= nanoseconds { split &+= 1 }
        return 1 &+ Self.regularBucket(of: nanoseconds) &+ split
    }

    /// Lower edge, inclusive, nanoseconds; `nil` (no bound) for the negative delays.
    public func lowerEdge(_ bucket: Int) -> Int64? {
        bucket > 0 && bucket <= lowerEdges.count ? lowerEdges[bucket - 1] : nil
    }

    /// Upper edge, exclusive, nanoseconds; `nil` (no bound) for the last bucket.
    public func upperEdge(_ bucket: Int) -> Int64? {
        bucket >= 0 && bucket < lowerEdges.count ? lowerEdges[bucket] : nil
    }

    @inline(__always)
    private static func regularBucket(of nanoseconds: Int64) -> Int {
        guard nanoseconds >= 1 << linearBits else { return Int(nanoseconds >> (linearBits - subBits)) }
        guard nanoseconds < 1 << rangeBits else { return regularBuckets }
        let octave = Int64.bitWidth - 1 - nanoseconds.leadingZeroBitCount
        let sub = Int(nanoseconds >> (octave - subBits)) - subBuckets
        return subBuckets &* (1 &+ octave &- linearBits) &+ sub
    }

    private static func regularLowerEdge(_ bucket: Int) -> Int64 {
        guard bucket >= subBuckets else { return Int64(bucket) << (linearBits - subBits) }
        let octave = bucket / subBuckets - 1
        return Int64(subBuckets + bucket % subBuckets) << (octave + linearBits - subBits)
    }
}
