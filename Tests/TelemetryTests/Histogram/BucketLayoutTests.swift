import Testing

@testable import Telemetry

struct BucketLayoutTests {
    static let limits: [Int64] = [1_000_000, 10_000_000, 900_000, 1_200_000, 900_001, 5, 1_048_576, 100_000_000_000]
    let layout = BucketLayout(limitNanoseconds: limits)

    @Test("Buckets tile the delays: each begins where the one before it ends, from 0 up without end")
    func tiling() {
        #expect(layout.lowerEdge(0) == nil)
        #expect(layout.upperEdge(0) == 0)
        for bucket in 1..<layout.bucketCount {
            #expect(layout.lowerEdge(bucket) == layout.upperEdge(bucket - 1))
        }
        #expect(layout.upperEdge(layout.bucketCount - 1) == nil)
        #expect(layout.lowerEdge(layout.bucketCount) == nil)
        #expect(layout.upperEdge(-1) == nil)
    }

    @Test("Both edges of every bucket, and the delays beside them, are found in the right one")
    func edges() {
        for bucket in 1..<layout.bucketCount {
            guard let lower = layout.lowerEdge(bucket) else {
                Issue.record("no lower edge of \(bucket)")
                continue
            }
            #expect(layout.bucket(of: lower) == bucket)
            #expect(layout.bucket(of: lower - 1) == bucket - 1)
        }
        #expect(layout.bucket(of: .max) == layout.bucketCount - 1)
        #expect(layout.bucket(of: -1) == 0)
        #expect(layout.bucket(of: .min) == 0)
    }

    @Test("An edge lies exactly on every limit", arguments: limits)
    func limitEdges(limit: Int64) {
        #expect(layout.lowerEdge(layout.bucket(of: limit)) == limit)
        #expect(layout.upperEdge(layout.bucket(of: limit - 1)) == limit)
    }

    @Test("Buckets are at most 5 µs wide from 0.5 to 1.5 ms and at most 0.5 % from 1 µs to 60 s")
    func widths() {
        for bucket in 1..<layout.bucketCount {
            guard let lower = layout.lowerEdge(bucket), let upper = layout.upperEdge(bucket) else { continue }
            if upper > 500_000, lower < 1_500_000 { #expect(upper - lower <= 5_000) }
            if lower >= 1_000, lower < 60_000_000_000 { #expect(Double(upper - lower) <= 0.005 * Double(lower)) }
            #expect(upper > lower)
        }
    }

    @Test("So it is with any limits: an edge on each", arguments: 1...12 as ClosedRange<UInt64>)
    func anyLimits(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let limits = (0..<Int.random(in: 1...60, using: &random)).map { _ in
            let size = Int64(1) << Int64.random(in: 1...40, using: &random)
            return random.chance(0.5) ? Int64.random(in: 400_000...1_600_000, using: &random) : size + size / 3
        }
        let layout = BucketLayout(limitNanoseconds: limits)
        for limit in limits {
            #expect(layout.lowerEdge(layout.bucket(of: limit)) == limit, "seed \(seed)")
            #expect(layout.bucket(of: limit - 1) == layout.bucket(of: limit) - 1, "seed \(seed)")
        }
        for bucket in 1..<layout.bucketCount {
            guard let lower = layout.lowerEdge(bucket), let upper = layout.upperEdge(bucket) else { continue }
            let isNarrow = upper <= 500_000 || lower >= 1_500_000 || upper - lower <= 5_000
            #expect(isNarrow && lower < upper && layout.bucket(of: lower) == bucket, "seed \(seed)")
        }
        let plain = BucketLayout(limitNanoseconds: [])
        #expect(
            (0..<plain.bucketCount).allSatisfy { bucket in
                plain.upperEdge(bucket).map { layout.lowerEdge(layout.bucket(of: $0)) == $0 } ?? true
            })
    }

    @Test("Bucket numbers fit 16 bits whatever limits are asked for; those that are none are left out")
    func bounded() {
        let many = BucketLayout(limitNanoseconds: (1...100_000).map { Int64($0) * 977 })
        #expect(many.bucketCount <= 1 << 16)
        #expect(many.limitNanoseconds.count == BucketLayout.greatestLimitCount)
        #expect(BucketLayout(limitNanoseconds: [0, -4, 7, 7]).limitNanoseconds == [7])
    }

    @Test("Layouts are equal when their limits are")
    func equality() {
        #expect(layout == BucketLayout(limitNanoseconds: Self.limits.reversed()))
        #expect(layout != BucketLayout(limitNanoseconds: [1_000_000]))
    }
}
