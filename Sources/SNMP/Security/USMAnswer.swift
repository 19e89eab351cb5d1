/// What a datagram from an agent is to its `USMClient`.
public enum USMAnswer: Sendable {
    /// As authentic as the user's level demands; `bytes[pdu]` is the PDU, a whole element, in the clear.
    case pdu(bytes: [UInt8], pdu: Range<Int>, identifier: Int32)
    /// The agent's engine is known now: send again what waits.
    case discovered(identifier: Int32)
    /// The agent's clock was not what this side took it for, and is known now: send again what waits.
    case resynchronised(identifier: Int32)
    /// Final for the request.
    case refused(USMRefusal, identifier: Int32)
    /// To be counted and no more: a forged packet must not end a request.
    case ignored(USMIgnored)
}

/// Why a well-formed message is passed over.
public enum USMIgnored: String, Hashable, Sendable, CaseIterable {
    /// Of another engine than the one that is known.
    case otherEngine
    /// For another user.
    case otherUser
    /// At another security level than the user's.
    case otherLevel
    case wrongDigest
    /// Outside the time window: a replay, or very late.
    case outsideWindow
    /// A report on a message that was not sent lately.
    case unknownMessage
    /// A report that counts only when it is signed, and is not.
    case unsignedReport
}
