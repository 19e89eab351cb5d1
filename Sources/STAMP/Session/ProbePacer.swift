/// When each of many paths is to be looked at: a state machine in injected time.
///
/// Probes are spread evenly over time, each at a phase of its own (RFC 3432 §4: periodic with random start). What has
/// become late is caught up at no more than twice the usual rate; what is later still is left out, the same share of
/// every path, so that a program that cannot keep up sends fewer probes and never a burst.
struct ProbePacer: Sendable {
    /// What to do with a probe that is due.
    enum Verdict: Hashable, Sendable { case send, shed, skip }

    /// Turns are at least so far apart: probes due meanwhile leave together.
    static let turnNanoseconds: Int64 = 200_000
    /// Lateness from which probes are shed, and at which all are; later ones fell into a pause.
    static let tolerated: Int64 = 20_000_000
    static let intolerable: Int64 = 100_000_000
    /// Longest time for which one turn may catch up.
    private static let longestTurn: Int64 = 5_000_000
    private static let leastBudget = 8
    /// How fast the share follows the lateness, nanoseconds, and how much of the way it goes in one turn at most.
    private static let following: Int64 = 50_000_000
    private static let boldestStep = 0.25

    private struct Entry { var due: Int64, path: UInt64 }
    /// A binary heap by due time.
    private var heap: [Entry] = []
    private var probesPerNanosecond = 0.0
    private var phases: [Int64: UInt64] = [:]
    private let seed: UInt64
    private var lastTurn = Int64.min
    private var budget = 0
    /// What part of the probes is left out now, 0 … 1: one for all paths, so that none is always the one that is late.
    private(set) var share = 0.0

    /// `seed` shifts all phases together: two programs do not fall into step.
    init(seed: UInt64) { self.seed = seed }

    /// Where in its interval a new path sends, nanoseconds from now: the fractional parts of n · φ fill the interval
    /// evenly, however many come.
    mutating func phase(of interval: Int64) -> Int64 {
        let number = phases[interval, default: 0]
        phases[interval] = number &+ 1
        // The golden ratio as a fraction of 2⁶⁴; the product's high half scales it to the interval.
        let fraction = seed &+ number &* 0x9E37_79B9_7F4A_7C15
        return Int64(fraction.multipliedFullWidth(by: UInt64(max(interval, 0))).high)
    }

    /// The share of the rate that a path takes; `isAdded` false: that it gives back.
    mutating func count(interval: Int64, isAdded: Bool) {
        let rate = 1 / Double(max(interval, 1))
        probesPerNanosecond = isAdded ? probesPerNanosecond + rate : max(probesPerNanosecond - rate, 0)
    }

    mutating func schedule(_ path: UInt64, at due: Int64) {
        var place = heap.count
        heap.append(Entry(due: due, path: path))
        while place > 0 {
            let parent = (place - 1) / 2
            guard heap[place].due < heap[parent].due else { return }
            heap.swapAt(place, parent)
            place = parent
        }
    }

    /// Begins a turn at `now`.
    mutating func beginTurn(at now: Int64) {
        let elapsed = lastTurn == .min ? 0 : max(now &- lastTurn, 0)
        lastTurn = now
        let caughtUp = Double(min(elapsed, Self.longestTurn))
        budget = max(Self.leastBudget, Int((2 * probesPerNanosecond * caughtUp).rounded(.up)))
        let lateness = heap.first.map { now &- $0.due } ?? 0
        let wanted = Double(lateness - Self.tolerated) / Double(Self.intolerable - Self.tolerated)
        let step = min(Double(elapsed) / Double(Self.following), Self.boldestStep)
        share += (min(max(wanted, 0), 1) - share) * step
        if share < 0.001 { share = 0 }
    }

    /// A path that is due in this turn; `nil`: none is, or as many probes as the turn may send have been (`sent`).
    mutating func next(at now: Int64) -> UInt64? {
        guard budget > 0, let first = heap.first, first.due <= now else { return nil }
        let last = heap.removeLast()
        if !heap.isEmpty {
            heap[0] = last
            sink()
        }
        return first.path
    }

    private mutating func sink() {
        var place = 0
        while true {
            var least = place
            for child in [2 * place + 1, 2 * place + 2] where child < heap.count && heap[child].due < heap[least].due {
                least = child
            }
            guard least != place else { return }
            heap.swapAt(place, least)
            place = least
        }
    }

    /// A probe of this turn will be sent.
    mutating func spend() { budget -= 1 }

    /// `credit` is the path's own: it collects shares, and pays one for each probe that is left out.
    func verdict(lateness: Int64, credit: inout Double) -> Verdict {
        if lateness > Self.intolerable { return .skip }
        guard share > 0 else { return .send }
        credit += share
        guard credit >= 1 else { return .send }
        credit -= 1
        return .shed
    }

    /// When the next turn is due, monotonic; `nil`: never.
    var nextTurn: Int64? {
        heap.first.map { lastTurn == .min ? $0.due : max($0.due, lastTurn &+ Self.turnNanoseconds) }
    }
}
