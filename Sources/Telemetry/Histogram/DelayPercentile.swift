import Glibc

/// A percentile of delays by nearest rank, index ⌈p · n⌉, where a lost packet counts as +∞ (`indicators.md` §3).
public enum DelayPercentile: Hashable, Sendable {
    /// The delay lies in [lower, upper), nanoseconds: the edges of its bucket, so that `upper` ≤ a limit proves that
    /// the delay is below it.
    case bounds(lower: Int64, upper: Int64)
    /// The rank falls on lost packets: +∞.
    case lost
    /// Fewer samples than the percentile needs.
    case tooFewSamples(needed: Int, have: Int)

    /// Lower edge, inclusive, nanoseconds.
    public var lower: Int64? {
        if case .bounds(let lower, _) = self { lower } else { nil }
    }
    /// Upper edge, exclusive, nanoseconds.
    public var upper: Int64? {
        if case .bounds(_, let upper) = self { upper } else { nil }
    }

    /// Samples from which the greatest one lies above the percentile with 95 % confidence, 1 − pⁿ ≥ 0.95:
    /// 5 / 59 / 299 / 2995 for p50 / p95 / p99 / p99.9.
    public static func minimumSamples(_ p: Double) -> Int {
        guard p > 0 else { return 1 }
        guard p < 1 else { return Int.max }
        return Int(exactly: (log(0.05) / log(p)).rounded(.up)) ?? Int.max
    }

    /// ⌈p · n⌉ in 1 … n. A product that misses a whole number by rounding alone (0.07 · 100) is that number.
    public static func nearestRank(_ p: Double, of n: UInt64) -> UInt64 {
        guard n > 0, p > 0 else { return min(1, n) }
        guard p < 1 else { return n }
        let product = p * Double(n)
        let whole = product.rounded()
        let rank = abs(product - whole) <= product * 1e-12 ? whole : product.rounded(.up)
        return min(max(1, UInt64(rank)), n)
    }
}
