/// Finds out how seldom an agent refreshes its counters, from readings of all of them together: where none moved between
/// two readings and all went on later, the agent handed out old figures (`indicators.md` §5).
///
/// Silence looks the same. So only counters of interfaces that are up belong here, and a standstill counts only between
/// two moves of real traffic, which does not pause for everybody at once.
struct CounterStep: Sendable {
    /// The longest step that was seen twice, hundredths of a second.
    private(set) var ticks: UInt32?
    private var previous: (values: [UInt64], ticks: UInt32)?
    /// When the counters last moved, and whether a reading since then found them unmoved.
    private var movedAt: UInt32?
    private var stoodStill = false
    /// Whether the last move was one of real traffic.
    private var wasBusy = false
    /// The last step, and how often the counters moved at the very next reading since.
    private var candidate: UInt32?
    private var promptMoves = 0
    /// A second standstill this many moves after the first is no sign of a step any more.
    private static let memory = 8
    /// Octets a second of all counters together, on average since the last move; LLDP and routing hellos are less.
    private static let busyOctetsPerSecond: Double = 2_000

    /// One reading of all counters, with the agent's clock of the same instant. One that comes sooner than `least`
    /// hundredths of a second after the last is not looked at: between two readings out of turn nothing need move.
    mutating func take(_ values: [UInt64], ticks now: UInt32, least: UInt32 = 0) {
        if let previous, now >= previous.ticks, now - previous.ticks < least { return }
        defer { previous = (values, now) }
        guard let previous, previous.values.count == values.count, now > previous.ticks else {
            movedAt = nil
            stoodStill = false
            return
        }
        if values == previous.values {
            stoodStill = true
            return
        }
        let octets = zip(values, previous.values).reduce(0.0) { $0 + ($1.0 > $1.1 ? Double($1.0 - $1.1) : 0) }
        let isBusy = octets * 100 >= Self.busyOctetsPerSecond * Double(now - (movedAt ?? previous.ticks))
        defer { wasBusy = isBusy }
        if stoodStill, isBusy, wasBusy, let movedAt {
            let step = now - movedAt
            // Each is seen as up to a reading too short or too long: the mean of two that follow is closer.
            if let candidate { ticks = max(ticks ?? 0, candidate / 2 + step / 2) }
            candidate = step
            promptMoves = 0
        } else {
            promptMoves += 1
            if promptMoves > Self.memory { candidate = nil }
        }
        movedAt = now
        stoodStill = false
    }

    /// Whether more readings as close together would say no more: the step was seen twice, or there is none.
    var isSettled: Bool { ticks != nil || (candidate == nil && promptMoves >= Self.memory) }

    /// What was seen elsewhere of the same agent.
    mutating func take(_ other: CounterStep) {
        if let seen = other.ticks { ticks = max(ticks ?? 0, seen) }
    }

    /// The period to poll with, milliseconds: the configured one, or twice the step, in whole seconds.
    func periodMilliseconds(configured: Int) -> Int {
        guard let ticks else { return configured }
        let twice = Int(ticks) * 20
        guard twice > configured else { return configured }
        return min(max(configured, Self.longestPeriodMilliseconds), max(configured, (twice + 500) / 1_000 * 1_000))
    }

    /// That the period is another than configured, and why.
    func note(configuredMilliseconds configured: Int) -> String? {
        let period = periodMilliseconds(configured: configured)
        guard let ticks, period != configured else { return nil }
        func words(_ milliseconds: Int) -> String { SNMPFailure.duration(Int64(milliseconds) * 1_000_000) }
        return "the agent refreshes its counters every \(words(Int(ticks) * 10)):"
            + " polled every \(words(period)), not every \(words(configured))"
    }

    /// Twice a step of half an hour.
    private static let longestPeriodMilliseconds = 3_600_000
}
