/// A network element or probe that collectors talk to.
public struct Device: Hashable, Sendable {
    public let id: DeviceID
    public let name: LocalizedName
    public let site: SiteID?
    public let snmp: SNMPAccess?
    public let stamp: STAMPAccess?
    public let gnmi: GNMIAccess?
    /// What others call it: host names, addresses, sysName.
    public let aliases: [String]
    /// Who tells of its interfaces; one source alone does.
    public let interfacesFrom: InterfaceSource

    public init(
        id: DeviceID, name: LocalizedName, site: SiteID? = nil, snmp: SNMPAccess? = nil, stamp: STAMPAccess? = nil,
        gnmi: GNMIAccess? = nil, aliases: [String] = [], interfacesFrom: InterfaceSource? = nil
    ) {
        self.id = id
        self.name = name
        self.site = site
        self.snmp = snmp
        self.stamp = stamp
        self.gnmi = gnmi
        self.aliases = aliases
        self.interfacesFrom = interfacesFrom ?? (gnmi != nil ? .gnmi : snmp != nil ? .snmp : .anyExport)
    }
}

/// Counters of one interface from two sources would make rates of nothing, so one source is named.
public enum InterfaceSource: Hashable, Sendable {
    case snmp, gnmi
    case export(ExportID)
    /// The first export that brings the interface.
    case anyExport
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
