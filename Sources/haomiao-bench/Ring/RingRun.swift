import PathReference
import Synchronization
import Telemetry

/// One run over `SampleRing`, thread by thread what RingRuns.cpp does with its rings: producers fill batches sample by
/// sample and offer them, the calling thread drains and sums up the times.
struct RingRun {
    let producers: Int
    let batch: Int
    let laneCapacity: Int
    private let each: Int
    private var total: Int { each * producers }

    private static let drainLimit = 4_096

    init(producers: Int, batch: Int, total: Int, laneCapacity: Int) {
        self.producers = producers
        self.batch = batch
        self.laneCapacity = laneCapacity
        each = total / producers / batch * batch
    }

    /// Million samples a second, from the start signal to the last sample drained.
    func throughput() throws -> Double {
        let ring = SampleRing(lanes: producers, capacity: laneCapacity)
        let gate = StartGate()
        let threads = (0..<producers).map { lane in
            PinnedThread(core: Int(reference_producer_core(Int32(lane)))) { produce(lane, ring, gate) }
        }
        var sum: Int64 = 0
        let taken = pinned(core: reference_consumer_core()) {
            gate.open(after: producers)
            return seconds {
                var got = 0
                while got < total {
                    got += ring.drain(max: Self.drainLimit) { samples in
                        for index in samples.indices { sum &+= samples[index].timeNanoseconds }
                    }
                }
            }
        }
        for thread in threads { thread.join() }
        try check(sum == Int64(total) * Int64(total - 1) / 2, "the ring lost or changed samples: sum \(sum)")
        try check(ring.counts.accepted == UInt64(total), "the ring's account is wrong: \(ring.counts)")
        return Double(total) / taken / 1e6
    }

    private func produce(_ lane: Int, _ ring: SampleRing, _ gate: StartGate) {
        guard var producer = ring.takeProducer(lane) else { fatalError("lane \(lane) is taken") }
        var samples = Array(repeating: Sample.counter(at: 0, subject: 0), count: batch)
        gate.arrive(producers: producers)
        var at = lane * each
        let end = at + each
        while at < end {
            var filled = samples.mutableSpan
            for index in filled.indices { filled[index] = .counter(at: at &+ index, subject: index) }
            var sent = producer.offer(samples.span)
            while sent < batch {
                reference_wait_for_place(Int32(producers))
                sent += producer.offer(samples.span.extracting(sent...))
            }
            at += batch
        }
    }
}

extension Sample {
    /// As the producers of the reference make them.
    @inline(__always)
    fileprivate static func counter(at time: Int, subject: Int) -> Sample {
        .counter(
            .octets, subject: UInt32(truncatingIfNeeded: subject), direction: .inbound,
            value: UInt64(truncatingIfNeeded: time), agentTicks: 1, at: Int64(time))
    }
}
