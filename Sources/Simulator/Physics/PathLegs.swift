import Telemetry

/// One direction of a path from some time on: what a packet meets on its way.
struct RouteSpan: Sendable {
    /// Simulation time, nanoseconds.
    let from: Int64
    let cost: RouteCost?
}

/// Constant delay of one way, and the queues it passes.
struct RouteCost: Sendable {
    /// Glass, equipment and forwarding, nanoseconds.
    let fixed: Double
    /// Place of the way's queues in `PathLegs.queues`; empty at the optical layer.
    let queues: Range<Int32>
}

/// One direction of one path with everything that is constant.
struct PathLeg: Sendable {
    let key: UInt64
    /// Place of the leg's spans in `PathLegs.spans`; empty where an end of the path is not in the inventory.
    let spans: Range<Int32>
    let isOptical: Bool
    /// Site indices: sender and receiver.
    let from: Int
    let to: Int
    /// Mean of the access network's jitter, nanoseconds.
    let accessJitter: Double
    /// E of every sample, nanoseconds.
    let uncertainty: UInt64
    let flags: SampleFlags
    /// Guaranteed physical floor, nanoseconds.
    let floor: Double

    /// What a network card's time stamps are good to, and the few frames of an ODUk; nanoseconds.
    static let packetStamping: UInt64 = 400
    static let frameStamping: UInt64 = 2_400

    /// The leg of a path with an end that does not exist.
    static let none = PathLeg(
        key: 0, spans: 0..<0, isOptical: false, from: 0, to: 0, accessJitter: 0, uncertainty: 0, flags: [], floor: 0)
}

/// All legs, flat: what is read for every packet holds no references.
struct PathLegs: Sendable {
    /// By 2 · path + direction.
    var legs: [PathLeg] = []
    /// Leg by leg in order of time; the first span of a leg starts at the beginning of time.
    private(set) var spans: [RouteSpan] = []
    /// 2 · trunk + direction (0 forward).
    private(set) var queues: [Int32] = []

    mutating func add(spans more: [RouteSpan]) -> Range<Int32> {
        let first = Int32(clamping: spans.count)
        spans += more
        return first..<Int32(clamping: spans.count)
    }

    mutating func add(queues more: [Int]) -> Range<Int32> {
        let first = Int32(clamping: queues.count)
        queues += more.map { Int32(clamping: $0) }
        return first..<Int32(clamping: queues.count)
    }

    /// The way in force; `nil`: nothing arrives.
    @inline(__always)
    func cost(of leg: PathLeg, at time: Int64) -> RouteCost? {
        var (low, high) = (Int(leg.spans.lowerBound), Int(leg.spans.upperBound))
        while high - low > 1 {
            let middle = (low + high) / 2
            if spans[middle].from <= time { low = middle } else { high = middle }
        }
        return spans[low].cost
    }
}
