import Metro

/// Looks for clock faults in the delays of one path: a state machine from answered probes to what they say against the
/// clocks. A clock that is set moves both directions apart and leaves the round trip; a route or a queue that moves the
/// offset by x lengthens or shortens the round trip by 2x or more. So the offset of a probe, held against the one that
/// was believed, says for certain by how much the clocks moved at least: its difference less half of what the round
/// trip lies above the floor. Docs/Clocks.md has the reasons and the limits.
public struct ClockWatch: Sendable {
    /// What the clocks may move apart beyond what they admit, nanoseconds.
    public static let tolerance: Int64 = 20_000
    /// Probes before anything is believed.
    static let learning = 16
    /// For how many probes a floor that was left for a longer round trip is remembered, ten minutes at two a second: a
    /// queue passes in that time, and the watch knows by the round trip that all is as before.
    static let memory = 1_200
    /// Round trips that differ by less are the same, nanoseconds.
    static let slack: Int64 = 10_000
    /// Probes in a row, of those that can tell, that make and end a fault.
    static let enough = 4

    /// How long a clock that moved must stand still to be believed again, nanoseconds.
    let settling: Int64
    /// What is believed: the floor and the offset at it. `nil` before the first probe.
    var floor: RoundTripFloor?
    /// What both clocks admitted when the offset was believed.
    var floorError: Int64 = 0
    /// The lower floor from before the round trip became longer, and how many probes ago that was.
    var home: RoundTripFloor?
    private var probesFromHome = 0
    private var probes = 0
    var recent = RecentProbes()
    /// Probes in a row at which the recent ones were above the floor.
    private var longer = 0
    var votes = Votes()
    /// The last probe that could tell, and the last that was well within the tolerance: where a fault began.
    var clear: Mark?
    var believed: Mark?
    var trouble: Trouble?

    /// How far the clocks had moved at a time.
    struct Mark: Hashable, Sendable {
        /// Nanoseconds, signed.
        var moved: Int64
        /// T1, wall clock, nanoseconds.
        var wall: Int64
        /// Nanoseconds.
        var monotonic: Int64

        init(_ moved: Int64, _ probe: WatchedProbe) {
            self.moved = moved
            wall = probe.wall
            monotonic = probe.monotonic
        }
    }

    /// Probes in a row that say the same.
    struct Votes: Hashable, Sendable {
        var count = 0
        var first: Mark?
    }

    /// - Parameter settlingNanoseconds: a clock that moved and then kept still for so long is believed again; by then
    ///   no live window holds a delay from before (1 h, `indicators.md` §1).
    public init(settlingNanoseconds: Int64 = 3_600_000_000_000) {
        settling = settlingNanoseconds
    }

    /// Takes one answered probe, in the order of answers; what is wrong with the clocks from it on, or `nil`.
    /// - Parameters:
    ///   - forward: T2 − T1, nanoseconds, signed.
    ///   - backward: T4 − T3.
    ///   - errorNanoseconds: what both clocks admit together, stamping included.
    ///   - wallNanoseconds: T1.
    ///   - monotonicNanoseconds: when it was sent.
    public mutating func take(
        forward: Int64, backward: Int64, errorNanoseconds: UInt64, wallNanoseconds: Int64, monotonicNanoseconds: Int64
    ) -> PathClock.Fault? {
        let probe = WatchedProbe(
            forward: forward, backward: backward, wall: wallNanoseconds, monotonic: monotonicNanoseconds)
        let error = Int64(clamping: min(errorNanoseconds, 1 << 60))
        guard floor != nil else {
            floor = RoundTripFloor(roundTrip: probe.roundTrip, offset: probe.offset)
            floorError = error
            return nil
        }
        probes = min(probes + 1, Self.learning)
        recent.append(probe)
        shorten(to: probe)
        goHome()
        lengthen()
        guard let floor, probes >= Self.learning else { return nil }
        judge(probe, against: floor, error: error)
        return trouble?.fault
    }

    // MARK: The floor

    /// A shorter round trip than any before: a shorter route, or the first probe that met no queue.
    private mutating func shorten(to probe: WatchedProbe) {
        guard let old = floor else { return }
        floor?.insert(roundTrip: probe.roundTrip)
        let gain = old.roundTrip - probe.roundTrip
        guard gain > 0 else { return }
        follow(probe.offset, roundTripChange: gain)
        if gain > Self.slack { forgetEvidence() }
    }

    /// The round trip is again what it was before it became longer: the queue has passed, or the route is back.
    private mutating func goHome() {
        guard let home, let floor else { return }
        probesFromHome += 1
        let difference = floor.roundTrip - home.roundTrip
        if difference < -Self.slack || probesFromHome > Self.memory {
            self.home = nil
            return
        }
        guard difference <= Self.slack, floor.uncertainty <= Self.slack, let least = recent.least,
            least.forward + least.backward - floor.roundTrip <= Self.slack
        else { return }
        self.floor = home
        self.home = nil
        forgetEvidence()
    }

    /// No round trip near the floor in eight probes: the route has become longer, or a queue stands in it. Once that
    /// is so for eight probes, none of them is from before.
    private mutating func lengthen() {
        guard let old = floor, let newest = recent.floor, let least = recent.least else { return }
        let isLonger = least.forward + least.backward - old.roundTrip > Self.slack + newest.uncertainty
        longer = isLonger ? longer + 1 : 0
        guard longer >= RecentProbes.capacity else { return }
        if home == nil {
            home = old
            probesFromHome = 0
        }
        floor = newest
        floor?.offset = old.offset
        follow(newest.offset, roundTripChange: newest.roundTrip - old.roundTrip)
        forgetEvidence()
    }

    /// Moves what is believed as far as the change of the round trip explains it.
    private mutating func follow(_ offset: Int64, roundTripChange: Int64) {
        guard let floor else { return }
        let moved = offset - floor.offset - (trouble?.settled.moved ?? 0)
        self.floor?.offset += floor.justified(moved, byRoundTripChange: roundTripChange)
    }

    mutating func forgetEvidence() {
        votes = Votes()
        recent = RecentProbes()
        longer = 0
    }
}
