import Metro

/// Turns what holds at each tick into events with a beginning and an end (`indicators.md` §6).
///
/// A condition becomes an event when it held in `raise` of the last `window` ticks and ends when it did not hold in
/// `clear` of them, so a flicker does not fill the list. A subject that is *unknown* says nothing of its other kinds:
/// they are neither raised nor cleared while it lasts; blindness is an event of its own.
public struct EventTracker: Sendable {
    public struct Hysteresis: Hashable, Sendable {
        /// Ticks that are looked back on, 1 … 64.
        public let window: Int
        /// Ticks of them in which a condition must hold to raise its event, 1 … window.
        public let raise: Int
        /// Ticks of them in which it must not hold to end it, 1 … window.
        public let clear: Int

        /// Values out of range are brought into it.
        public init(raise: Int = 3, clear: Int = 5, of window: Int = 5) {
            self.window = min(max(window, 1), 64)
            self.raise = min(max(raise, 1), self.window)
            self.clear = min(max(clear, 1), self.window)
        }
    }

    /// What the tracker remembers of one kind of one subject.
    fileprivate struct Track {
        /// Bit 0 is the newest tick; 1: it held.
        var held: UInt64 = 0
        /// Ticks in `held`.
        var ticks = 0
        /// First tick of the run, and the first one at which it had ceased to hold.
        var since: Int64
        var until: Int64?
        /// The worst seen.
        var value: Double?
        var severity: Severity
        /// At the first tick of the run: what is told later was known already.
        var isToldByTrap: Bool
        var isOpen = false
    }
    private struct Key: Hashable {
        var subject: MetroEvent.Subject
        var kind: MetroEvent.Kind
    }

    public let hysteresis: Hysteresis
    /// Events listed, open and closed together.
    public let capacity: Int
    /// Newest beginning first; open ones have no `untilNanoseconds`. Where room is short open ones stay before closed
    /// ones, and graver open ones before the rest.
    public private(set) var events: [MetroEvent] = []
    /// Open events that `events` has no room for.
    public private(set) var unlisted = 0
    /// Closed events dropped for want of room since the start.
    public private(set) var forgotten = 0
    private var tracks: [Key: Track] = [:]
    private var closed: [MetroEvent] = []

    public init(hysteresis: Hysteresis = Hysteresis(), capacity: Int = 500) {
        self.hysteresis = hysteresis
        self.capacity = max(1, capacity)
    }

    /// One tick.
    /// - Parameters:
    ///   - conditions: all that hold now; of one kind and subject the last one counts.
    ///   - time: wall clock, nanoseconds.
    public mutating func update(_ conditions: [EventCondition], at time: Int64) {
        var holding: [Key: EventCondition] = [:]
        var blind: Set<MetroEvent.Subject> = []
        for condition in conditions {
            holding[Key(subject: condition.subject, kind: condition.kind)] = condition
            if condition.kind == .unknown { blind.insert(condition.subject) }
        }
        var hasChanged = false
        for key in Array(tracks.keys)
        where holding[key] == nil && (key.kind == .unknown || !blind.contains(key.subject)) {
            hasChanged = release(key, at: time) || hasChanged
        }
        for (key, condition) in holding {
            hasChanged = hold(key, condition, at: time) || hasChanged
        }
        if hasChanged { list() }
    }

    /// What happened at one instant and is over: listed as it is.
    public mutating func add(_ instants: [MetroEvent]) {
        guard !instants.isEmpty else { return }
        closed += instants
        list()
    }

    /// - Returns: whether an event began or changed.
    private mutating func hold(_ key: Key, _ condition: EventCondition, at time: Int64) -> Bool {
        var track =
            tracks[key]
            ?? Track(since: time, severity: condition.severity, isToldByTrap: condition.isToldByTrap)
        let before = track
        track.shift(true, hysteresis.window)
        track.until = nil
        track.severity = max(track.severity, condition.severity)
        track.value = [track.value, condition.value].compactMap { $0 }.max()
        if track.held.nonzeroBitCount >= hysteresis.raise { track.isOpen = true }
        tracks[key] = track
        return track.isOpen
            && (!before.isOpen || before.until != nil || before.value != track.value
                || before.severity != track.severity)
    }

    /// - Returns: whether an event ended.
    private mutating func release(_ key: Key, at time: Int64) -> Bool {
        guard var track = tracks[key] else { return false }
        track.shift(false, hysteresis.window)
        track.until = track.until ?? time
        let absent = track.ticks - track.held.nonzeroBitCount
        let ends = track.isOpen && absent >= hysteresis.clear
        if ends {
            closed.append(track.event(key.subject, key.kind, until: track.until))
        }
        tracks[key] = ends || (!track.isOpen && track.held == 0) ? nil : track
        return ends
    }

    private mutating func list() {
        let open = tracks.compactMap { $1.isOpen ? $1.event($0.subject, $0.kind, until: nil) : nil }
            .sorted { $0.severity != $1.severity ? $0.severity > $1.severity : $0.isNewer(than: $1) }
        unlisted = max(0, open.count - capacity)
        let room = capacity - open.count + unlisted
        if closed.count > capacity {
            forgotten += closed.count - capacity
            closed.removeFirst(closed.count - capacity)
        }
        events = (open.prefix(capacity) + closed.suffix(room)).sorted { $0.isNewer(than: $1) }
    }
}

extension MetroEvent {
    /// Newest beginning first; events of one instant in an order that does not change from tick to tick.
    fileprivate func isNewer(than other: MetroEvent) -> Bool {
        if sinceNanoseconds != other.sinceNanoseconds { return sinceNanoseconds > other.sinceNanoseconds }
        return (kind.rawValue, subject.text) < (other.kind.rawValue, other.subject.text)
    }
}

extension MetroEvent.Subject {
    fileprivate var text: String {
        switch self {
        case .link(let id): id.text
        case .path(let id): id.text
        case .target(let id): id
        }
    }
}

extension EventTracker.Track {
    fileprivate mutating func shift(_ holds: Bool, _ window: Int) {
        let mask = window >= 64 ? UInt64.max : (1 << UInt64(window)) - 1
        held = (held << 1 | (holds ? 1 : 0)) & mask
        ticks = min(ticks + 1, window)
    }

    fileprivate func event(_ subject: MetroEvent.Subject, _ kind: MetroEvent.Kind, until: Int64?) -> MetroEvent {
        MetroEvent(
            kind: kind, severity: severity, subject: subject, sinceNanoseconds: since, untilNanoseconds: until,
            value: value, isToldByTrap: isToldByTrap)
    }
}
