/// What a datagram is to a `USMEngine`.
public enum USMReception: Sendable {
    /// As authentic as its sender's user demands; `bytes[pdu]` is the PDU, a whole element, in the clear.
    case pdu(bytes: [UInt8], pdu: Range<Int>, from: USMPeer)
    /// To be sent back to where the datagram came from: how the other side finds out what it does wrong.
    case report([UInt8])
    /// To be counted and no more.
    case ignored
}

/// Who sent a message, and what an answer to it needs. Passwords inside do not print.
public struct USMPeer: Hashable, Sendable {
    public var user: USMUser
    /// Never below the user's own.
    public var level: USMUser.Level
    /// msgID.
    public var identifier: Int32
    /// The authoritative engine: of a trap the sender's, of an inform or a request the receiver's.
    public var engineID: [UInt8]
    public var contextEngineID: [UInt8]
    public var contextName: [UInt8]
    /// The longest message that the sender takes.
    public var maximumOctets: Int32

    public init(
        user: USMUser, identifier: Int32, engineID: [UInt8], contextEngineID: [UInt8]? = nil,
        contextName: [UInt8]? = nil, maximumOctets: Int32 = 65_507
    ) {
        self.user = user
        level = user.level
        self.identifier = identifier
        self.engineID = engineID
        self.contextEngineID = contextEngineID ?? user.contextEngineID ?? engineID
        self.contextName = contextName ?? user.contextName
        self.maximumOctets = maximumOctets
    }
}
