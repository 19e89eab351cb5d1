import Sockets

/// A session-reflector (RFC 8762 §4.3, RFC 8972) without I/O: one question in, at most one answer out, never a longer
/// one than the question but for senders of the allow-list, who may ask TWAMP's short questions.
public struct Reflector: Sendable {
    /// Why a datagram is not answered.
    public enum Refusal: Error, Hashable, Sendable, CaseIterable {
        /// Too short to have a sequence, a stamp and an error estimate, or cut off.
        case malformed
        /// Its source is not on the allow-list.
        case stranger
        /// Shorter than its answer would be: a forged source would get more than was spent.
        case short
        /// Its HMAC is missing or wrong.
        case unauthentic
        /// It is a reflector's answer: two reflectors must not play ball with a packet of forged source.
        case isAnswer
        case overRate
        case overSourceRate
    }

    /// What the host says of its clock.
    public struct Clock: Hashable, Sendable {
        /// Of both stamps of an answer; says their format.
        public var errorEstimate: ErrorEstimate
        /// What disciplines it, where that is known.
        public var source: TimestampInformation.Source?

        public init(errorEstimate: ErrorEstimate, source: TimestampInformation.Source? = nil) {
            self.errorEstimate = errorEstimate
            self.source = source
        }
    }

    private struct Source: Sendable {
        var rate = RateLimit.fresh
        var received: UInt64 = 0
        var reflected: UInt64 = 0
    }

    public let policy: ReflectorPolicy
    public internal(set) var statistics = ReflectorStatistics()
    let layout: PacketLayout
    private let limit: RateLimit?
    private let sourceLimit: RateLimit?
    private var rate = RateLimit.fresh
    private var sources: RecentTable<SocketAddress, Source>
    private var sessions: RecentTable<SessionKey, ReflectorSession>

    public init(_ policy: ReflectorPolicy = ReflectorPolicy()) {
        self.policy = policy
        layout = policy.key == nil ? .unauthenticated : .authenticated
        limit = policy.ratePerSecond.map { RateLimit(perSecond: $0) }
        sourceLimit = policy.ratePerSource.map { RateLimit(perSecond: $0) }
        sources = RecentTable(limit: policy.sourceLimit)
        sessions = RecentTable(limit: policy.sessionLimit)
    }

    /// Sessions that are remembered, and that were forgotten for want of room: their answers are counted anew.
    public var sessionCount: Int { sessions.count }
    public var forgottenSessions: UInt64 { sessions.forgotten }

    /// Those of the remembered sources from which most came, most first.
    public func busiestSources(_ count: Int) -> [ReflectorSource] {
        sources.entries.sorted { ($1.value.received, $0.key) < ($0.value.received, $1.key) }.prefix(max(count, 0)).map {
            ReflectorSource(
                range: AddressRange($0.key, prefixLength: Self.sourcePrefix($0.key)), received: $0.value.received,
                reflected: $0.value.reflected)
        }
    }

    /// One host may use all addresses of its /64.
    private static func sourcePrefix(_ address: SocketAddress) -> Int { address.family == .ipv4 ? 32 : 64 }

    /// The answer to a question, or `nil`; either way counted. The transmit stamp of it is the receive stamp until
    /// `setTransmit` sets it.
    public mutating func answer(_ question: ReceivedDatagram, clock: Clock) -> Reflection? {
        statistics.received &+= 1
        let source = AddressRange(question.source, prefixLength: Self.sourcePrefix(question.source)).address
        let now = question.userReceiveMonotonicNanoseconds
        let isInSourceRate = sources.withValue(of: source, or: Source()) { [sourceLimit] source in
            source.received &+= 1
            return sourceLimit?.admits(&source.rate, atMonotonic: now) ?? true
        }
        do throws(Refusal) {
            try admit(question)
            guard isInSourceRate else { throw .overSourceRate }
            if let limit, !limit.admits(&rate, atMonotonic: now) { throw .overRate }
            let reflection = try reflect(question, clock)
            sources.change(source) { $0.reflected &+= 1 }
            return reflection
        } catch {
            statistics.count(error)
            return nil
        }
    }

    /// What can be told without computing a code.
    private func admit(_ question: ReceivedDatagram) throws(Refusal) {
        let count = question.bytes.count
        guard !question.isTruncated, count >= SenderPacket.minimumSize else { throw .malformed }
        guard policy.allows(question.source) else { throw .stranger }
        if count < layout.size {
            if policy.key != nil { throw .unauthentic }
            guard policy.isListed(question.source) else { throw .short }
        }
        guard !isAnswer(question.bytes) else { throw .isAnswer }
    }

    private mutating func reflect(_ question: ReceivedDatagram, _ clock: Clock) throws(Refusal) -> Reflection {
        if let key = policy.key, !key.verifiesBase(question.bytes) { throw .unauthentic }
        guard var asked = SenderPacket(question.bytes, layout: layout) else { throw .malformed }
        let isPadded = isPadded(question.bytes)
        // What stands there is padding, another in each packet.
        if isPadded { asked.ssid = 0 }
        let session = policy.isStateful ? SessionKey(sender: question.source, ssid: asked.ssid) : nil
        var departure: ReflectorSession.Departure?
        let sequence =
            session.map { session in
                sessions.withValue(of: session, or: ReflectorSession()) { known in
                    departure = known.departure
                    defer { known.sequence &+= 1 }
                    return known.sequence
                }
            } ?? asked.sequence
        let received = StampTimestamp(
            wallNanoseconds: question.kernelReceiveNanoseconds ?? question.userReceiveNanoseconds,
            format: clock.errorEstimate.format)
        let answer = ReflectedPacket(
            sequence: sequence, transmitTimestamp: received, errorEstimate: clock.errorEstimate,
            receiveTimestamp: received, senderSequence: asked.sequence, senderTimestamp: asked.timestamp,
            senderErrorEstimate: asked.errorEstimate, senderTimeToLive: question.timeToLive, ssid: asked.ssid)

        var bytes = question.bytes
        if bytes.count < layout.size { bytes += repeatElement(0, count: layout.size - bytes.count) }
        for index in 0..<layout.size { bytes[index] = 0 }
        answer.write(to: &bytes, layout: layout)
        var trafficClass = question.trafficClass.map { $0 & 0xFC }
        var wantsFollowUp = false
        if question.bytes.count > layout.size, !isPadded {
            let told = answerExtensions(of: &bytes, question, clock, departure)
            if let dscp = told.dscp { trafficClass = dscp << 2 }
            wantsFollowUp = told.wantsFollowUp
        }
        return Reflection(
            bytes: bytes, destination: question.source, source: question.localAddress, trafficClass: trafficClass,
            followUp: wantsFollowUp ? session.map { FollowUpRequest(session: $0, sequence: sequence) } : nil)
    }

    /// Sets T3, the wall clock right before sending, and the code that covers it.
    public func setTransmit(_ reflection: inout Reflection, nanoseconds: Int64, format: StampTimestamp.Format) {
        let stamp = StampTimestamp(wallNanoseconds: nanoseconds, format: format)
        reflection.bytes.setField(stamp.bits, at: layout.timestamp)
        policy.key?.signBase(&reflection.bytes)
    }

    /// An answer left, as somebody saw who was nearer to the wire than this program.
    mutating func left(_ request: FollowUpRequest, wallNanoseconds: Int64, method: TimestampMethod) {
        sessions.change(request.session) { session in
            // Stamps may come out of order.
            if let known = session.departure, Int32(bitPattern: request.sequence &- known.sequence) < 0 { return }
            session.departure = ReflectorSession.Departure(
                sequence: request.sequence, wallNanoseconds: wallNanoseconds, method: method)
        }
    }

    /// A TWAMP sender's packet, padded with anything (RFC 5357 §4.1.2): STAMP has zeros from the SSID on. And zeros
    /// behind the base packet are padding too, for no TLV has type 0 and a sender's have U set.
    private func isPadded(_ question: [UInt8]) -> Bool {
        guard policy.key == nil else { return false }
        for index in layout.ssid + 2..<max(min(question.count, layout.size), layout.ssid + 2) where question[index] != 0
        {
            return true
        }
        return question.count < layout.size || question.field(UInt16.self, at: layout.size) == 0
    }

    /// Where a sender has zeros or random padding, an answer has a receive stamp a moment before its transmit stamp.
    private func isAnswer(_ bytes: [UInt8]) -> Bool {
        guard let received = bytes.field(UInt64.self, at: layout.receiveTimestamp), received != 0,
            let sent = bytes.field(UInt64.self, at: layout.timestamp)
        else { return false }
        return sent >> 32 &- received >> 32 <= 10
    }
}
