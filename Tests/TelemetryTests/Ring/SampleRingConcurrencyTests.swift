import Foundation
import Synchronization
import Telemetry
import Testing

/// What the threads of one run leave behind.
private final class Tally: Sendable {
    let accepted = Atomic<Int>(0)
    let refused = Atomic<Int>(0)
    let running: Atomic<Int>

    init(producers: Int) { running = Atomic(producers) }
}

struct SampleRingConcurrencyTests {
    static let producers = 3
    static let samplesEach = 40_000

    /// Threads that offer batches of 1 … 97 samples, numbered by producer, one attempt each.
    private func startProducers(_ ring: SampleRing, _ tally: Tally, seed: UInt64) {
        for producer in 0..<Self.producers {
            let thread = Thread {
                var random = SeededGenerator(seed: seed &+ UInt64(producer))
                var number = 0
                while number < Self.samplesEach {
                    let size = min(Int.random(in: 1...97, using: &random), Self.samplesEach - number)
                    let batch = (number..<(number + size)).map { number in
                        Sample(
                            timeNanoseconds: Int64(number), payload: UInt64(number) &* 3,
                            auxiliary: ~UInt64(number), subject: UInt32(producer), metric: .octets,
                            direction: .inbound)
                    }
                    let accepted = ring.offer(batch)
                    tally.accepted.add(accepted, ordering: .relaxed)
                    tally.refused.add(size - accepted, ordering: .relaxed)
                    number += size
                }
                tally.running.subtract(1, ordering: .releasing)
            }
            thread.start()
        }
    }

    /// Drains until the producers are done and the ring is empty.
    private func consume(_ ring: SampleRing, _ tally: Tally) -> [Sample] {
        var batch: [Sample] = []
        var all: [Sample] = []
        while true {
            let done = tally.running.load(ordering: .acquiring) == 0
            if ring.drain(into: &batch, max: ring.capacity) > 0 {
                all.append(contentsOf: batch)
            } else if done {
                break
            } else {
                sched_yield()
            }
        }
        return all
    }

    private func check(_ received: [Sample], _ ring: SampleRing, _ tally: Tally) {
        let accepted = tally.accepted.load(ordering: .relaxed)
        let refused = tally.refused.load(ordering: .relaxed)
        #expect(received.count == accepted)
        #expect(accepted + refused == Self.producers * Self.samplesEach)
        #expect(ring.offered == UInt64(accepted + refused))
        #expect(ring.refused == UInt64(refused))
        #expect(ring.depth == 0)
        #expect(ring.highWater <= ring.capacity)
        #expect(
            received.allSatisfy {
                $0.payload == UInt64($0.timeNanoseconds) &* 3 && ~$0.auxiliary == UInt64($0.timeNanoseconds)
            })
        let distinct = Set(received.map { UInt64($0.subject) << 32 | UInt64($0.timeNanoseconds) })
        #expect(distinct.count == received.count, "a sample came out twice")
    }

    @Test("Three producing threads lose nothing, tear nothing and keep their order", arguments: [32, 4_096])
    func conservation(capacity: Int) {
        let ring = SampleRing(capacity: capacity)
        let tally = Tally(producers: Self.producers)
        startProducers(ring, tally, seed: 20_251_115)
        let received = consume(ring, tally)
        check(received, ring, tally)
        for producer in 0..<UInt32(Self.producers) {
            let times = received.filter { $0.subject == producer }.map(\.timeNanoseconds)
            #expect(zip(times, times.dropFirst()).allSatisfy(<), "order of producer \(producer)")
        }
    }

    @Test("Two threads that both drain by mistake never get the same sample")
    func secondConsumer() {
        let ring = SampleRing(capacity: 1 << 15)
        ring.offer((0..<(1 << 15)).map { .gauge(.speed, subject: 0, value: $0, at: 0) })
        let taken = SampleRing(capacity: 1 << 16)
        let tally = Tally(producers: 2)
        for _ in 0..<2 {
            Thread {
                var batch: [Sample] = []
                while ring.depth > 0 {
                    ring.drain(into: &batch, max: 8)
                    taken.offer(batch)
                }
                tally.running.subtract(1, ordering: .releasing)
            }.start()
        }
        while tally.running.load(ordering: .acquiring) > 0 { sched_yield() }
        var all: [Sample] = []
        taken.drain(into: &all, max: 1 << 16)
        #expect(all.map(\.payload).sorted() == Array(0..<(1 << 15)))
        #expect(ring.counts.drained == 1 << 15)
    }

    @Test("The account of the ring closes whenever it is read while producers run")
    func countsWhileRunning() {
        let ring = SampleRing(capacity: 128)
        let tally = Tally(producers: Self.producers)
        startProducers(ring, tally, seed: 99)
        var batch: [Sample] = []
        var drained: UInt64 = 0
        var before = ring.counts
        while tally.running.load(ordering: .acquiring) > 0 || ring.depth > 0 {
            drained += UInt64(ring.drain(into: &batch, max: 32))
            let counts = ring.counts
            #expect(counts.drained == drained)
            #expect(counts.depth <= UInt64(ring.capacity))
            #expect(counts.accepted >= before.accepted && counts.refused >= before.refused)
            before = counts
        }
        #expect(before.offered == UInt64(Self.producers * Self.samplesEach))
    }
}
