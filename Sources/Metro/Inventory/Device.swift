/// A network element or probe that collectors talk to.
public struct Device: Hashable, Sendable {
    public let id: DeviceID
    public let name: LocalizedName
    public let site: SiteID?
    public let snmp: SNMPAccess?
    public let stamp: STAMPAccess?

    public init(
        id: DeviceID, name: LocalizedName, site: SiteID? = nil, snmp: SNMPAccess? = nil, stamp: STAMPAccess? = nil
    ) {
        self.id = id
        self.name = name
        self.site = site
        self.snmp = snmp
        self.stamp = stamp
    }
}

/// Where a secret stands. Configuration never holds the secret itself.
public enum SecretReference: Hashable, Sendable {
    case environment(String)
    /// A file that only its owner can read (mode 0600 or stricter); its first line is the secret.
    case file(String)
}

/// How to reach an SNMP agent (v2c).
public struct SNMPAccess: Hashable, Sendable {
    /// IPv4 or IPv6 address or a host name, without port.
    public var host: String
    public var port: UInt16
    /// `nil`: the well-known community `public`.
    public var community: SecretReference?
    /// Time between polls, milliseconds; `indicators.md` §5: 30 000 unless told.
    public var periodMilliseconds: Int
    /// Time to wait for one answer, milliseconds.
    public var timeoutMilliseconds: Int
    /// Attempts after the first one.
    public var retries: Int
    /// GETBULK max-repetitions, 1 … 100.
    public var maxRepetitions: Int

    public init(
        host: String, port: UInt16 = 161, community: SecretReference? = nil, periodMilliseconds: Int = 30_000,
        timeoutMilliseconds: Int = 2_000, retries: Int = 1, maxRepetitions: Int = 25
    ) {
        self.host = host
        self.port = port
        self.community = community
        self.periodMilliseconds = periodMilliseconds
        self.timeoutMilliseconds = timeoutMilliseconds
        self.retries = retries
        self.maxRepetitions = maxRepetitions
    }
}

/// How to reach a STAMP session-reflector (RFC 8762).
public struct STAMPAccess: Hashable, Sendable {
    public var host: String
    public var port: UInt16

    public init(host: String, port: UInt16 = 862) {
        self.host = host
        self.port = port
    }
}
