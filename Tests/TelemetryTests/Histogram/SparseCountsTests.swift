import Testing

@testable import Telemetry

struct SparseCountsTests {
    @Test(
        "What is added in any order and taken away again leaves what a dictionary would",
        arguments: 1...10 as ClosedRange<UInt64>)
    func model(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var counts = SparseCounts()
        var model: [UInt16: UInt32] = [:]
        for _ in 0..<2_000 {
            let bucket = UInt16.random(in: 0...40, using: &random)
            let count = UInt32.random(in: 0...5, using: &random)
            if random.chance(0.55) {
                counts.add(bucket, count)
                model[bucket, default: 0] += count
            } else {
                counts.remove(bucket, count)
                model[bucket] = (model[bucket] ?? 0) - min(count, model[bucket] ?? 0)
            }
        }
        let expected = model.filter { $0.value > 0 }.sorted { $0.key < $1.key }
        #expect(counts.entries.map(\.bucket) == expected.map(\.key), "seed \(seed)")
        #expect(counts.entries.map(\.count) == expected.map(\.value), "seed \(seed)")
        #expect(counts.total == expected.reduce(0) { $0 + UInt64($1.value) }, "seed \(seed)")
    }

    @Test("A count that would overflow stays at its greatest value")
    func saturation() {
        var counts = SparseCounts()
        counts.add(3, .max)
        counts.add(3, 10)
        #expect(counts.count(of: 3) == .max)
        #expect(counts.total == UInt64(UInt32.max))
    }

    @Test("Packed counts give back every count, also those over 65 535")
    func packed() {
        var counts = SparseCounts()
        counts.add(0, 1)
        counts.add(6_000, 200_000)
        counts.add(.max, 65_535)
        var unpacked = SparseCounts()
        for entry in PackedCounts(counts).entries { unpacked.add(entry.bucket, entry.count) }
        #expect(unpacked == counts)
    }
}
