/// What the receiver of traps and informs has seen since it started; bounded.
public struct TrapPicture: Hashable, Sendable {
    /// Sources listed: those that sent most in the last ten seconds, then those that sent most in all.
    public static let maximumSources = 64
    /// Unknown notifications kept.
    public static let maximumUnknown = 256

    /// received = limited + unknownSource + malformed + unexpected + wrongCommunity + `secured` refusals + ambiguous
    /// + duplicates + delivered + unknown, at any moment.
    public struct Counters: Hashable, Sendable {
        /// Datagrams that arrived at the port.
        public var received: UInt64 = 0
        /// Of senders that may send: not taken in, for the sender or all senders together sent more than they may.
        public var limited: UInt64 = 0
        /// From an address that no device of the inventory has.
        public var unknownSource: UInt64 = 0
        /// Not a message of SNMP, or a notification without its name.
        public var malformed: UInt64 = 0
        /// A message of SNMP that is no notification (a request, a response), or of a kind that its version lacks.
        public var unexpected: UInt64 = 0
        public var wrongCommunity: UInt64 = 0
        /// Answers to SNMPv3 senders that ask who this engine is; no refusals.
        public var discoveries: UInt64 = 0
        /// SNMPv3 messages refused, by reason. Such a name is not known, or is not one of that device.
        public var unknownUser: UInt64 = 0
        public var wrongDigest: UInt64 = 0
        /// Less secure than the user has to be, or not authenticated at all.
        public var lowLevel: UInt64 = 0
        public var outsideTimeWindow: UInt64 = 0
        public var undecryptable: UInt64 = 0
        /// Several devices of the inventory could have sent it.
        public var ambiguous: UInt64 = 0
        /// Informs that were there already; answered again, not delivered.
        public var duplicates: UInt64 = 0
        /// Notifications of which Haomiao knows the meaning: links, starts, authentication failures.
        public var delivered: UInt64 = 0
        /// Notifications that only go to the list of unknown ones.
        public var unknown: UInt64 = 0

        /// Notifications by version, delivered or unknown.
        public var version1: UInt64 = 0
        public var version2: UInt64 = 0
        public var version3: UInt64 = 0
        /// Of the delivered ones: devices that say that somebody asked them with a wrong secret.
        public var authenticationFailures: UInt64 = 0
        /// Of the delivered ones: links that changed, and devices that started.
        public var links: UInt64 = 0
        public var starts: UInt64 = 0
        /// Of the links: news older than what was known, or of an interface that is not in the inventory; they changed
        /// nothing.
        public var outdated: UInt64 = 0
        public var otherInterfaces: UInt64 = 0
        public var informsAnswered: UInt64 = 0
        /// Not of `received`: thrown away by the kernel, because they came faster than they are read.
        public var overflowed: UInt64 = 0

        public init() {}

        /// SNMPv3 messages that were not taken in.
        public var secured: UInt64 {
            discoveries &+ unknownUser &+ wrongDigest &+ lowLevel &+ outsideTimeWindow &+ undecryptable
        }
        /// What became of everything that was received.
        public var accounted: UInt64 {
            limited &+ unknownSource &+ malformed &+ unexpected &+ wrongCommunity &+ secured &+ ambiguous
                &+ duplicates &+ delivered &+ unknown
        }
    }

    /// One address that sends.
    public struct Source: Hashable, Sendable {
        public var address: String
        /// `nil`: none of the inventory, or several.
        public var device: DeviceID?
        public var received: UInt64
        public var limited: UInt64
        /// What the device itself reports of others.
        public var authenticationFailures: UInt64
        /// Datagrams in the last ten seconds.
        public var lastTenSeconds: UInt64
        /// Some of the last ten seconds were not taken in.
        public var isLimited: Bool
        /// Wall clock, nanoseconds.
        public var lastNanoseconds: Int64

        public init(
            address: String, device: DeviceID?, received: UInt64, limited: UInt64, authenticationFailures: UInt64,
            lastTenSeconds: UInt64, isLimited: Bool, lastNanoseconds: Int64
        ) {
            self.address = address
            self.device = device
            self.received = received
            self.limited = limited
            self.authenticationFailures = authenticationFailures
            self.lastTenSeconds = lastTenSeconds
            self.isLimited = isLimited
            self.lastNanoseconds = lastNanoseconds
        }
    }

    /// A notification that means nothing to Haomiao, to be looked at. Text is free of control characters and secrets.
    public struct Unknown: Hashable, Sendable {
        /// Wall clock, nanoseconds.
        public var timeNanoseconds: Int64
        /// Where it came from, host and port.
        public var source: String
        public var device: DeviceID?
        /// `v1`, `v2c`, `v3`.
        public var version: String
        /// snmpTrapOID, dotted.
        public var name: String
        /// The first few, `NAME = VALUE`.
        public var variables: [String]

        public init(
            timeNanoseconds: Int64, source: String, device: DeviceID?, version: String, name: String,
            variables: [String]
        ) {
            self.timeNanoseconds = timeNanoseconds
            self.source = source
            self.device = device
            self.version = version
            self.name = name
            self.variables = variables
        }
    }

    /// Where it listens: host and port.
    public var address: String
    public var counters: Counters
    public var sources: [Source]
    /// Sources that are not in `sources` any more, for want of room.
    public var forgottenSources: UInt64
    /// Newest first.
    public var unknown: [Unknown]

    public init(
        address: String, counters: Counters = Counters(), sources: [Source] = [], forgottenSources: UInt64 = 0,
        unknown: [Unknown] = []
    ) {
        self.address = address
        self.counters = counters
        self.sources = sources
        self.forgottenSources = forgottenSources
        self.unknown = unknown
    }
}
