/// Where the fields of a test packet stand, octets from its start (RFC 8762 §4.2, §4.3; the SSID: RFC 8972 §3). The
/// sequence stands at 0; what sender and reflector both have, both have at the same place. The rest is zero.
struct PacketLayout: Hashable, Sendable {
    /// Of the base packet; TLVs stand behind it.
    var size: Int
    var timestamp: Int
    var errorEstimate: Int
    var ssid: Int
    // Of the reflector only: when it received, and what the question had.
    var receiveTimestamp: Int
    var senderSequence: Int
    var senderTimestamp: Int
    var senderErrorEstimate: Int
    var senderTimeToLive: Int

    static let unauthenticated = PacketLayout(
        size: 44, timestamp: 4, errorEstimate: 12, ssid: 14, receiveTimestamp: 16, senderSequence: 24,
        senderTimestamp: 28, senderErrorEstimate: 36, senderTimeToLive: 40)
    /// Fields begin on blocks of 16 octets; the last block is the HMAC of the others.
    static let authenticated = PacketLayout(
        size: 112, timestamp: 16, errorEstimate: 24, ssid: 26, receiveTimestamp: 32, senderSequence: 48,
        senderTimestamp: 64, senderErrorEstimate: 72, senderTimeToLive: 80)

    /// What the HMAC of an authenticated packet covers, and where it stands (RFC 8762 §4.4).
    static let covered = 0..<96
    static let code = 96..<112
}
