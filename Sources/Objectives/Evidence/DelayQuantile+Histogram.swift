import Telemetry

extension DelayQuantile {
    /// From the delays of one way. `lost` packets were lost on it, +∞. `unknown` ones were sent, and nobody knows what
    /// they took: they arrived by a clock that is not believed, or were lost on this way or the other. They may stand
    /// anywhere in the order, so the lower bound has them before all others and the upper one behind.
    public init(_ percentile: Double, of histogram: DelayHistogram, lost: Int, unknown: Int = 0) {
        let n = histogram.count + lost + unknown
        guard n >= max(1, DelayPercentile.minimumSamples(percentile)) else {
            self = .tooFewSamples
            return
        }
        let rank = Int(clamping: DelayPercentile.nearestRank(percentile, of: UInt64(n)))
        let least = rank - unknown
        guard least <= histogram.count else {
            self = .lost
            return
        }
        self = .within(
            .bucket(
                histogram.bounds(ofRank: least).map { Double($0.lower) } ?? -.infinity,
                histogram.bounds(ofRank: rank).map { Double($0.upper) } ?? .infinity))
    }
}
