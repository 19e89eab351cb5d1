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

    @Test("Two lists merge as if each bucket had been added", arguments: 1...10 as ClosedRange<UInt64>)
    func merge(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        func list() -> SparseCounts {
            var counts = SparseCounts()
            for _ in 0..<Int.random(in: 0...30, using: &random) {
                counts.add(
                    UInt16.random(in: 0...40, using: &random), random.chance(0.1) ? .max : 3)
            }
            return counts
        }
        let (one, other) = (list(), list())
        var merged = one
        merged.add(other)
        var expected = one
        for entry in other.entries { expected.add(entry.bucket, entry.count) }
        #expect(merged == expected, "seed \(seed)")
    }
}
