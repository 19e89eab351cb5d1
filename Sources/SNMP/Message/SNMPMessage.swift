/// A community-based message (RFC 1901 §3): version, community, PDU.
public struct SNMPMessage: Hashable, Sendable {
    public enum Version: Int64, Hashable, Sendable {
        case v1 = 0
        case v2c = 1
    }
    public var version: Version
    public var community: [UInt8]
    public var pdu: PDU

    public init(version: Version = .v2c, community: [UInt8], pdu: PDU) {
        self.version = version
        self.community = community
        self.pdu = pdu
    }
}

/// A protocol data unit of SNMPv2 (RFC 3416 §3).
public struct PDU: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        case getRequest
        case getNextRequest
        case response(SNMPErrorStatus, errorIndex: Int64)
        case getBulkRequest(nonRepeaters: Int64, maxRepetitions: Int64)
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
