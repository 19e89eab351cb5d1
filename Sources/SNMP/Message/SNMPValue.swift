/// The value of one variable (RFC 2578 §7.1, RFC 3416 §3).
public enum SNMPValue: Hashable, Sendable {
    /// INTEGER / Integer32; kept in full where an agent sends more than 32 bits.
    case integer(Int64)
    case octetString([UInt8])
    case null
    case objectIdentifier(OID)
    case ipAddress([UInt8])
    /// Modulo 2³², as the type counts.
    case counter32(UInt32)
    /// Gauge32 / Unsigned32; kept in full where an agent sends more than 32 bits, so that it can be found out.
    case gauge32(UInt64)
    case timeTicks(UInt32)
    case opaque([UInt8])
    case counter64(UInt64)
    case noSuchObject
    case noSuchInstance
    case endOfMibView
    /// A whole element whose type or content SNMP does not know.
    case unreadable(tag: UInt8, content: [UInt8])

    /// An exception stands where the agent has no value.
    public var isException: Bool {
        switch self {
        case .noSuchObject, .noSuchInstance, .endOfMibView: true
        default: false
        }
    }

    /// The SMI name of the type, for messages to operators.
    public var typeName: String {
        switch self {
        case .integer: "INTEGER"
        case .octetString: "OCTET STRING"
        case .null: "NULL"
        case .objectIdentifier: "OBJECT IDENTIFIER"
        case .ipAddress: "IpAddress"
        case .counter32: "Counter32"
        case .gauge32: "Gauge32"
        case .timeTicks: "TimeTicks"
        case .opaque: "Opaque"
        case .counter64: "Counter64"
        case .noSuchObject: "noSuchObject"
        case .noSuchInstance: "noSuchInstance"
        case .endOfMibView: "endOfMibView"
        case .unreadable(let tag, _): "type 0x" + String(tag, radix: 16)
        }
    }
}

/// A name and its value (RFC 3416 §3, VarBind).
public struct VariableBinding: Hashable, Sendable {
    public var name: OID
    public var value: SNMPValue

    public init(_ name: OID, _ value: SNMPValue = .null) {
        self.name = name
        self.value = value
    }
}
