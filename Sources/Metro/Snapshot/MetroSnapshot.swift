/// Whether values were measured or simulated; the two never meet in one indicator.
public enum SnapshotSource: String, Sendable {
    case measured
    case simulator
}

/// The picture of one instant that screens draw: complete, cheap to make and to pass along (what is not looked at is not
/// made). Immutable but for what is `Deferred` in it; wholly so once it is `held()`.
/// `links` and `paths` stand in the order of `inventory.links` and `inventory.paths`.
public struct MetroSnapshot: Sendable {
    /// Closed minutes that pictures have of links and paths.
    public static let minutesShown = 60

    /// Counts publications of one engine; equal numbers mean an equal picture, but for what is `Deferred` in it.
    public var sequence: UInt64
    /// Counts judgements, about one a second: while it stays, so do severities, verdicts, indicators and events.
    public var judgement: UInt64
    /// Wall clock, nanoseconds since 1970-01-01 UTC.
    public var timeNanoseconds: Int64
    /// Offset and abbreviation of the inventory's zone at that time.
    public var zoneOffsetSeconds: Int
    public var zoneAbbreviation: String
    /// Today in that zone, ISO 8601.
    public var day: String
    public var source: SnapshotSource
    public var inventory: Inventory
    public var policy: IndicatorPolicy
    public var links: PictureList<LinkPicture>
    public var paths: PictureList<PathPicture>
    /// All forms and scopes; city first.
    public var indicators: [IndicatorResult]
    public var circles: [CentreCircle]
    public var targets: [TargetPicture]
    public var pipeline: PipelinePicture
    public var clock: ClockPicture
    /// Newest first, bounded.
    public var events: [MetroEvent]
    /// `nil` where nothing listens for traps.
    public var traps: TrapPicture?
    public var drift: DriftPicture

    public init(
        sequence: UInt64, judgement: UInt64, timeNanoseconds: Int64, zoneOffsetSeconds: Int,
        zoneAbbreviation: String, day: String, source: SnapshotSource, inventory: Inventory,
        policy: IndicatorPolicy, links: PictureList<LinkPicture>, paths: PictureList<PathPicture>,
        indicators: [IndicatorResult], circles: [CentreCircle], targets: [TargetPicture], pipeline: PipelinePicture,
        clock: ClockPicture, events: [MetroEvent], traps: TrapPicture? = nil,
        drift: DriftPicture = DriftPicture()
    ) {
        self.sequence = sequence
        self.judgement = judgement
        self.timeNanoseconds = timeNanoseconds
        self.zoneOffsetSeconds = zoneOffsetSeconds
        self.zoneAbbreviation = zoneAbbreviation
        self.day = day
        self.source = source
        self.inventory = inventory
        self.policy = policy
        self.links = links
        self.paths = paths
        self.indicators = indicators
        self.circles = circles
        self.targets = targets
        self.pipeline = pipeline
        self.clock = clock
        self.events = events
        self.traps = traps
        self.drift = drift
    }
}

/// What this host knows of its own clock.
public struct ClockPicture: Hashable, Sendable {
    public var isSynchronised: Bool
    /// Bound of its error, nanoseconds; `nil` where nobody says.
    public var errorNanoseconds: Double?
    /// What it follows, in a word: `ntp`, `ptp`, `gnss`; `nil` where nobody says.
    public var source: String?

    public init(isSynchronised: Bool, errorNanoseconds: Double?, source: String? = nil) {
        self.isSynchronised = isSynchronised
        self.errorNanoseconds = errorNanoseconds
        self.source = source
    }
}

/// Something that happened, for the list of open items and events.
public struct MetroEvent: Hashable, Sendable {
    public enum Kind: String, Sendable {
        case limitBreached = "limit_breached"
        case nearLimit = "near_limit"
        /// The figure is over the limit, but errors or the layer leave the verdict open.
        case overLimitUnproven = "over_limit_unproven"
        case linkDown = "link_down"
        case targetLost = "target_lost"
        case clockFault = "clock_fault"
        case lossHigh = "loss_high"
        /// At one instant: `route` says how. It ends when it begins.
        case rerouted
        case unknown
    }
    public enum Subject: Hashable, Sendable {
        case link(LinkID)
        case path(PathID)
        case target(String)
    }
    public var kind: Kind
    public var severity: Severity
    public var subject: Subject
    public var sinceNanoseconds: Int64
    /// `nil` while it lasts.
    public var untilNanoseconds: Int64?
    /// The figure it is about, in the kind's unit (nanoseconds for delays, ratio for loss).
    public var value: Double?
    /// The device told it by a trap or inform before a poll could find it.
    public var isToldByTrap: Bool
    /// Of `rerouted` alone.
    public var route: RouteChange?

    public init(
        kind: Kind, severity: Severity, subject: Subject, sinceNanoseconds: Int64, untilNanoseconds: Int64? = nil,
        value: Double? = nil, isToldByTrap: Bool = false, route: RouteChange? = nil
    ) {
        self.kind = kind
        self.severity = severity
        self.subject = subject
        self.sinceNanoseconds = sinceNanoseconds
        self.untilNanoseconds = untilNanoseconds
        self.value = value
        self.isToldByTrap = isToldByTrap
        self.route = route
    }

    /// A path's change of route, in the first minute of the new one.
    public static func rerouted(_ path: PathID, _ route: RouteChange, atNanoseconds time: Int64) -> MetroEvent {
        MetroEvent(
            kind: .rerouted, severity: .warning, subject: .path(path), sinceNanoseconds: time, untilNanoseconds: time,
            value: route.nanoseconds, route: route)
    }
}
