import Foundation
import Synchronization
import Telemetry
import Testing

/// What the threads of one run leave behind.
private final class Tally: Sendable {
    let accepted = Atomic<Int>(0)
    let refused = Atomic<Int>(0)
    /// Samples whose offer has begun: what the producers themselves know of `offered`.
    let begun = Atomic<Int>(0)
    let running: Atomic<Int>

    init(producers: Int) { running = Atomic(producers) }
}

struct SampleRingConcurrencyTests {
    static let producers = 3
    static let samplesEach = 40_000

    /// Threads that offer batches of 1 … 97 samples, numbered by producer, one attempt each.
    private func startProducers(_ ring: SampleRing, _ tally: Tally, seed: UInt64) {
        for lane in 0..<Self.producers {
            let thread = Thread {
                let producer = ring.producer(lane)
                var random = SeededGenerator(seed: seed &+ UInt64(lane))
                var number = 0
                while number < Self.samplesEach {
                    let size = min(Int.random(in: 1...97, using: &random), Self.samplesEach - number)
                    let batch = (number..<(number + size)).map { number in
                        Sample(
                            timeNanoseconds: Int64(number), payload: UInt64(number) &* 3,
                            auxiliary: ~UInt64(number), subject: UInt32(lane), metric: .octets,
                            direction: .inbound)
                    }
                    tally.begun.add(size, ordering: .sequentiallyConsistent)
                    let accepted = size == 1 ? (producer.offer(batch[0]) ? 1 : 0) : producer.offer(batch)
                    tally.accepted.add(accepted, ordering: .releasing)
                    tally.refused.add(size - accepted, ordering: .releasing)
                    number += size
                }
                tally.running.subtract(1, ordering: .releasing)
            }
            thread.start()
        }
    }

    /// Drains until the producers are done and the ring is empty.
    private func consume(_ ring: SampleRing, _ tally: Tally) -> [Sample] {
        var all: [Sample] = []
        while true {
            let done = tally.running.load(ordering: .acquiring) == 0
            let batch = ring.drained(max: ring.laneCapacity)
            if !batch.isEmpty {
                all += batch
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
        #expect(ring.counts.offered == UInt64(accepted + refused))
        #expect(ring.counts.refused == UInt64(refused))
        #expect(ring.counts.depth == 0)
        #expect(ring.counts.highWater <= ring.laneCapacity)
        #expect(
            received.allSatisfy {
                $0.payload == UInt64($0.timeNanoseconds) &* 3 && ~$0.auxiliary == UInt64($0.timeNanoseconds)
            })
        let distinct = Set(received.map { UInt64($0.subject) << 32 | UInt64($0.timeNanoseconds) })
        #expect(distinct.count == received.count, "a sample came out twice")
    }

    @Test("Three producing threads lose nothing, tear nothing and keep their order", arguments: [32, 4_096])
    func conservation(capacity: Int) {
        let ring = SampleRing(lanes: Self.producers, capacity: capacity)
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
        let ring = SampleRing(lanes: 1, capacity: 1 << 15)
        let producer = ring.producer(0)
        producer.offer((0..<(1 << 15)).map { .gauge(.speed, subject: 0, value: $0, at: 0) })
        let taken = SampleRing(lanes: 2, capacity: 1 << 15)
        let tally = Tally(producers: 2)
        for lane in 0..<2 {
            Thread {
                let own = taken.producer(lane)
                while ring.counts.depth > 0 { own.offer(ring.drained(max: 8)) }
                tally.running.subtract(1, ordering: .releasing)
            }.start()
        }
        while tally.running.load(ordering: .acquiring) > 0 { sched_yield() }
        #expect(taken.drained(max: 1 << 16).map(\.payload).sorted() == Array(0..<(1 << 15)))
        #expect(ring.counts.drained == 1 << 15)
    }

    @Test("A producer that stands still holds up neither the others nor the consumer")
    func stalledProducer() {
        let ring = SampleRing(lanes: 2, capacity: 64)
        // It has its lane and never offers again: all that a stalled thread can hold.
        let (stalled, other) = (ring.producer(0), ring.producer(1))
        stalled.offer([.gauge(.speed, subject: 1, value: 0, at: 0)])
        var received = 0
        for number in 0..<1_000 as Range<Int64> {
            #expect(other.offer(.gauge(.speed, subject: 2, value: 0, at: number)))
            received += ring.drained(max: 8).count
        }
        #expect(received == 1_001)
        withExtendedLifetime(stalled) {}
    }

    @Test("The account of ring and aggregator closes at any moment, under overload and with three producers")
    func balanceWhileRunning() {
        let ring = SampleRing(lanes: Self.producers, capacity: 128)
        let aggregator = Aggregator(settings: .notice, interfaces: 1, paths: 0)
        let tally = Tally(producers: Self.producers)
        startProducers(ring, tally, seed: 99)
        var before = ring.counts
        while tally.running.load(ordering: .acquiring) > 0 || ring.counts.depth > 0 {
            ring.drain(max: 32) { span in
                let inHand = Ledger(ring: ring, aggregator: aggregator)
                #expect(inHand.balances && inHand.queued >= UInt64(span.count))
                aggregator.ingest(span, wallNanoseconds: start)
            }
            let done = tally.accepted.load(ordering: .acquiring) + tally.refused.load(ordering: .acquiring)
            let ledger = Ledger(ring: ring, aggregator: aggregator)
            let begun = tally.begun.load(ordering: .sequentiallyConsistent)
            #expect(ledger.balances)
            #expect(UInt64(done) <= ledger.offered && ledger.offered <= UInt64(begun), "not what producers counted")
            #expect(ledger.queued <= UInt64(Self.producers * ring.laneCapacity))
            let counts = ring.counts
            #expect(counts.accepted >= before.accepted && counts.refused >= before.refused)
            before = counts
        }
        let ledger = Ledger(ring: ring, aggregator: aggregator)
        #expect(ledger.offered == UInt64(Self.producers * Self.samplesEach))
        #expect(ledger.dropped.full == UInt64(tally.refused.load(ordering: .relaxed)))
        #expect(ledger.dropped.full > 0, "there was no overload")
        #expect(ledger.queued == 0)
    }
}
