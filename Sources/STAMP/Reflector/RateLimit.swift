/// So many a second, and after a quiet second as many at once (the generic cell rate algorithm of ITU-T I.371).
struct RateLimit: Hashable, Sendable {
    /// What is left of it: when the next one would be due if all came evenly; monotonic nanoseconds.
    typealias State = Int64
    static let fresh: State = .min

    private let interval: Int64
    private let tolerance: Int64

    init(perSecond: Int) {
        interval = 1_000_000_000 / Int64(max(perSecond, 1))
        tolerance = 1_000_000_000 - interval
    }

    func admits(_ state: inout State, atMonotonic now: Int64) -> Bool {
        let due = max(state, now)
        guard due &- now <= tolerance else { return false }
        state = due &+ interval
        return true
    }

    /// As many at once would be admitted as of a fresh one.
    static func isUnused(_ state: State, atMonotonic now: Int64) -> Bool { state <= now }
}
