/// What a session-reflector answers, unauthenticated (RFC 8762 §4.3.1): sequence 0, transmit stamp 4, error
/// estimate 12, zero 14, receive stamp 16, sender's sequence 24, stamp 28, error estimate 36, zero 38, sender's TTL 40.
public struct ReflectedPacket: Hashable, Sendable {
    /// Up to and with the sender's error estimate: what some TWAMP reflectors answer, octets.
    public static let minimumSize = 38
    static let transmitOffset = 4

    public var sequence: UInt32
    /// T3.
    public var transmitTimestamp: StampTimestamp
    /// Of both of the reflector's stamps.
    public var errorEstimate: ErrorEstimate
    /// T2.
    public var receiveTimestamp: StampTimestamp
    public var senderSequence: UInt32
    /// T1 as the question had it.
    public var senderTimestamp: StampTimestamp
    public var senderErrorEstimate: ErrorEstimate
    /// TTL or hop limit with which the question arrived; `nil` where the answer is too short to say.
    public var senderTimeToLive: UInt8?

    public init(
        sequence: UInt32, transmitTimestamp: StampTimestamp, errorEstimate: ErrorEstimate,
        receiveTimestamp: StampTimestamp, senderSequence: UInt32, senderTimestamp: StampTimestamp,
        senderErrorEstimate: ErrorEstimate, senderTimeToLive: UInt8?
    ) {
        self.sequence = sequence
        self.transmitTimestamp = transmitTimestamp
        self.errorEstimate = errorEstimate
        self.receiveTimestamp = receiveTimestamp
        self.senderSequence = senderSequence
        self.senderTimestamp = senderTimestamp
        self.senderErrorEstimate = senderErrorEstimate
        self.senderTimeToLive = senderTimeToLive
    }

    /// Reads answers of 38 octets and more; `nil` for shorter ones.
    public init?(_ bytes: [UInt8]) {
        guard let sequence = bytes.field(UInt32.self, at: 0),
            let transmit = bytes.field(UInt64.self, at: Self.transmitOffset),
            let error = bytes.field(UInt16.self, at: 12), let receive = bytes.field(UInt64.self, at: 16),
            let senderSequence = bytes.field(UInt32.self, at: 24), let sender = bytes.field(UInt64.self, at: 28),
            let senderError = bytes.field(UInt16.self, at: 36)
        else { return nil }
        self.sequence = sequence
        transmitTimestamp = StampTimestamp(bits: transmit)
        errorEstimate = ErrorEstimate(bits: error)
        receiveTimestamp = StampTimestamp(bits: receive)
        self.senderSequence = senderSequence
        senderTimestamp = StampTimestamp(bits: sender)
        senderErrorEstimate = ErrorEstimate(bits: senderError)
        senderTimeToLive = bytes.field(UInt8.self, at: 40)
    }

    /// 44 octets.
    public var bytes: [UInt8] {
        var bytes = [UInt8](repeating: 0, count: SenderPacket.size)
        bytes.setField(sequence, at: 0)
        bytes.setField(transmitTimestamp.bits, at: Self.transmitOffset)
        bytes.setField(errorEstimate.bits, at: 12)
        bytes.setField(receiveTimestamp.bits, at: 16)
        bytes.setField(senderSequence, at: 24)
        bytes.setField(senderTimestamp.bits, at: 28)
        bytes.setField(senderErrorEstimate.bits, at: 36)
        bytes.setField(senderTimeToLive ?? 255, at: 40)
        return bytes
    }
}
