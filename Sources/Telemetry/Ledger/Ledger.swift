/// Why a sample was not stored; raw values are the schema's words.
public enum DropReason: String, Error, CaseIterable {
    /// The ring had no place.
    case full
    /// Older than what its series still takes in (`AggregationSettings.latenessNanoseconds`), or than the window.
    case late
    /// Same subject, metric, direction and time as one stored.
    case duplicate
    /// Further ahead of the wall clock than `AggregationSettings.futureToleranceNanoseconds`.
    case future
    /// No such subject, or a value that its metric cannot have.
    case invalid
}

/// Samples dropped, by reason.
public struct DropCounts: Hashable, Sendable {
    public var full: UInt64 = 0
    public var late: UInt64 = 0
    public var duplicate: UInt64 = 0
    public var future: UInt64 = 0
    public var invalid: UInt64 = 0

    public init() {}

    public subscript(reason: DropReason) -> UInt64 {
        get {
            switch reason {
            case .full: full
            case .late: late
            case .duplicate: duplicate
            case .future: future
            case .invalid: invalid
            }
        }
        set {
            switch reason {
            case .full: full = newValue
            case .late: late = newValue
            case .duplicate: duplicate = newValue
            case .future: future = newValue
            case .invalid: invalid = newValue
            }
        }
    }

    public var total: UInt64 { full &+ late &+ duplicate &+ future &+ invalid }
}

/// The account of the sample path, ring and aggregator together: offered = stored + queued + dropped, at any moment.
///
/// Producers may go on meanwhile: an offer counts from the moment in which it is decided. Samples drained but not yet
/// ingested count as queued; samples ingested without the ring count as offered.
public struct Ledger: Hashable, Sendable {
    public let offered: UInt64
    public let stored: UInt64
    public let queued: UInt64
    public private(set) var dropped: DropCounts
    /// Of one lane, and of the fullest one.
    public let ringCapacity: Int
    public let ringHighWater: Int

    /// As the owner of the aggregator told it after `drained` samples of the ring had been ingested; the ring may have
    /// gone on since.
    public init(ring: SampleRing, drained: UInt64, stored: UInt64, dropped: DropCounts) {
        let counts = ring.counts
        let besideRing = stored &+ dropped.total &- drained
        offered = counts.offered &+ besideRing
        self.stored = stored
        queued = counts.accepted &- drained
        self.dropped = dropped
        self.dropped.full = counts.refused
        ringCapacity = ring.laneCapacity
        ringHighWater = counts.highWater
    }

    /// For the owner of the aggregator, at any moment.
    public init(ring: SampleRing, aggregator: Aggregator) {
        let ingested = aggregator.stored &+ aggregator.dropped.total
        self.init(
            ring: ring, drained: min(ring.counts.drained, ingested), stored: aggregator.stored,
            dropped: aggregator.dropped)
    }

    /// Whether the account closes. It does by the way in which it is made; that nothing was lost on the way shows when
    /// `offered` is what the producers counted themselves, and `queued` comes to 0.
    public var balances: Bool { offered == stored &+ queued &+ dropped.total }
}
