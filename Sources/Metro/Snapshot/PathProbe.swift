/// What became of the probes of one path since its session began:
/// sent = answered + lost + refused + spoiled + outstanding, at any moment.
public struct ProbeAccount: Hashable, Sendable, Codable {
    /// Probes that the system took.
    public var sent: UInt64 = 0
    /// Probes whose answer became samples.
    public var answered: UInt64 = 0
    /// Probes that nothing answered within the timeout.
    public var lost: UInt64 = 0
    /// Of the lost: on the way there and on the way back, where the reflector counts what it answers (stateful).
    public var lostForward: UInt64 = 0
    public var lostBackward: UInt64 = 0
    /// Probes that met no reflector (ICMP): an outage of the collector, not loss.
    public var refused: UInt64 = 0
    /// Probes answered while a clock was set, so that their delays mean nothing.
    public var spoiled: UInt64 = 0
    /// Sent and not yet decided.
    public var outstanding: UInt64 = 0

    /// Probes that the system did not take; that fell into a pause of this program or found the window full; that were
    /// left out because this program cannot keep up.
    public var unsent: UInt64 = 0
    public var skipped: UInt64 = 0
    public var shed: UInt64 = 0

    /// Answers to probes that were answered already.
    public var duplicates: UInt64 = 0
    /// Answers that a later probe's answer overtook (RFC 4737).
    public var reordered: UInt64 = 0
    /// Answers to probes that were given up before.
    public var late: UInt64 = 0
    /// Datagrams from elsewhere, or answers to nothing that was asked.
    public var foreign: UInt64 = 0
    /// Answers that do not repeat the stamp of the question whose sequence they have.
    public var mismatched: UInt64 = 0
    /// Datagrams that are no answers.
    public var malformed: UInt64 = 0
    /// Answers whose HMAC is missing or wrong.
    public var unauthentic: UInt64 = 0

    public init() {}
}

/// What one-way delays of a path rest on: both clocks, and who read them.
public struct PathClock: Hashable, Sendable, Codable {
    /// One end's clock as it says itself.
    public struct End: Hashable, Sendable, Codable {
        public var isSynchronised: Bool
        /// Bound of its error, nanoseconds; `nil` where nothing is known.
        public var errorNanoseconds: UInt64?
        /// What disciplines it, in a word: `ntp`, `ptp`, `gnss` …; `nil` where it does not say.
        public var source: String?

        public init(isSynchronised: Bool, errorNanoseconds: UInt64?, source: String? = nil) {
            self.isSynchronised = isSynchronised
            self.errorNanoseconds = errorNanoseconds
            self.source = source
        }
    }
    /// Who took a time stamp: the nearer to the wire, the better.
    public enum Stamping: String, Hashable, Sendable, Codable {
        case hardware, kernel, program
    }
    /// What the delays themselves say against the clocks.
    public struct Fault: Hashable, Sendable, Codable {
        public enum Kind: String, Hashable, Sendable, Codable {
            /// One clock was set: the delays of both directions moved apart at once.
            case step
            /// The clocks run apart by more than they admit.
            case drift
            /// A delay is below what physics allows, or negative.
            case belowFloor = "below_floor"
        }
        public var kind: Kind
        /// How far the clocks moved apart since they were last believed, nanoseconds, signed: positive where the far
        /// clock is ahead (or what is missing to the floor).
        public var nanoseconds: Int64
        /// Of a drift: how fast they run apart, parts per million.
        public var partsPerMillion: Double?
        /// When it was found, wall clock, nanoseconds.
        public var sinceNanoseconds: Int64

        public init(kind: Kind, nanoseconds: Int64, partsPerMillion: Double? = nil, sinceNanoseconds: Int64) {
            self.kind = kind
            self.nanoseconds = nanoseconds
            self.partsPerMillion = partsPerMillion
            self.sinceNanoseconds = sinceNanoseconds
        }
    }

    public var relation: ClockRelation
    public var own: End
    /// `nil` before the first answer.
    public var peer: End?
    /// `nil` while the delays fit what the clocks say of themselves.
    public var fault: Fault?
    /// Who stamped the newest probe when it left and its answer when it came.
    public var sending: Stamping
    public var receiving: Stamping

    public init(
        relation: ClockRelation, own: End, peer: End? = nil, fault: Fault? = nil, sending: Stamping = .program,
        receiving: Stamping = .program
    ) {
        self.relation = relation
        self.own = own
        self.peer = peer
        self.fault = fault
        self.sending = sending
        self.receiving = receiving
    }
}
