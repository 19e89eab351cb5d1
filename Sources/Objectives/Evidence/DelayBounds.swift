/// Where a delay lies, nanoseconds: from `lower`, reached, to `upper`.
public struct DelayBounds: Hashable, Sendable {
    public var lower: Double
    public var upper: Double
    /// Whether the delay may equal `upper`. The upper edge of a histogram bucket is exclusive.
    public var reachesUpper: Bool

    public init(lower: Double, upper: Double, reachesUpper: Bool) {
        self.lower = lower
        self.upper = upper
        self.reachesUpper = reachesUpper
    }

    /// [lower, upper): the bucket of a histogram.
    public static func bucket(_ lower: Double, _ upper: Double) -> DelayBounds {
        DelayBounds(lower: lower, upper: upper, reachesUpper: false)
    }
    /// One value, known exactly.
    public static func exactly(_ value: Double) -> DelayBounds {
        DelayBounds(lower: value, upper: value, reachesUpper: true)
    }

    /// [lower − error, upper + error].
    public func widened(by error: Double) -> DelayBounds {
        DelayBounds(lower: lower - error, upper: upper + error, reachesUpper: reachesUpper)
    }

    /// Every value within is under the limit; limits are strict, so a value that equals one is not.
    public func isUnder(_ limit: Double) -> Bool { reachesUpper ? upper < limit : upper <= limit }
    /// No value within is under the limit.
    public func isOver(_ limit: Double) -> Bool { lower >= limit }
}

/// A percentile of delay by nearest rank, ⌈p·n⌉ of n = received + lost, a lost packet being +∞ (`indicators.md` §3).
public enum DelayQuantile: Hashable, Sendable {
    case within(DelayBounds)
    /// The rank falls on a lost packet: +∞.
    case lost
    /// The window holds too few samples to speak of this percentile.
    case tooFewSamples
}

public struct QuantileEvidence: Hashable, Sendable {
    /// 0 … 1.
    public var percentile: Double
    public var quantile: DelayQuantile

    public init(_ percentile: Double, _ quantile: DelayQuantile) {
        self.percentile = percentile
        self.quantile = quantile
    }
}
