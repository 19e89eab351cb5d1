/// Names that notifications carry (RFC 3418, RFC 2863, RFC 3584).
enum NotificationNames {
    static let systemUpTime: OID = [1, 3, 6, 1, 2, 1, 1, 3, 0]
    static let trapName: OID = [1, 3, 6, 1, 6, 3, 1, 1, 4, 1, 0]
    /// snmpTraps: coldStart 1, warmStart 2, linkDown 3, linkUp 4, authenticationFailure 5; a generic-trap of v1 plus one.
    static let traps: OID = [1, 3, 6, 1, 6, 3, 1, 1, 5]
    static let coldStart = traps.appending(1)
    static let warmStart = traps.appending(2)
    static let linkDown = traps.appending(3)
    static let linkUp = traps.appending(4)
    static let authenticationFailure = traps.appending(5)
    /// snmpTrapAddress.0: whom a forwarder speaks for.
    static let trapAddress: OID = [1, 3, 6, 1, 6, 3, 18, 1, 3, 0]

    /// SNMP-COMMUNITY-MIB: snmpCommunityTable and snmpTrapCommunity hold communities, which are secrets.
    static let communityTable: OID = [1, 3, 6, 1, 6, 3, 18, 1, 1]
    static let trapCommunity: OID = [1, 3, 6, 1, 6, 3, 18, 1, 4]

    static let interfaceIndex: OID = [1, 3, 6, 1, 2, 1, 2, 2, 1, 1]
    static let operationalStatus: OID = [1, 3, 6, 1, 2, 1, 2, 2, 1, 8]
}
