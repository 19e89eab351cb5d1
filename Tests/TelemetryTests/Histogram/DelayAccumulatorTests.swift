import Testing

@testable import Telemetry

struct DelayAccumulatorTests {
    private let layout = BucketLayout(limitNanoseconds: [1_000_000, 10_000_000])

    @Test("Count, sum, extremes and newest are exact, and every bucket is here or handed back", arguments: 1...20)
    func model(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        var accumulator = DelayAccumulator(around: layout.bucket(of: 500_000))
        var delays: [Int64] = []
        var outside: [UInt16: UInt32] = [:]
        for _ in 0..<2_000 {
            let wide = random.chance(0.05)
            let delay = Int64.random(in: wide ? -10_000...40_000_000 : 480_000...520_000, using: &random)
            let bucket = layout.bucket(of: delay)
            if !accumulator.add(delay, bucket: bucket) { outside[UInt16(bucket), default: 0] += 1 }
            delays.append(delay)
        }
        var found = outside
        accumulator.forEachBucket { found[$0, default: 0] += $1 }
        let expected = Dictionary(delays.map { (UInt16(layout.bucket(of: $0)), UInt32(1)) }, uniquingKeysWith: +)
        #expect(found == expected, "seed \(seed)")
        #expect(accumulator.count == 2_000 && accumulator.sum == delays.reduce(0, +), "seed \(seed)")
        #expect(accumulator.minimum == delays.min() && accumulator.maximum == delays.max(), "seed \(seed)")
        #expect(accumulator.last == delays.last, "seed \(seed)")
        #expect(outside.values.reduce(0, +) < 300, "the window lies elsewhere than the delays, seed \(seed)")
    }

    @Test("A bucket that is full at 65 535 hands back what comes after")
    func full() {
        var accumulator = DelayAccumulator()
        let handedBack = (0..<70_000).count { _ in !accumulator.add(500_000, bucket: 3_000) }
        #expect(handedBack == 70_000 - 65_535)
        #expect(accumulator.count == 70_000)
        var counts: [UInt32] = []
        accumulator.forEachBucket { counts.append($1) }
        #expect(counts == [65_535])
    }

    @Test("The next minute's window is put around the middle of this one, unless this one missed its delays")
    func middle() {
        var accumulator = DelayAccumulator()
        for bucket in [3_100, 3_101, 3_102, 3_103, 3_180] { _ = accumulator.add(0, bucket: bucket) }
        #expect(accumulator.middleBucket == 3_102)
        for _ in 0..<6 { _ = accumulator.add(0, bucket: 4_000) }
        #expect(accumulator.middleBucket == nil)
        #expect(DelayAccumulator().middleBucket == nil)
    }

    @Test("Records stand on cache lines, so that a delay touches as few as stated")
    func layoutInMemory() {
        #expect(MemoryLayout<DelayAccumulator>.stride == 576)
        #expect(MemoryLayout<OpenDelayMinute>.stride == 640)
        #expect(MemoryLayout<WindowCell>.stride == 32)
        #expect(MemoryLayout<Sample>.stride == 32)
        #expect(PublishedTable<DirectionNow>.rowBytes == 64)
        #expect(PublishedTable<InterfaceMinute>.rowBytes == 64)
        #expect(PublishedTable<PathMinute>.rowBytes == 32)
        #expect(InterfaceAggregates.bytesEach == 6 * (256 + 64) + MemoryLayout<SpeedHistory>.stride)
    }
}
