import Collecting
import Synchronization
import Telemetry

/// The doors to the ring: one lane for each kind of collector. Collectors of one kind take turns at their lane, for the
/// copy of a batch and no longer; those of different kinds never wait for each other.
public final class CollectorLanes: Sendable {
    public let ring: SampleRing
    /// In the order of the ring's lanes.
    public let kinds: [CollectorKind]
    private let doors: [Door]

    private final class Door: Sendable {
        let producer: Mutex<SampleProducer>
        init(_ producer: consuming sending SampleProducer) { self.producer = Mutex(producer) }
    }

    /// `capacity` samples in each lane.
    public init(_ kinds: [CollectorKind], capacity: Int) {
        let ring = SampleRing(lanes: kinds.count, capacity: capacity)
        self.ring = ring
        self.kinds = kinds
        doors = kinds.indices.map { lane in
            guard let producer = ring.takeProducer(lane) else { preconditionFailure("lane \(lane) is in use") }
            return Door(producer)
        }
    }

    /// Never blocks for longer than another copy takes. Returns how many were accepted; the rest is counted as refused.
    /// The kind must have a lane.
    @discardableResult
    public func offer(_ kind: CollectorKind, _ samples: [Sample]) -> Int {
        guard let lane = kinds.firstIndex(of: kind) else { preconditionFailure("\(kind) has no lane") }
        return doors[lane].producer.withLock { $0.offer(samples.span) }
    }

    /// The same for samples that can come again: the rest is not counted.
    func offerWhatFits(_ kind: CollectorKind, _ samples: ArraySlice<Sample>) -> Int {
        guard let lane = kinds.firstIndex(of: kind) else { preconditionFailure("\(kind) has no lane") }
        return doors[lane].producer.withLock { $0.offerWhatFits(samples.span) }
    }

    /// The account of the kind's lane; the ring gives places back when their samples are in the aggregates.
    func lane(_ kind: CollectorKind) -> RingCounts { kinds.firstIndex(of: kind).map(ring.laneCounts) ?? RingCounts() }

    public var door: SampleDoor {
        SampleDoor(
            offer: { [self] in offer($0, $1) }, offerWhatFits: { [self] in offerWhatFits($0, $1) },
            lane: { [self] in lane($0) })
    }
}
