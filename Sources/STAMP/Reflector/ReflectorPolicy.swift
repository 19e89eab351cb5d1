import Sockets

/// Whom a reflector answers, and how.
public struct ReflectorPolicy: Sendable {
    /// Authenticated mode (RFC 8762 §4.3.2): other questions are not answered.
    public var key: StampKey?
    /// It counts the answers of each session (RFC 8762 §4.2), so that a sender can tell loss on the way there from loss
    /// on the way back, and knows when its answers left (RFC 8972 §4.7).
    public var isStateful = false
    /// Who is answered; empty: everybody, but only questions that are as long as their answers.
    public var allowed: [AddressRange] = []
    /// Answers a second to all, and to one IPv4 address or one /64 of IPv6; `nil`: no limit. Questions that would not be
    /// answered anyhow use up nothing of them.
    public var ratePerSecond: Int?
    public var ratePerSource: Int?
    /// Answers come with the DSCP that their question asks for (RFC 8972 §4.4); else with the question's own.
    public var permitsAskedDSCP = true
    /// Of the stamps that it makes.
    public var format = StampTimestamp.Format.ntp
    /// Sessions and sources that are remembered, some hundred octets each.
    public var sessionLimit = 65_536
    public var sourceLimit = 8_192

    public init() {}

    func allows(_ source: SocketAddress) -> Bool { allowed.isEmpty || isListed(source) }
    /// May ask short questions, whose answers are longer.
    func isListed(_ source: SocketAddress) -> Bool { allowed.contains { $0.contains(source) } }
}
