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

/// How to reach a STAMP session-reflector (RFC 8762), and what it understands.
public struct STAMPAccess: Hashable, Sendable {
    public var host: String
    public var port: UInt16
    /// Authenticated mode (RFC 8762 §4.2.2): where the shared key of HMAC-SHA-256 stands; `nil`: unauthenticated.
    public var key: SecretReference?
    /// It knows the extensions of RFC 8972: probes carry TLVs (time stamp information, class of service, follow-up).
    public var hasExtensions: Bool

    public init(host: String, port: UInt16 = 862, key: SecretReference? = nil, hasExtensions: Bool = false) {
        self.host = host
        self.port = port
        self.key = key
        self.hasExtensions = hasExtensions
    }
}
