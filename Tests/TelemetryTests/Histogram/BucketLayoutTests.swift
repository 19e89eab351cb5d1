import Telemetry
import Testing

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
