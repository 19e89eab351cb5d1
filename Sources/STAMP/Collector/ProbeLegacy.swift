/// What a run leaves to the next one of the same collector.
struct ProbeLegacy: Sendable {
    var health: StampHealth
    /// Probes that were sent so far: the next sequence, and what counts against the collector's bound.
    var sent: UInt64 = 0
    var isComplete = false

    init(_ health: StampHealth) { self.health = health }
}
