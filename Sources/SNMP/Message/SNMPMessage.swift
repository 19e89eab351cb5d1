/// A community-based message (RFC 1157 §4, RFC 1901 §3): version, community, PDU.
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
