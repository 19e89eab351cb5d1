import Metro

/// Which collectors run, and what holds where a device or path says nothing of its own.
public struct CollectorSettings: Hashable, Sendable {
    public struct SNMP: Hashable, Sendable {
        /// Twice the step in which net-snmp refreshes its counters (`indicators.md` §5).
        public static let shortestSoundPeriodMilliseconds = 6_000

        public var isEnabled = true
        /// Time between polls, milliseconds (`indicators.md` §5: 30 s).
        public var periodMilliseconds = 30_000
        /// Time to wait for one answer, milliseconds.
        public var timeoutMilliseconds = 2_000
        /// Attempts after the first one.
        public var retries = 1
        /// GETBULK max-repetitions.
        public var maxRepetitions = 25
        /// Whose rights a device is asked with.
        public var security = SNMPSecurity.community(nil)
        public var mapping = InterfaceMapping.name
        /// Requests under way to one agent at once.
        public var inFlight = 2

        public init() {}
    }

    public struct STAMP: Hashable, Sendable {
        public var isEnabled = true
        /// Time between probes of a path, milliseconds.
        public var intervalMilliseconds = 1_000
        /// What the two ways between this host and its PTP master may differ by, nanoseconds: PTP cannot see it, so it
        /// is added to the clock's error.
        public var ptpAsymmetryNanoseconds: Int64 = 0

        public init() {}
    }

    /// The receiver of traps and informs.
    public struct Traps: Hashable, Sendable {
        public var isEnabled = false
        /// A numeric address of this host; empty for all of them.
        public var host = ""
        public var port: UInt16 = 162
        /// Which any device may use beside its own.
        public var community: SecretReference?
        public var users: [USMUserReference] = []
        /// Hosts that may speak for a device, which they name in the notification.
        public var forwarders: [String] = []

        public init() {}
    }

    /// Subscriptions of our own.
    public struct GNMI: Hashable, Sendable {
        public var isEnabled = true
        /// That of IANA; many devices have another: 57400, 6030, 50051.
        public var port: UInt16 = 9_339
        public var transport = GNMIAccess.Transport.tls(
            authorities: nil, serverName: nil, certificate: nil, key: nil)
        public var username: String?
        public var password: SecretReference?
        /// `nil`: the best that the target names.
        public var encoding: GNMIAccess.Encoding?
        public var list = GNMIAccess.List.stream
        public var preset = GNMIPreset.openConfig
        /// Between values that are sampled, milliseconds.
        public var intervalMilliseconds = 10_000
        /// For one answer, milliseconds.
        public var timeoutMilliseconds = 10_000

        public init() {}
    }

    public var snmp = SNMP()
    public var stamp = STAMP()
    public var gnmi = GNMI()
    public var traps = Traps()
    /// The whole inventory is simulated; SNMP and STAMP are then off, for simulated and measured samples never meet.
    public var isSimulatorEnabled = false
    /// Samples that each lane of the ring between collectors and aggregation holds; a power of two. Collectors of one
    /// kind share a lane.
    public var ringCapacity = 65_536
    /// What the aggregates may take, MiB; it decides for how many minutes back they are kept.
    public var memoryMebibytes = 1_024

    public init() {}
}
