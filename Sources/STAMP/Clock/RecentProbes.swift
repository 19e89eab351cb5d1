/// The last eight probes: where each of them met a queue in one direction or the other, the least of each direction
/// still tell both.
struct RecentProbes: Sendable {
    static let capacity = 8
    private var forward = [8 of Int64](repeating: 0)
    private var backward = [8 of Int64](repeating: 0)
    private(set) var count = 0
    private var next = 0

    mutating func append(_ probe: WatchedProbe) {
        forward[next] = probe.forward
        backward[next] = probe.backward
        next = (next + 1) % Self.capacity
        count = min(count + 1, Self.capacity)
    }

    /// The floor of these probes; `nil` before there are eight.
    var floor: RoundTripFloor? {
        guard count == Self.capacity else { return nil }
        var floor = RoundTripFloor(roundTrip: forward[0] + backward[0], offset: (forward[0] - backward[0]) / 2)
        for index in 1..<Self.capacity {
            let roundTrip = forward[index] + backward[index]
            if roundTrip < floor.roundTrip { floor.offset = (forward[index] - backward[index]) / 2 }
            floor.insert(roundTrip: roundTrip)
        }
        return floor
    }

    /// The least of each direction; `nil` before there are eight probes.
    var least: (forward: Int64, backward: Int64)? {
        guard count == Self.capacity else { return nil }
        var least = (forward: forward[0], backward: backward[0])
        for index in 1..<Self.capacity {
            least.forward = min(least.forward, forward[index])
            least.backward = min(least.backward, backward[index])
        }
        return least
    }
}
