import Metro

extension ClockWatch {
    /// A fault that stands, and what it waits for.
    struct Trouble: Hashable, Sendable {
        var fault: PathClock.Fault
        /// The least that the clocks admitted since: where the tolerance is now.
        var tolerance: Int64
        /// Since when the clocks have stood still, and where.
        var settled: Mark
        /// From where a drift is reckoned.
        var origin: Mark
        /// Probes in a row that are back within the tolerance.
        var back = 0
        /// How often in a row the clocks moved on in the same direction.
        var steps = 0
    }

    /// Holds a probe's offset against the believed one.
    mutating func judge(_ probe: WatchedProbe, against floor: RoundTripFloor, error: Int64) {
        let tolerance = Self.tolerance + max(error, floorError)
        let moved = probe.offset - floor.offset
        let excess = probe.roundTrip - floor.roundTrip
        // A probe can tell where its round trip is the floor's, so that no route and little queue is in it; the more
        // the clocks moved the less that matters.
        let canTell = excess <= Self.slack + floor.uncertainty + Int64(moved.magnitude) / 4
        guard trouble == nil else {
            if canTell { pursue(probe, moved, excess, floor, tolerance, error) }
            return
        }
        defer { if canTell, votes.count == 0 { clear = Mark(moved, probe) } }
        if canTell {
            if believe(probe, error, excess, floor) { return }
            vote(Mark(moved, probe), least: Self.least(moved, excess, floor), tolerance)
            if votes.count >= Self.enough { return raise(Mark(moved, probe), tolerance) }
        }
        guard let together = recentMovement(floor), Self.least(together.moved, together.excess, floor) > tolerance
        else { return }
        if votes.count == 0 { votes.first = Mark(together.moved, probe) }
        raise(Mark(together.moved, probe), tolerance)
    }

    /// By how much the clocks moved at least.
    private static func least(_ moved: Int64, _ excess: Int64, _ floor: RoundTripFloor) -> Int64 {
        Int64(moved.magnitude) - Int64(excess.magnitude) / 2 - floor.uncertainty
    }

    /// What the last eight probes say together. Where the clocks moved amidst them, their least delays do not add up to
    /// a round trip of this path, and they say nothing.
    private func recentMovement(_ floor: RoundTripFloor) -> (moved: Int64, excess: Int64)? {
        guard let least = recent.least else { return nil }
        let moved = (least.forward - least.backward) / 2 - floor.offset
        let excess = least.forward + least.backward - floor.roundTrip
        guard Int64(excess.magnitude) <= Self.slack + floor.uncertainty + Int64(moved.magnitude) / 4 else { return nil }
        return (moved, excess)
    }

    /// Clocks that admit half of what they admitted before are believed anew: they may have come nearer to the truth.
    private mutating func believe(
        _ probe: WatchedProbe, _ error: Int64, _ excess: Int64, _ floor: RoundTripFloor
    ) -> Bool {
        guard error <= floorError / 2, floorError - error > Self.slack, excess <= Self.slack + floor.uncertainty
        else { return false }
        believeAnew(probe, error)
        votes = Votes()
        believed = Mark(0, probe)
        return true
    }

    private mutating func believeAnew(_ probe: WatchedProbe, _ error: Int64) {
        floor?.offset = probe.offset
        home = nil
        floorError = error
    }

    private mutating func vote(_ mark: Mark, least: Int64, _ tolerance: Int64) {
        if Int64(mark.moved.magnitude) <= tolerance / 2 { believed = mark }
        guard least > tolerance else {
            votes = Votes()
            return
        }
        if let first = votes.first, (first.moved < 0) != (mark.moved < 0) { votes = Votes() }
        votes.first = votes.first ?? mark
        votes.count += 1
    }

    /// A queue and a route may have changed together, so that the floor since then is no witness; what the round trip
    /// before both explains is no fault.
    private mutating func isExplainedFromHome(_ mark: Mark, _ tolerance: Int64) -> Bool {
        guard let home, let floor else { return false }
        let moved = floor.offset + mark.moved - home.offset
        let justified = floor.justified(moved, byRoundTripChange: floor.roundTrip - home.roundTrip)
        guard (moved - justified).magnitude <= tolerance else { return false }
        self.floor?.offset = home.offset + justified
        forgetEvidence()
        return true
    }

    /// A step is one jump that makes up most of the movement; else the clocks drift, at their average speed since they
    /// were last well within the tolerance.
    private mutating func raise(_ mark: Mark, _ tolerance: Int64) {
        if isExplainedFromHome(mark, tolerance) { return }
        let first = votes.first ?? mark
        let jump = first.moved - (clear?.moved ?? 0)
        let isStep =
            jump.magnitude >= mark.moved.magnitude / 2
            && (mark.moved - first.moved).magnitude < mark.moved.magnitude / 2
        var fault = PathClock.Fault(
            kind: isStep ? .step : .drift, nanoseconds: mark.moved, sinceNanoseconds: first.wall)
        if !isStep, let believed { fault.partsPerMillion = Self.partsPerMillion(from: believed, to: mark) }
        trouble = Trouble(
            fault: fault, tolerance: tolerance, settled: mark, origin: isStep ? first : believed ?? first)
        votes = Votes()
    }

    private mutating func pursue(
        _ probe: WatchedProbe, _ moved: Int64, _ excess: Int64, _ floor: RoundTripFloor, _ tolerance: Int64,
        _ error: Int64
    ) {
        guard var trouble else { return }
        trouble.tolerance = min(trouble.tolerance, tolerance)
        trouble.back = Int64(moved.magnitude) <= trouble.tolerance ? trouble.back + 1 : 0
        let further = moved - trouble.settled.moved
        if Self.least(further, excess, floor) > Self.tolerance {
            let isOnward = (further < 0) == (trouble.fault.nanoseconds < 0)
            trouble.steps = isOnward ? trouble.steps + 1 : 0
            trouble.settled = Mark(moved, probe)
        }
        trouble.say(Mark(moved, probe))
        self.trouble = trouble
        let isSettled = probe.monotonic &- trouble.settled.monotonic >= settling
        if isSettled {
            believeAnew(probe, error)
        }
        if isSettled || trouble.back >= Self.enough {
            self.trouble = nil
            clear = nil
            believed = nil
        }
    }

    static func partsPerMillion(from start: Mark, to end: Mark) -> Double? {
        let elapsed = end.monotonic &- start.monotonic
        return elapsed > 0 ? Double(end.moved - start.moved) / Double(elapsed) * 1e6 : nil
    }
}

extension ClockWatch.Trouble {
    /// Tells size and speed anew where they differ from what was said by more than noise.
    mutating func say(_ mark: ClockWatch.Mark) {
        let difference = Int64((mark.moved - fault.nanoseconds).magnitude)
        let isNewDrift = fault.kind == .step && steps >= ClockWatch.enough
        guard isNewDrift || difference > ClockWatch.slack + Int64(fault.nanoseconds.magnitude) / 16 else { return }
        fault.nanoseconds = mark.moved
        if isNewDrift { fault.kind = .drift }
        if fault.kind == .drift { fault.partsPerMillion = ClockWatch.partsPerMillion(from: origin, to: mark) }
    }
}
