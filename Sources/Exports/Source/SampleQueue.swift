import Telemetry

/// Samples on their way into the ring, in their order: a state machine that never waits. What the ring has no room for
/// stays here until it is offered again; nothing is lost, nothing goes in twice.
struct SampleQueue {
    private var waiting: [Sample] = []
    /// Of `waiting`, those that are in the ring.
    private var taken = 0
    /// All that ever came and went in.
    private(set) var queued: UInt64 = 0
    private(set) var offered: UInt64 = 0
    /// How often the ring was full, each time until all had gone in.
    private(set) var fullEpisodes: UInt64 = 0
    private var isFull = false

    var isEmpty: Bool { waiting.isEmpty }

    mutating func append(_ samples: [Sample]) {
        queued += UInt64(samples.count)
        if waiting.isEmpty { waiting = samples } else { waiting += samples }
    }

    /// Offers what waits; whether nothing is left. `offerWhatFits` says how many it took, from the first.
    mutating func offer(_ offerWhatFits: (ArraySlice<Sample>) -> Int) -> Bool {
        guard !waiting.isEmpty else { return true }
        let count = min(max(offerWhatFits(waiting[taken...]), 0), waiting.count - taken)
        taken += count
        offered += UInt64(count)
        guard taken == waiting.count else {
            if !isFull { fullEpisodes += 1 }
            isFull = true
            return false
        }
        waiting.removeAll()
        taken = 0
        isFull = false
        return true
    }

    /// Takes out what is left, at the end of a source.
    mutating func takeRest() -> [Sample] {
        defer {
            waiting.removeAll()
            taken = 0
            isFull = false
        }
        offered = queued
        return Array(waiting[taken...])
    }
}
