import Testing

@testable import Telemetry

struct PackedCountsTests {
    @Test("What is packed comes out again, minute by minute", arguments: 1...20 as ClosedRange<UInt64>)
    func roundTrip(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var packed = PackedCounts()
        var minutes: [(counts: SparseCounts, bytes: Int)] = []
        for _ in 0..<40 {
            var counts = SparseCounts()
            for _ in 0..<Int.random(in: 0...80, using: &random) {
                let odd: [UInt16] = [0, 1, .max, .random(in: 0 ... .max, using: &random)]
                let many: [UInt32] = [2, 3, 129, 130, 65_536, .max]
                let near = UInt16.random(in: 2_600...2_700, using: &random)
                counts.add(
                    random.chance(0.9) ? near : odd.randomElement(using: &random)!,
                    random.chance(0.8) ? 1 : many.randomElement(using: &random)!)
            }
            minutes.append((counts, packed.append(counts)))
        }
        #expect(packed.byteCount == minutes.reduce(0) { $0 + $1.bytes })
        while !minutes.isEmpty {
            let leaving = Int.random(in: 0...min(3, minutes.count), using: &random)
            packed.removeFirst(minutes[..<leaving].reduce(0) { $0 + $1.bytes })
            minutes.removeFirst(leaving)
            var start = 0
            for minute in minutes {
                var found = SparseCounts()
                packed.forEachBucket(from: start, bytes: minute.bytes) { found.append($0, $1) }
                #expect(found == minute.counts, "seed \(seed)")
                start += minute.bytes
            }
        }
        #expect(packed.byteCount == 0)
    }

    @Test("A minute of one probe a second takes two bytes a bucket at most, beside its first")
    func small() {
        var counts = SparseCounts()
        for bucket in stride(from: 2_600, to: 2_720, by: 2) { counts.add(UInt16(bucket), 2) }
        var packed = PackedCounts()
        #expect(packed.append(counts) <= 2 * counts.entries.count + 2)
    }
}
