import Sockets

/// A rate limit of each source, for so many sources at a time.
struct SourceLimit: Sendable {
    enum Verdict: Hashable, Sendable {
        case admitted
        case overRate
        /// All places are of sources that asked a moment ago: one that is not known must wait.
        case noRoom
    }

    /// Between searches for room, which look through all places, some 100 µs for 8 192: nanoseconds.
    static let pause: Int64 = 10_000_000

    private let limit: RateLimit
    private let room: Int
    private var states: [SocketAddress: RateLimit.State] = [:]
    private var nextSearch = Int64.min

    init(perSecond: Int, sources: Int) {
        limit = RateLimit(perSecond: perSecond)
        room = max(sources, 1)
    }

    var count: Int { states.count }

    mutating func admit(_ source: SocketAddress, atMonotonic now: Int64) -> Verdict {
        if let place = states.index(forKey: source) {
            return limit.admits(&states.values[place], atMonotonic: now) ? .admitted : .overRate
        }
        if states.count >= room {
            guard now >= nextSearch else { return .noRoom }
            nextSearch = now &+ Self.pause
            // A source that has all of its burst again is as one that never asked: only such may be forgotten, or
            // others could give it a burst by pushing it out.
            states = states.filter { !RateLimit.isUnused($0.value, atMonotonic: now) }
            guard states.count < room else { return .noRoom }
        }
        var state = RateLimit.fresh
        guard limit.admits(&state, atMonotonic: now) else { return .overRate }
        states[source] = state
        return .admitted
    }
}
