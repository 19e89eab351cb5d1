/// The fields of an answer (RFC 8762 §4.3, RFC 8972 §3); `ProbeForm` reads them.
public struct ReflectedPacket: Hashable, Sendable {
    /// Up to and with the sender's error estimate: what some TWAMP reflectors answer, octets.
    public static let minimumSize = 38

    /// The question's, or of a stateful reflector its own count of the session's answers.
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
    /// The question's, where the reflector knows RFC 8972; else 0.
    public var ssid: UInt16
    /// `nil` where none were asked for or none came.
    public var extensions: ReflectedExtensions?

    public init(
        sequence: UInt32, transmitTimestamp: StampTimestamp, errorEstimate: ErrorEstimate,
        receiveTimestamp: StampTimestamp, senderSequence: UInt32, senderTimestamp: StampTimestamp,
        senderErrorEstimate: ErrorEstimate, senderTimeToLive: UInt8?, ssid: UInt16 = 0,
        extensions: ReflectedExtensions? = nil
    ) {
        self.sequence = sequence
        self.transmitTimestamp = transmitTimestamp
        self.errorEstimate = errorEstimate
        self.receiveTimestamp = receiveTimestamp
        self.senderSequence = senderSequence
        self.senderTimestamp = senderTimestamp
        self.senderErrorEstimate = senderErrorEstimate
        self.senderTimeToLive = senderTimeToLive
        self.ssid = ssid
        self.extensions = extensions
    }

    /// Reads unauthenticated answers of 38 octets and more, the base packet of them; `nil` for shorter ones.
    public init?(_ bytes: [UInt8]) { self.init(bytes, layout: .unauthenticated) }

    /// Codes are not verified here.
    init?(_ bytes: [UInt8], layout: PacketLayout) {
        guard let sequence = bytes.field(UInt32.self, at: 0),
            let transmit = bytes.field(UInt64.self, at: layout.timestamp),
            let error = bytes.field(UInt16.self, at: layout.errorEstimate),
            let ssid = bytes.field(UInt16.self, at: layout.ssid),
            let receive = bytes.field(UInt64.self, at: layout.receiveTimestamp),
            let senderSequence = bytes.field(UInt32.self, at: layout.senderSequence),
            let sender = bytes.field(UInt64.self, at: layout.senderTimestamp),
            let senderError = bytes.field(UInt16.self, at: layout.senderErrorEstimate)
        else { return nil }
        self.sequence = sequence
        transmitTimestamp = StampTimestamp(bits: transmit)
        errorEstimate = ErrorEstimate(bits: error)
        self.ssid = ssid
        receiveTimestamp = StampTimestamp(bits: receive)
        self.senderSequence = senderSequence
        senderTimestamp = StampTimestamp(bits: sender)
        senderErrorEstimate = ErrorEstimate(bits: senderError)
        senderTimeToLive = bytes.field(UInt8.self, at: layout.senderTimeToLive)
    }

    /// The base packet of 44 octets, unauthenticated.
    public var bytes: [UInt8] {
        var bytes = [UInt8](repeating: 0, count: SenderPacket.size)
        write(to: &bytes, layout: .unauthenticated)
        return bytes
    }

    /// Writes the fields of the base packet into octets that are zero where no field is; unsigned.
    func write(to bytes: inout [UInt8], layout: PacketLayout) {
        bytes.setField(sequence, at: 0)
        bytes.setField(transmitTimestamp.bits, at: layout.timestamp)
        bytes.setField(errorEstimate.bits, at: layout.errorEstimate)
        bytes.setField(ssid, at: layout.ssid)
        bytes.setField(receiveTimestamp.bits, at: layout.receiveTimestamp)
        bytes.setField(senderSequence, at: layout.senderSequence)
        bytes.setField(senderTimestamp.bits, at: layout.senderTimestamp)
        bytes.setField(senderErrorEstimate.bits, at: layout.senderErrorEstimate)
        bytes.setField(senderTimeToLive ?? 255, at: layout.senderTimeToLive)
    }
}
