import Sockets

/// What a reflector did since it started: received = reflected + malformed + strangers + short + unauthentic + answers
/// + overRate + overSourceRate + overSources + sendErrors + dropped.
public struct ReflectorStatistics: Hashable, Sendable {
    public internal(set) var received: UInt64 = 0
    public internal(set) var reflected: UInt64 = 0
    /// Too short to be a question, or longer than this reflector reads.
    public internal(set) var malformed: UInt64 = 0
    /// From outside of the allow-list.
    public internal(set) var strangers: UInt64 = 0
    /// Shorter than their answer, of senders that are on no allow-list.
    public internal(set) var short: UInt64 = 0
    /// Without a valid HMAC, where a key is set.
    public internal(set) var unauthentic: UInt64 = 0
    /// Datagrams that are themselves answers of a reflector.
    public internal(set) var answers: UInt64 = 0
    /// Beyond the rate of all together, and of their source.
    public internal(set) var overRate: UInt64 = 0
    public internal(set) var overSourceRate: UInt64 = 0
    /// Of sources for which no place was free among those whose rate is watched.
    public internal(set) var overSources: UInt64 = 0
    /// Answers that the system refused to send; `lastError` has the last reason.
    public internal(set) var sendErrors: UInt64 = 0
    /// Answers dropped because the send buffer was full.
    public internal(set) var dropped: UInt64 = 0

    /// Of the reflected: with a TLV that this program does not know (U), cannot take (M), or that is not authentic (I).
    public internal(set) var unknownExtensions: UInt64 = 0
    public internal(set) var malformedExtensions: UInt64 = 0
    public internal(set) var unauthenticExtensions: UInt64 = 0
    /// Questions that never got here, because the receive buffer was full; modulo 2³².
    public internal(set) var overflow: UInt32 = 0
    /// Receive errors of the socket.
    public internal(set) var receiveErrors: UInt64 = 0
    public internal(set) var lastError: SocketError?

    public init() {}

    mutating func count(_ refusal: Reflector.Refusal) {
        switch refusal {
        case .malformed: malformed &+= 1
        case .stranger: strangers &+= 1
        case .short: short &+= 1
        case .unauthentic: unauthentic &+= 1
        case .isAnswer: answers &+= 1
        case .overRate: overRate &+= 1
        case .overSourceRate: overSourceRate &+= 1
        case .overSources: overSources &+= 1
        }
    }
}

/// What came from one IPv4 address or one /64 of IPv6, and what of it was answered.
public struct ReflectorSource: Hashable, Sendable {
    public var range: AddressRange
    public var received: UInt64
    public var reflected: UInt64
}
