import Telemetry
import Testing

private func samples(_ payloads: Range<UInt64>) -> [Sample] {
    payloads.map { .gauge(.speed, subject: 7, value: $0, at: Int64($0)) }
}

struct SampleRingTests {
    @Test(
        "A capacity is rounded up to a power of two and bounded",
        arguments: [(-5, 2), (2, 2), (3, 4), (64, 64), (65, 128)])
    func capacity(wanted: Int, given: Int) {
        #expect(SampleRing(capacity: wanted).capacity == given)
    }

    @Test("Samples come out whole and in the order in which they went in, round after round")
    func order() {
        let ring = SampleRing(capacity: 8)
        var batch: [Sample] = []
        var next: UInt64 = 0
        for size in [1, 5, 8, 3, 7, 2, 8, 6] as [UInt64] {
            let offered = samples(next..<(next + size))
            #expect(ring.offer(offered) == Int(size))
            #expect(ring.drain(into: &batch, max: 100) == Int(size))
            #expect(batch == offered)
            next += size
        }
        #expect(ring.drain(into: &batch, max: 100) == 0)
        #expect(batch.isEmpty)
    }

    @Test("A full ring takes the first samples that fit, refuses the rest and counts them")
    func full() {
        let ring = SampleRing(capacity: 4)
        #expect(ring.offer(samples(0..<3)) == 3)
        #expect(ring.offer(samples(3..<6)) == 1)
        #expect(ring.offer(samples(6..<8)) == 0)
        #expect(ring.depth == 4)
        #expect(ring.offered == 8)
        #expect(ring.refused == 4)
        var batch: [Sample] = []
        #expect(ring.drain(into: &batch, max: 3) == 3)
        #expect(batch.map(\.payload) == [0, 1, 2])
        #expect(ring.depth == 1)
        #expect(ring.offer(samples(8..<20)) == 3)
        ring.drain(into: &batch, max: 100)
        #expect(batch.map(\.payload) == [3, 8, 9, 10])
        #expect(ring.refused == 13)
        #expect(ring.counts.accepted == 7)
        #expect(ring.counts.drained == 7)
    }

    @Test("A batch larger than the ring fills it")
    func oversized() {
        let ring = SampleRing(capacity: 16)
        #expect(ring.offer(samples(0..<100)) == 16)
        #expect(ring.refused == 84)
    }

    @Test("The high-water mark is the greatest depth ever")
    func highWater() {
        let ring = SampleRing(capacity: 16)
        var batch: [Sample] = []
        ring.offer(samples(0..<3))
        ring.drain(into: &batch, max: 3)
        ring.offer(samples(0..<9))
        ring.drain(into: &batch, max: 9)
        ring.offer(samples(0..<5))
        #expect(ring.highWater == 9)
    }

    @Test("Nothing offered, nothing wanted and negative limits do nothing")
    func nothing() {
        let ring = SampleRing(capacity: 4)
        var batch = samples(0..<2)
        #expect(ring.offer([]) == 0)
        ring.offer(samples(0..<2))
        #expect(ring.drain(into: &batch, max: 0) == 0)
        #expect(batch.isEmpty)
        #expect(ring.drain(into: &batch, max: -1) == 0)
        #expect(ring.offered == 2)
        #expect(ring.depth == 2)
    }
}
