@testable import Telemetry

extension SampleRing {
    /// Empties up to `limit` samples into an array.
    func drained(max limit: Int) -> [Sample] {
        var all: [Sample] = []
        drain(max: limit) { span in
            for index in span.indices { all.append(span[index]) }
        }
        return all
    }

    /// The producer of a lane that is known to be free.
    func producer(_ lane: Int) -> HeldProducer {
        guard let producer = HeldProducer(self, lane) else { fatalError("lane \(lane) is taken") }
        return producer
    }
}

/// A producer that expectations can name, which only copy.
final class HeldProducer {
    private var producer: SampleProducer

    init?(_ ring: SampleRing, _ lane: Int) {
        guard let taken = ring.takeProducer(lane) else { return nil }
        producer = taken
    }

    @discardableResult
    func offer(_ samples: [Sample]) -> Int { producer.offer(samples.span) }
    func offer(_ sample: Sample) -> Bool { producer.offer(sample) }
}
