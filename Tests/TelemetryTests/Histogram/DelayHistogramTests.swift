import Testing

@testable import Telemetry

struct DelayHistogramTests {
    let layout = BucketLayout(limitNanoseconds: [1_000_000, 10_000_000])

    private func histogram(_ delays: some Sequence<Int64>) -> DelayHistogram {
        var histogram = DelayHistogram(layout: layout)
        for delay in delays { histogram.record(delay) }
        return histogram
    }

    @Test("p95, p99 and p99.9 need 59, 299 and 2995 samples")
    func minimumSamples() {
        #expect(DelayPercentile.minimumSamples(0.95) == 59)
        #expect(DelayPercentile.minimumSamples(0.99) == 299)
        #expect(DelayPercentile.minimumSamples(0.999) == 2_995)
        #expect(DelayPercentile.minimumSamples(0.5) == 5)
        #expect(DelayPercentile.minimumSamples(0) == 1)
        #expect(DelayPercentile.minimumSamples(1) == Int.max)
    }

    @Test("A sample fewer than needed is too few, and says how many there are")
    func tooFew() {
        let almost = histogram(repeatElement(700_000, count: 298))
        #expect(almost.percentile(0.99) == .tooFewSamples(needed: 299, have: 298))
        #expect(almost.percentile(0.99, lost: 1).upper != nil)
        #expect(histogram([]).percentile(0.5) == .tooFewSamples(needed: 5, have: 0))
        #expect(histogram([]).percentile(0.5, least: 0) == .tooFewSamples(needed: 1, have: 0))
    }

    @Test(
        "Ranks are ⌈p · n⌉ without rounding errors",
        arguments: [
            (0.07, 100, 7), (0.99, 100, 99), (0.99, 101, 100), (0.999, 2_995, 2_993), (0.5, 1, 1), (1, 9, 9), (0, 9, 1),
        ]
            as [(Double, UInt64, UInt64)])
    func rank(p: Double, n: UInt64, rank: UInt64) {
        #expect(DelayPercentile.nearestRank(p, of: n) == rank)
    }

    @Test("A percentile is given as the edges of its bucket")
    func bounds() {
        let found = histogram((1...300).map { Int64($0) * 3_000 }).percentile(0.99)
        guard let lower = found.lower, let upper = found.upper else {
            Issue.record("no bounds: \(found)")
            return
        }
        #expect(lower <= 297 * 3_000 && 297 * 3_000 < upper)
        #expect(upper - lower <= 5_000)
    }

    @Test("A delay just below the limit proves that it is met, one on the limit that it is missed")
    func onTheLimit() {
        #expect(histogram(repeatElement(999_999, count: 300)).percentile(0.99).upper == 1_000_000)
        #expect(histogram(repeatElement(1_000_000, count: 300)).percentile(0.99).lower == 1_000_000)
    }

    @Test("Lost packets count as +∞")
    func lost() {
        let arrived = histogram(repeatElement(600_000, count: 990))
        #expect(arrived.percentile(0.99, lost: 10).upper != nil)
        #expect(arrived.percentile(0.99, lost: 11) == .lost)
        #expect(histogram([]).percentile(0.5, lost: 5) == .lost)
        #expect(arrived.percentile(0.5, lost: 500).upper != nil)
    }

    @Test("Minimum and maximum are exact, negative delays are kept apart and never clipped")
    func negative() {
        let mixed = histogram([-250_000, -3, 5, 17_777_777, 70_000_000_000_000])
        #expect(mixed.minimum == -250_000)
        #expect(mixed.maximum == 70_000_000_000_000)
        #expect(mixed.negativeCount == 2)
        #expect(mixed.count == 5)
        #expect(mixed.buckets.first == .init(lower: -250_000, upper: 0, count: 2))
        #expect(mixed.buckets.last == .init(lower: 1 << 36, upper: 70_000_000_000_001, count: 1))
        #expect(mixed.percentile(0.2, least: 1) == .bounds(lower: -250_000, upper: 0))
    }

    @Test("Delay variation is D − min D")
    func variation() {
        var delays = Array(repeating: Int64(700_000), count: 290)
        delays += Array(repeating: 900_000, count: 10)
        let found = histogram(delays).delayVariation(0.99)
        #expect((found.lower ?? .max) <= 200_000 && (found.upper ?? 0) > 200_000)
        #expect((found.upper ?? 0) - (found.lower ?? 0) <= 5_000)
        #expect(histogram([1, 2]).delayVariation(0.99) == .tooFewSamples(needed: 299, have: 2))
    }

    @Test("The count below a limit is exact")
    func below() {
        let mixed = histogram([-5, 999_999, 1_000_000, 1_000_001, 9_999_999, 10_000_000])
        #expect(mixed.count(below: 1_000_000) == 2)
        #expect(mixed.count(below: 10_000_000) == 5)
    }

    @Test("Histograms of different edges do not merge")
    func foreignLayout() {
        var one = histogram([5])
        let isMerged = one.merge(DelayHistogram(layout: BucketLayout(limitNanoseconds: [3])))
        #expect(!isMerged)
        #expect(one.count == 1)
    }

    @Test(
        "Merged parts equal the whole, and every percentile holds the exact one",
        arguments: 1...20 as ClosedRange<UInt64>)
    func property(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let count = Int.random(in: 1...400, using: &random)
        let scale = Int64.random(in: 1...50_000_000, using: &random)
        let delays = (0..<count).map { _ in Int64.random(in: (-scale / 50)...scale, using: &random) }
        let whole = histogram(delays)
        var merged = DelayHistogram(layout: layout)
        let cut = Int.random(in: 0...count, using: &random)
        let isMerged = merged.merge(histogram(delays[..<cut])) && merged.merge(histogram(delays[cut...]))
        #expect(isMerged)
        #expect(merged == whole, "seed \(seed)")
        #expect(whole.buckets.reduce(0) { $0 + $1.count } == count)
        let sorted = delays.sorted()
        #expect(whole.minimum == sorted.first && whole.maximum == sorted.last)
        let lost = Int.random(in: 0...20, using: &random)
        for p in [0.01, 0.25, 0.5, 0.9, 0.95, 0.99, 1] {
            let rank = Int((p * Double(count + lost) - 1e-9).rounded(.up))
            switch whole.percentile(p, lost: lost, least: 1) {
            case .bounds(let lower, let upper):
                #expect(rank <= count, "seed \(seed), p \(p)")
                #expect(lower <= sorted[rank - 1] && sorted[rank - 1] < upper, "seed \(seed), p \(p)")
            case .lost: #expect(rank > count, "seed \(seed), p \(p)")
            case .tooFewSamples: Issue.record("seed \(seed), p \(p): too few")
            }
        }
    }
}
