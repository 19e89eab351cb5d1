/// What the lines of one point of a histogram say together (OpenMetrics 1.0, "Histogram" and "GaugeHistogram").
struct HistogramRule: Sendable {
    private var bound: Double?
    private var inBuckets = 0.0
    private var hasBelowZero = false
    private var count: Double?
    private var sum: Double?
    private var isGauge = false
    private var isEmpty = true

    /// The next line of the point; answers what is wrong with it.
    mutating func take(_ suffix: String, bound next: Double?, value: Double) -> String? {
        switch suffix {
        case "_bucket":
            guard let next else { return nil }
            if let bound, next <= bound { return "bounds of buckets do not rise" }
            if value < inBuckets { return "a bucket counts less than the one before it" }
            if next < 0 { hasBelowZero = true }
            (bound, inBuckets) = (next, value)
        case "_count", "_gcount": count = value
        case "_sum", "_gsum": sum = value
        default: return nil
        }
        isEmpty = false
        if suffix == "_gcount" || suffix == "_gsum" { isGauge = true }
        return nil
    }

    /// The point is over.
    func finish() -> String? {
        if isEmpty { return nil }
        guard bound == .infinity else { return "there is no bucket +Inf" }
        if let count, count != inBuckets { return "the count is not that of bucket +Inf" }
        guard (sum == nil) == (count == nil) else { return "sum and count stand together or not at all" }
        if let sum {
            if hasBelowZero, !isGauge { return "with buckets below zero there is no sum" }
            if !hasBelowZero, isGauge, sum < 0 { return "the sum is below zero, no bucket is" }
        }
        return nil
    }
}
