/// A protocol data unit (RFC 3416 §3), or the trap of SNMPv1.
public struct PDU: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        case getRequest
        case getNextRequest
        case response(SNMPErrorStatus, errorIndex: Int64)
        case getBulkRequest(nonRepeaters: Int64, maxRepetitions: Int64)
        /// A notification whose receiver answers with a response.
        case informRequest
        /// SNMPv2-Trap-PDU, of v2c and v3. Its first two variables are sysUpTime.0 and snmpTrapOID.0 (RFC 3416 §4.2.6).
        case trap
        /// What an SNMPv3 engine says about a message that it could not take (RFC 3412 §7.1).
        case report
        /// It has no request identifier: that reads 0.
        case trapV1(TrapV1)
    }
    public var kind: Kind
    public var requestIdentifier: Int32
    public var variables: [VariableBinding]

    public init(_ kind: Kind, requestIdentifier: Int32, variables: [VariableBinding]) {
        self.kind = kind
        self.requestIdentifier = requestIdentifier
        self.variables = variables
    }
}

/// What a Trap-PDU of SNMPv1 says besides its variables (RFC 1157 §4.1.6).
public struct TrapV1: Hashable, Sendable {
    /// The sysObjectID of what sends a generic trap; where an enterprise's own traps are defined.
    public var enterprise: OID
    /// An IPv4 address of the sender: four octets from an honest one, often 0.0.0.0.
    public var agentAddress: [UInt8]
    /// 0 coldStart, 1 warmStart, 2 linkDown, 3 linkUp, 4 authenticationFailure, 5 egpNeighborLoss, 6 enterpriseSpecific.
    public var generic: Int64
    /// The enterprise's own number where `generic` is 6.
    public var specific: Int64
    /// sysUpTime, hundredths of a second.
    public var timeStamp: UInt32

    public init(enterprise: OID, agentAddress: [UInt8], generic: Int64, specific: Int64, timeStamp: UInt32) {
        self.enterprise = enterprise
        self.agentAddress = agentAddress
        self.generic = generic
        self.specific = specific
        self.timeStamp = timeStamp
    }
}
