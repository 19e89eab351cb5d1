/// What a session-sender sends, unauthenticated (RFC 8762 §4.2.1):
/// sequence 0, time stamp 4, error estimate 12, zero 14 … 43.
public struct SenderPacket: Hashable, Sendable {
    /// The base packet of sender and reflector, octets.
    public static let size = 44
    /// The least that carries all fields: an unpadded TWAMP-Test packet (RFC 5357 §4.1.2), octets.
    public static let minimumSize = 14

    public var sequence: UInt32
    public var timestamp: StampTimestamp
    public var errorEstimate: ErrorEstimate

    public init(sequence: UInt32, timestamp: StampTimestamp, errorEstimate: ErrorEstimate) {
        self.sequence = sequence
        self.timestamp = timestamp
        self.errorEstimate = errorEstimate
    }

    /// Reads any packet that has all fields; padding and extensions behind them are not looked at.
    public init?(_ bytes: [UInt8]) {
        guard let sequence = bytes.field(UInt32.self, at: 0), let stamp = bytes.field(UInt64.self, at: 4),
            let error = bytes.field(UInt16.self, at: 12)
        else { return nil }
        self.sequence = sequence
        timestamp = StampTimestamp(bits: stamp)
        errorEstimate = ErrorEstimate(bits: error)
    }

    /// 44 octets.
    public var bytes: [UInt8] {
        var bytes = [UInt8](repeating: 0, count: Self.size)
        bytes.setField(sequence, at: 0)
        bytes.setField(timestamp.bits, at: 4)
        bytes.setField(errorEstimate.bits, at: 12)
        return bytes
    }
}
