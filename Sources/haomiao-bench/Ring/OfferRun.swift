import Foundation
import PathReference
import Synchronization
import Telemetry

/// What one offer of one sample costs a producer that is alone, nanoseconds.
///
/// The consumer lives as the path thread of an instance does: it drains all there is, then rests. A consumer that
/// looks without rest has its own row, without a goal: each sample then pays for a cache line's way to the other core
/// and back, which no ring can spare it.
struct OfferRun {
    let restMicroseconds: UInt32
    let total: Int

    static func benchmark() -> Benchmark {
        Benchmark("ring.offer.single", "ring.offer.single.watched") { _, effort in
            let total = (1 << 23) / effort.divisor
            let rounds = try interleaved(
                rounds: effort.rounds,
                [
                    OfferRun(restMicroseconds: 50, total: total).nanoseconds,
                    OfferRun(restMicroseconds: 0, total: total / 4).nanoseconds,
                ])
            return [
                Measurement("ring.offer.single", rounds[0], unit: "ns", goal: .atMost(15)),
                Measurement("ring.offer.single.watched", rounds[1], unit: "ns"),
            ]
        }
    }

    func nanoseconds() throws -> Double {
        let ring = SampleRing(lanes: 1, capacity: 1 << 16)
        let gate = StartGate()
        let taken = Mutex(0.0)
        let total = total
        guard let producer = ring.takeProducer(0) else { throw WrongResult("the lane is taken") }
        let held = Mutex<SampleProducer?>(producer)
        let thread = PinnedThread(core: Int(reference_producer_core(0))) {
            guard var producer = held.withLock({ $0.take() }) else { return }
            gate.arrive()
            let spent = seconds {
                for at in 0..<total {
                    let sample = Sample.counter(
                        .octets, subject: 1, direction: .inbound, value: 1, agentTicks: 1, at: Int64(at))
                    while !producer.offer(sample) {}
                }
            }
            taken.withLock { $0 = spent }
        }
        var sum: Int64 = 0
        pinned(core: reference_consumer_core()) {
            gate.open(after: 1)
            var got = 0
            while got < total {
                let drained = ring.drain(max: ring.laneCapacity) { samples in
                    for index in samples.indices { sum &+= samples[index].timeNanoseconds }
                }
                got += drained
                if restMicroseconds > 0 { usleep(restMicroseconds) }
            }
        }
        thread.join()
        try check(sum == Int64(total) * Int64(total - 1) / 2, "the ring lost or changed samples: sum \(sum)")
        return taken.withLock { $0 } / Double(total) * 1e9
    }
}
