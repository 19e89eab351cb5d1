/// The columns of ifTable and ifXTable (RFC 2863) that Haomiao reads.
enum InterfaceColumn: Int, CaseIterable, Sendable {
    case name, description, alias, highSpeed, speed, adminStatus
    case highCapacityInOctets, highCapacityOutOctets, inErrors, outErrors, inDiscards, outDiscards
    case operationalStatus, discontinuityTime
    case inOctets, outOctets

    /// What people are told apart by, and what changes rarely.
    static let facts: [InterfaceColumn] = [.name, .description, .alias, .highSpeed, .speed, .adminStatus]
    /// What is read together with the agent's clock.
    static let counters: [InterfaceColumn] = [
        .highCapacityInOctets, .highCapacityOutOctets, .inErrors, .outErrors, .inDiscards, .outDiscards,
        .operationalStatus, .discontinuityTime,
    ]
    /// Only where the 64-bit columns are missing.
    static let narrowCounters: [InterfaceColumn] = [.inOctets, .outOctets]

    var column: ColumnWalk.Column {
        let (label, entry, arc) = place
        return ColumnWalk.Column(label: label, name: entry.appending(arc))
    }
    var label: String { place.label }

    private var place: (label: String, entry: OID, arc: UInt32) {
        let base = KnownObjects.interfaceEntry
        let extended = KnownObjects.interfaceExtensionEntry
        return switch self {
        case .name: ("ifName", extended, 1)
        case .description: ("ifDescr", base, 2)
        case .alias: ("ifAlias", extended, 18)
        case .highSpeed: ("ifHighSpeed", extended, 15)
        case .speed: ("ifSpeed", base, 5)
        case .adminStatus: ("ifAdminStatus", base, 7)
        case .highCapacityInOctets: ("ifHCInOctets", extended, 6)
        case .highCapacityOutOctets: ("ifHCOutOctets", extended, 10)
        case .inErrors: ("ifInErrors", base, 14)
        case .outErrors: ("ifOutErrors", base, 20)
        case .inDiscards: ("ifInDiscards", base, 13)
        case .outDiscards: ("ifOutDiscards", base, 19)
        case .operationalStatus: ("ifOperStatus", base, 8)
        case .discontinuityTime: ("ifCounterDiscontinuityTime", extended, 19)
        case .inOctets: ("ifInOctets", base, 10)
        case .outOctets: ("ifOutOctets", base, 16)
        }
    }
}
