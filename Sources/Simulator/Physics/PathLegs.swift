import Metro

/// What a packet meets on one way of one path.
struct RouteCost: Sendable {
    /// Glass, equipment and forwarding, nanoseconds.
    let fixed: Double
    /// Queues passed: 2 · trunk + direction (0 forward). Empty at the optical layer.
    let queues: [Int]
}

/// One direction of a path from some time on; without a route nothing arrives.
struct RouteSpan: Sendable {
    let from: Int64
    let route: RouteCost?
}

/// One direction of one path with everything that is constant.
struct PathLeg: Sendable {
    let key: UInt64
    /// In order of time; the first one starts at the beginning of time.
    let spans: [RouteSpan]
    let isOptical: Bool
    /// Site indices: sender and receiver.
    let from: Int
    let to: Int
    /// Mean of the access network's jitter, nanoseconds.
    let accessJitter: Double
    /// E of every sample, nanoseconds.
    let uncertainty: UInt64
    let flags: UInt16
    /// Guaranteed physical floor, nanoseconds.
    let floor: Double

    @inline(__always)
    func route(at time: Int64) -> RouteCost? {
        if spans.count == 1 { return spans[0].route }
        var (low, high) = (0, spans.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if spans[middle].from <= time { low = middle } else { high = middle }
        }
        return spans[low].route
    }
}
