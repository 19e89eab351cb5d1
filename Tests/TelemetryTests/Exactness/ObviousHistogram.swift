@testable import Telemetry

/// The buckets of `BucketLayout` as its table states them, edge by edge, and a histogram that is the sorted delays.
struct ObviousBuckets {
    let limits: [Int64]
    /// Lower edges of all buckets but that of the negative delays, ascending.
    private let edges: [Int64]

    init(limits: [Int64]) {
        self.limits = limits
        var edges = Array(stride(from: Int64(0), to: 1_024, by: 4))
        for octave in 10..<36 {
            let begin = Int64(1) << Int64(octave)
            edges += (0..<256).map { begin + $0 * (begin / 256) }
        }
        edges.append(1 << 36)
        self.edges = Set(edges).union(limits).sorted()
    }

    /// The bucket that holds a delay, one of those of which `all` is the sorted list: the ends without an edge are the
    /// least and greatest of them.
    func bounds(of delay: Int64, among all: [Int64]) -> (lower: Int64, upper: Int64) {
        var (low, high) = (0, edges.count)
        while low < high {
            let middle = (low + high) / 2
            if edges[middle] <= delay { low = middle + 1 } else { high = middle }
        }
        return (low > 0 ? edges[low - 1] : all[0], low < edges.count ? edges[low] : all[all.count - 1] + 1)
    }

    /// Buckets in use of sorted delays.
    func buckets(_ sorted: [Int64]) -> [DelayHistogram.Bucket] {
        var buckets: [DelayHistogram.Bucket] = []
        var place = 0
        while place < sorted.count {
            let (lower, upper) = bounds(of: sorted[place], among: sorted)
            let first = place
            while place < sorted.count, sorted[place] < upper { place += 1 }
            buckets.append(DelayHistogram.Bucket(lower: lower, upper: upper, count: place - first))
        }
        return buckets
    }

    /// Nearest rank ⌈p · n⌉ of sorted delays, the lost ones behind them as +∞.
    func percentile(_ thousandths: Int, _ sorted: [Int64], lost: Int, least: Int) -> DelayPercentile {
        let n = sorted.count + lost
        guard n >= least else { return .tooFewSamples(needed: least, have: n) }
        let rank = (thousandths * n + 999) / 1_000
        guard rank <= sorted.count else { return .lost }
        let (lower, upper) = bounds(of: sorted[rank - 1], among: sorted)
        return .bounds(lower: lower, upper: upper)
    }

    /// p99 of D − min D over sorted delays.
    func delayVariation(_ sorted: [Int64]) -> DelayPercentile {
        let percentile = percentile(990, sorted, lost: 0, least: 299)
        guard case .bounds(let lower, let upper) = percentile else { return percentile }
        return .bounds(lower: max(0, lower - sorted[0]), upper: upper - sorted[0])
    }
}
