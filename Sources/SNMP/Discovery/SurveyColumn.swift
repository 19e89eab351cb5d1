/// What a survey reads beside a few scalars: interfaces (RFC 2863) and LLDP-MIB (IEEE 802.1AB-2009 §11.5).
enum SurveyColumn: Int, CaseIterable, Sendable {
    case ifName, ifDescription, ifAlias, ifHighSpeed, ifSpeed, ifType, ifOperationalStatus, ifPhysicalAddress
    case localPortSubtype, localPortIdentifier, localPortDescription
    case remoteChassisSubtype, remoteChassis, remotePortSubtype, remotePort, remotePortDescription, remoteName
    case remoteCapabilities
    case managementInterfaceSubtype, managementInterface

    static let interfaces: [SurveyColumn] = [
        .ifName, .ifDescription, .ifAlias, .ifHighSpeed, .ifSpeed, .ifType, .ifOperationalStatus, .ifPhysicalAddress,
    ]
    static let localPorts: [SurveyColumn] = [.localPortSubtype, .localPortIdentifier, .localPortDescription]
    static let neighbours: [SurveyColumn] = [
        .remoteChassisSubtype, .remoteChassis, .remotePortSubtype, .remotePort, .remotePortDescription, .remoteName,
        .remoteCapabilities,
    ]
    /// The address itself stands in the index only; either column has it.
    static let managementAddresses: [SurveyColumn] = [.managementInterfaceSubtype, .managementInterface]

    /// lldpObjects.
    private static let lldp: OID = [1, 0, 8802, 1, 1, 2, 1]
    static let localChassisSubtype = lldp.appending(3, 1, 0)
    static let localChassis = lldp.appending(3, 2, 0)
    static let localName = lldp.appending(3, 3, 0)

    var column: ColumnWalk.Column {
        let (label, name) = place
        return ColumnWalk.Column(label: label, name: name)
    }

    private var place: (String, OID) {
        let base = KnownObjects.interfaceEntry
        let extended = KnownObjects.interfaceExtensionEntry
        let port = Self.lldp.appending(3, 7, 1)
        let remote = Self.lldp.appending(4, 1, 1)
        let management = Self.lldp.appending(4, 2, 1)
        return switch self {
        case .ifName: ("ifName", extended.appending(1))
        case .ifDescription: ("ifDescr", base.appending(2))
        case .ifAlias: ("ifAlias", extended.appending(18))
        case .ifHighSpeed: ("ifHighSpeed", extended.appending(15))
        case .ifSpeed: ("ifSpeed", base.appending(5))
        case .ifType: ("ifType", base.appending(3))
        case .ifOperationalStatus: ("ifOperStatus", base.appending(8))
        case .ifPhysicalAddress: ("ifPhysAddress", base.appending(6))
        case .localPortSubtype: ("lldpLocPortIdSubtype", port.appending(2))
        case .localPortIdentifier: ("lldpLocPortId", port.appending(3))
        case .localPortDescription: ("lldpLocPortDesc", port.appending(4))
        case .remoteChassisSubtype: ("lldpRemChassisIdSubtype", remote.appending(4))
        case .remoteChassis: ("lldpRemChassisId", remote.appending(5))
        case .remotePortSubtype: ("lldpRemPortIdSubtype", remote.appending(6))
        case .remotePort: ("lldpRemPortId", remote.appending(7))
        case .remotePortDescription: ("lldpRemPortDesc", remote.appending(8))
        case .remoteName: ("lldpRemSysName", remote.appending(9))
        case .remoteCapabilities: ("lldpRemSysCapEnabled", remote.appending(12))
        case .managementInterfaceSubtype: ("lldpRemManAddrIfSubtype", management.appending(3))
        case .managementInterface: ("lldpRemManAddrIfId", management.appending(4))
        }
    }
}
