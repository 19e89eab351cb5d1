@testable import Telemetry

/// What the ring promises: a bounded list a lane, emptied lane after lane, another first each time.
struct ObviousRing {
    let capacity: Int
    private var lanes: [[Sample]]
    private(set) var counts = RingCounts()
    private var first = 0

    init(lanes: Int, capacity: Int) {
        self.lanes = Array(repeating: [], count: lanes)
        self.capacity = capacity
    }

    /// How many of them were accepted.
    mutating func offer(_ samples: [Sample], lane: Int) -> Int {
        let accepted = min(samples.count, capacity - lanes[lane].count)
        lanes[lane] += samples.prefix(accepted)
        counts.accepted += UInt64(accepted)
        counts.refused += UInt64(samples.count - accepted)
        return accepted
    }

    mutating func drain(max limit: Int) -> [Sample] {
        var drained: [Sample] = []
        for step in lanes.indices where drained.count < limit {
            let lane = (first + step) % lanes.count
            counts.highWater = max(counts.highWater, lanes[lane].count)
            let taken = min(limit - drained.count, lanes[lane].count)
            drained += lanes[lane].prefix(taken)
            lanes[lane].removeFirst(taken)
        }
        first += 1
        counts.drained += UInt64(drained.count)
        return drained
    }
}
