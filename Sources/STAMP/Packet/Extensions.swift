/// What questions ask of a reflector that knows RFC 8972.
public struct ProbeExtensions: Hashable, Sendable {
    /// Who disciplines the reflector's clock and who takes its stamps (§4.3).
    public var timestampInformation: Bool
    /// With which DSCP the answers shall come back, 0 … 63, and with which the questions arrive (§4.4); `nil`: not asked.
    public var answerDSCP: UInt8?
    /// When the answer before left, as told by whoever saw it leave (§4.7); only a stateful reflector knows.
    public var followUp: Bool

    public init(timestampInformation: Bool = true, answerDSCP: UInt8? = nil, followUp: Bool = true) {
        self.timestampInformation = timestampInformation
        self.answerDSCP = answerDSCP
        self.followUp = followUp
    }
}

/// What a reflector answered to them.
public struct ReflectedExtensions: Hashable, Sendable {
    public var timestampInformation: TimestampInformation?
    public var classOfService: ClassOfService?
    /// `nil` also before the second answer of a session, and of a stateless reflector.
    public var followUp: FollowUp?
    /// Of all TLVs of the answer together: what the reflector did not know, found malformed or not authentic, and
    /// `unauthentic` also where the HMAC of its own TLVs is missing or wrong.
    public var flags: TLVFlags = []

    public init() {}
}

/// Who takes a time stamp (RFC 8972 §5.5).
public enum TimestampMethod: UInt8, Hashable, Sendable {
    case hardware = 1
    case software = 2
    case controlPlane = 3
}

/// RFC 8972 §4.3; `nil` where the reflector says nothing that is registered.
public struct TimestampInformation: Hashable, Sendable {
    /// What disciplines a clock (RFC 8972 §5.4).
    public enum Source: UInt8, Hashable, Sendable {
        case ntp = 1
        case ptp = 2
        /// SSU or BITS: a clock of the transport network.
        case ssu = 3
        /// GPS, GLONASS, BeiDou, Galileo, LORAN-C.
        case gnss = 4
        /// Runs free.
        case local = 5
    }
    /// Of T2.
    public var receiveSource: Source?
    public var receiveMethod: TimestampMethod?
    /// Of T3.
    public var transmitSource: Source?
    public var transmitMethod: TimestampMethod?

    public init(
        receiveSource: Source?, receiveMethod: TimestampMethod?, transmitSource: Source?,
        transmitMethod: TimestampMethod?
    ) {
        self.receiveSource = receiveSource
        self.receiveMethod = receiveMethod
        self.transmitSource = transmitSource
        self.transmitMethod = transmitMethod
    }
}

/// RFC 8972 §4.4, with erratum 8199.
public struct ClassOfService: Hashable, Sendable {
    /// What the sender asked for.
    public var askedDSCP: UInt8
    /// What the question had when it reached the reflector; ECN as well.
    public var receivedDSCP: UInt8
    public var receivedECN: UInt8
    /// The reflector may not use what was asked: the answer comes with the question's DSCP.
    public var isRefused: Bool

    public init(askedDSCP: UInt8, receivedDSCP: UInt8, receivedECN: UInt8, isRefused: Bool) {
        self.askedDSCP = askedDSCP
        self.receivedDSCP = receivedDSCP
        self.receivedECN = receivedECN
        self.isRefused = isRefused
    }

    /// DSCP1 (6), DSCP2 (6), ECN (2), RP (2), reserved (16).
    init(bits: UInt32) {
        askedDSCP = UInt8(bits >> 26)
        receivedDSCP = UInt8(bits >> 20 & 0x3F)
        receivedECN = UInt8(bits >> 18 & 0x3)
        isRefused = bits >> 16 & 0x3 == 1
    }

    var bits: UInt32 {
        UInt32(askedDSCP & 0x3F) << 26 | UInt32(receivedDSCP & 0x3F) << 20 | UInt32(receivedECN & 0x3) << 18
            | (isRefused ? 1 << 16 : 0)
    }
}

/// RFC 8972 §4.7: when the reflector's answer of that sequence, of its own count, left.
public struct FollowUp: Hashable, Sendable {
    public var sequence: UInt32
    /// In the format that the answer's error estimate says.
    public var timestamp: StampTimestamp
    public var method: TimestampMethod?

    public init(sequence: UInt32, timestamp: StampTimestamp, method: TimestampMethod?) {
        self.sequence = sequence
        self.timestamp = timestamp
        self.method = method
    }
}
