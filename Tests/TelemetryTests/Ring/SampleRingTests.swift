import Testing

@testable import Telemetry

private func samples(_ payloads: Range<UInt64>) -> [Sample] {
    payloads.map { .gauge(.speed, subject: 7, value: $0, at: Int64($0)) }
}

struct SampleRingTests {
    @Test(
        "A lane's capacity is rounded up to a power of two and bounded",
        arguments: [(-5, 2), (2, 2), (3, 4), (64, 64), (65, 128)])
    func capacity(wanted: Int, given: Int) {
        #expect(SampleRing(lanes: 1, capacity: wanted).laneCapacity == given)
    }

    @Test("There is at least one lane, and no more than 1 024", arguments: [(-1, 1), (0, 1), (3, 3), (5_000, 1_024)])
    func lanes(wanted: Int, given: Int) {
        #expect(SampleRing(lanes: wanted, capacity: 2).laneCount == given)
    }

    @Test("Samples come out whole and in the order in which they went in, round after round")
    func order() throws {
        let ring = SampleRing(lanes: 1, capacity: 8)
        let producer = ring.producer(0)
        var next: UInt64 = 0
        for size in [1, 5, 8, 3, 7, 2, 8, 6] as [UInt64] {
            let offered = samples(next..<(next + size))
            #expect(producer.offer(offered) == Int(size))
            #expect(ring.drained(max: 100) == offered)
            next += size
        }
        #expect(ring.drained(max: 100).isEmpty)
    }

    @Test("One sample at a time is the same as a batch")
    func single() {
        let ring = SampleRing(lanes: 1, capacity: 4)
        let producer = ring.producer(0)
        for round in 0..<5 as Range<UInt64> {
            for sample in samples(round * 4..<round * 4 + 4) { #expect(producer.offer(sample)) }
            #expect(!producer.offer(samples(99..<100)[0]))
            #expect(ring.drained(max: 9) == samples(round * 4..<round * 4 + 4))
        }
        #expect(ring.counts.refused == 5)
    }

    @Test("A full lane takes the first samples that fit, refuses the rest and counts them")
    func full() {
        let ring = SampleRing(lanes: 1, capacity: 4)
        let producer = ring.producer(0)
        #expect(producer.offer(samples(0..<3)) == 3)
        #expect(producer.offer(samples(3..<6)) == 1)
        #expect(producer.offer(samples(6..<8)) == 0)
        #expect(ring.counts.depth == 4)
        #expect(ring.counts.offered == 8)
        #expect(ring.counts.refused == 4)
        #expect(ring.drained(max: 3).map(\.payload) == [0, 1, 2])
        #expect(ring.counts.depth == 1)
        #expect(producer.offer(samples(8..<20)) == 3)
        #expect(ring.drained(max: 100).map(\.payload) == [3, 8, 9, 10])
        #expect(ring.counts.refused == 13)
        #expect(ring.counts.accepted == 7)
        #expect(ring.counts.drained == 7)
    }

    @Test("A batch larger than the lane fills it")
    func oversized() {
        let ring = SampleRing(lanes: 1, capacity: 16)
        let producer = ring.producer(0)
        #expect(producer.offer(samples(0..<100)) == 16)
        #expect(ring.counts.refused == 84)
    }

    @Test("The high-water mark is the greatest depth that was met")
    func highWater() {
        let ring = SampleRing(lanes: 1, capacity: 16)
        let producer = ring.producer(0)
        for size in [3, 9, 5] as [UInt64] {
            producer.offer(samples(0..<size))
            _ = ring.drained(max: 16)
        }
        #expect(ring.counts.highWater == 9)
    }

    @Test("Nothing offered, nothing wanted and negative limits do nothing")
    func nothing() {
        let ring = SampleRing(lanes: 1, capacity: 4)
        let producer = ring.producer(0)
        #expect(producer.offer([]) == 0)
        producer.offer(samples(0..<2))
        #expect(ring.drained(max: 0).isEmpty)
        #expect(ring.drained(max: -1).isEmpty)
        #expect(ring.counts.offered == 2)
        #expect(ring.counts.depth == 2)
    }

    @Test("A lane has one producer at a time; its end gives the lane back, where the last one stopped")
    func oneProducer() {
        let ring = SampleRing(lanes: 2, capacity: 4)
        #expect(HeldProducer(ring, 2) == nil)
        #expect(HeldProducer(ring, -1) == nil)
        do {
            let producer = ring.producer(1)
            #expect(HeldProducer(ring, 1) == nil)
            producer.offer(samples(0..<3))
        }
        let successor = ring.producer(1)
        #expect(successor.offer(samples(3..<6)) == 1)
        #expect(ring.drained(max: 9) == samples(0..<4))
        #expect(ring.laneCounts(1).accepted == 4)
        #expect(ring.laneCounts(0) == RingCounts())
        #expect(ring.laneCounts(7) == RingCounts())
    }

    @Test("A full lane refuses its own producer only, and each lane has its own account")
    func apart() {
        let ring = SampleRing(lanes: 2, capacity: 4)
        let (loud, quiet) = (ring.producer(0), ring.producer(1))
        loud.offer(samples(0..<50))
        #expect(quiet.offer(samples(100..<103)) == 3)
        #expect(ring.laneCounts(0).refused == 46)
        #expect(ring.laneCounts(1).refused == 0)
        #expect(ring.counts.depth == 7)
    }

    @Test("Every lane has its turn, also when each drain takes less than one lane holds")
    func turns() {
        let ring = SampleRing(lanes: 3, capacity: 64)
        let (a, b, c) = (ring.producer(0), ring.producer(1), ring.producer(2))
        a.offer(samples(0..<64))
        b.offer(samples(0..<64))
        c.offer(samples(0..<64))
        for _ in 0..<3 { #expect(ring.drained(max: 10).count == 10) }
        #expect((0..<3).map { ring.laneCounts($0).drained } == [10, 10, 10])
        #expect(ring.drained(max: 1_000).count == 162)
    }
}
