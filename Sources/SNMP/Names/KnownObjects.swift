/// Objects that Haomiao asks for (`indicators.md` §8).
public enum KnownObjects {
    public static let systemUpTimeColumn: OID = [1, 3, 6, 1, 2, 1, 1, 3]
    public static let systemUpTime = systemUpTimeColumn.appending(0)
    public static let systemDescription: OID = [1, 3, 6, 1, 2, 1, 1, 1, 0]
    public static let systemObject: OID = [1, 3, 6, 1, 2, 1, 1, 2, 0]
    public static let systemName: OID = [1, 3, 6, 1, 2, 1, 1, 5, 0]
    /// SNMP-FRAMEWORK-MIB, RFC 3411: snmpEngineID.
    static let engine: OID = [1, 3, 6, 1, 6, 3, 10, 2, 1, 1, 0]
    /// SNMP-FRAMEWORK-MIB, RFC 3411: how often the agent has started; few v2c-only agents have it.
    public static let engineBoots: OID = [1, 3, 6, 1, 6, 3, 10, 2, 1, 2, 0]
    /// IF-MIB (RFC 2863): sysUpTime when the interface table last changed, and how many interfaces there are.
    static let interfaceTableLastChange: OID = [1, 3, 6, 1, 2, 1, 31, 1, 5, 0]
    static let interfaceCount: OID = [1, 3, 6, 1, 2, 1, 2, 1, 0]

    static let interfaceEntry: OID = [1, 3, 6, 1, 2, 1, 2, 2, 1]
    static let interfaceExtensionEntry: OID = [1, 3, 6, 1, 2, 1, 31, 1, 1, 1]
}
