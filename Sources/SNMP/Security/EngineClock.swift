/// What is known of an authoritative engine's clock (RFC 3414 §2.3): boots and time as last learnt, and how old that is.
struct EngineClock: Hashable, Sendable {
    /// RFC 3414 §2.2.3, seconds.
    static let windowSeconds: Int64 = 150
    /// snmpEngineBoots that has reached its end: nothing such an engine sends is authentic any more (§2.2.2).
    static let exhaustedBoots = Int32.max

    private(set) var boots: Int32
    /// At `learntNanoseconds`.
    private var time: Int32
    private var learntNanoseconds: Int64
    /// The highest time of an authentic message (§2.3), against replay.
    private var latestReceivedTime: Int32

    init(boots: Int32, time: Int32, at now: Int64) {
        self.boots = boots
        self.time = time
        learntNanoseconds = now
        latestReceivedTime = time
    }

    /// Seconds, advanced by the monotonic clock.
    func time(at now: Int64) -> Int32 {
        let elapsed = max(0, now &- learntNanoseconds) / 1_000_000_000
        return Int32(clamping: Int64(time) + elapsed)
    }

    /// Whether an authentic message that says this is not a replay (§3.2 7b); learns from it where it is newer.
    mutating func accept(boots: Int32, time: Int32, at now: Int64) -> Bool {
        guard boots != Self.exhaustedBoots else { return false }
        if boots > self.boots || (boots == self.boots && time > latestReceivedTime) {
            self = EngineClock(boots: boots, time: time, at: now)
            return true
        }
        return boots == self.boots && Int64(time) >= Int64(self.time(at: now)) - Self.windowSeconds
    }
}

/// The clock of an engine that is authoritative itself (RFC 3414 §2.2): time counts from its start.
struct OwnClock: Hashable, Sendable {
    private let startBoots: Int32
    private let startNanoseconds: Int64

    init(boots: Int32, startingAt now: Int64) {
        startBoots = boots
        startNanoseconds = now
    }

    /// Where time comes to its end, boots grows (§2.2.2), until that comes to its end too.
    func reading(at now: Int64) -> (boots: Int32, time: Int32) {
        let seconds = max(0, now &- startNanoseconds) / 1_000_000_000
        let turns = seconds / (Int64(Int32.max) + 1)
        return (Int32(clamping: Int64(startBoots) + turns), Int32(truncatingIfNeeded: seconds % (Int64(Int32.max) + 1)))
    }

    /// §3.2 7a.
    func isInWindow(boots: Int32, time: Int32, at now: Int64) -> Bool {
        let own = reading(at: now)
        return boots != EngineClock.exhaustedBoots && boots == own.boots
            && abs(Int64(time) - Int64(own.time)) <= EngineClock.windowSeconds
    }
}
