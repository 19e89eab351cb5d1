/// The fields of a question (RFC 8762 §4.2, RFC 8972 §3); `ProbeForm` puts them into a packet.
public struct SenderPacket: Hashable, Sendable {
    /// The base packet of sender and reflector, unauthenticated, octets.
    public static let size = PacketLayout.unauthenticated.size
    /// The least that carries all fields: an unpadded TWAMP-Test packet (RFC 5357 §4.1.2), octets.
    public static let minimumSize = 14

    public var sequence: UInt32
    public var timestamp: StampTimestamp
    public var errorEstimate: ErrorEstimate
    /// Which of several sessions between the same ports; 0: unused.
    public var ssid: UInt16

    public init(sequence: UInt32, timestamp: StampTimestamp, errorEstimate: ErrorEstimate, ssid: UInt16 = 0) {
        self.sequence = sequence
        self.timestamp = timestamp
        self.errorEstimate = errorEstimate
        self.ssid = ssid
    }

    /// Reads any unauthenticated packet that has all fields; padding and extensions behind them are not looked at.
    public init?(_ bytes: [UInt8]) { self.init(bytes, layout: .unauthenticated) }

    /// Codes are not verified here. A packet that ends before the SSID has none.
    init?(_ bytes: [UInt8], layout: PacketLayout) {
        guard let sequence = bytes.field(UInt32.self, at: 0),
            let stamp = bytes.field(UInt64.self, at: layout.timestamp),
            let error = bytes.field(UInt16.self, at: layout.errorEstimate)
        else { return nil }
        self.sequence = sequence
        timestamp = StampTimestamp(bits: stamp)
        errorEstimate = ErrorEstimate(bits: error)
        ssid = bytes.field(UInt16.self, at: layout.ssid) ?? 0
    }

    /// 44 octets, unauthenticated.
    public var bytes: [UInt8] { ProbeForm().question(self) }
}
