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
        /// A source that is not known among more than can be watched.
        case overSources
    }

    /// What the host says of its clock.
    public struct Clock: Hashable, Sendable {
        public var isSynchronised: Bool
        /// How far it may be off; stamping comes on top, nanoseconds.
        public var errorNanoseconds: UInt64
        /// What disciplines it, where that is known.
        public var source: TimestampInformation.Source?

        public init(
            isSynchronised: Bool, errorNanoseconds: UInt64, source: TimestampInformation.Source? = nil
        ) {
            self.isSynchronised = isSynchronised
            self.errorNanoseconds = errorNanoseconds
            self.source = source
        }
    }

    private struct Source: Sendable {
        var received: UInt64 = 0
        var reflected: UInt64 = 0
    }

    public let policy: ReflectorPolicy
    public internal(set) var statistics = ReflectorStatistics()
    let layout: PacketLayout
    private let limit: RateLimit?
    private var rate = RateLimit.fresh
    private var sourceLimit: SourceLimit?
    /// For reports alone: whom it would answer, and how many came of others, who must not push out the former.
    private var sources: RecentTable<SocketAddress, Source>
    private var refusedSources: RecentTable<SocketAddress, UInt64>
    private var sessions: RecentTable<SessionKey, ReflectorSession>

    public init(_ policy: ReflectorPolicy = ReflectorPolicy()) {
        self.policy = policy
        layout = policy.key == nil ? .unauthenticated : .authenticated
        limit = policy.ratePerSecond.map { RateLimit(perSecond: $0) }
        sourceLimit = policy.ratePerSource.map { SourceLimit(perSecond: $0, sources: policy.sourceLimit) }
        sources = RecentTable(limit: policy.sourceLimit)
        refusedSources = RecentTable(limit: policy.sourceLimit)
        sessions = RecentTable(limit: policy.sessionLimit)
    }

    /// Sessions that are remembered, and that were forgotten for want of room: their answers are counted anew.
    public var sessionCount: Int { sessions.count }
    public var forgottenSessions: UInt64 { sessions.forgotten }

    /// Those of the remembered sources from which most came, most first.
    public func busiestSources(_ count: Int) -> [ReflectorSource] {
        var found = Dictionary(uniqueKeysWithValues: sources.entries.map { ($0.key, $0.value) })
        for (source, count) in refusedSources.entries { found[source, default: Source()].received &+= count }
        return found.sorted { ($1.value.received, $0.key) < ($0.value.received, $1.key) }.prefix(max(count, 0)).map {
            ReflectorSource(
                range: AddressRange($0.key, prefixLength: Self.sourcePrefix($0.key)), received: $0.value.received,
                reflected: $0.value.reflected)
        }
    }

    /// One host may use all addresses of its /64; of the /64 of ::1 only that one is anybody's.
    private static func sourcePrefix(_ address: SocketAddress) -> Int {
        if address.family == .ipv4 { return 32 }
        return address.isLoopback ? 128 : 64
    }

    /// The answer to a question, or `nil`; either way counted. Its T3, error estimate and code are none until
    /// `setTransmit` sets them.
    public mutating func answer(_ question: ReceivedDatagram, clock: Clock) -> Reflection? {
        statistics.received &+= 1
        let source = AddressRange(question.source, prefixLength: Self.sourcePrefix(question.source)).address
        do throws(Refusal) {
            try admit(question)
        } catch {
            statistics.count(error)
            refusedSources.withValue(of: source, or: 0) { $0 &+= 1 }
            return nil
        }
        let refusal = takeRate(of: source, atMonotonic: question.userReceiveMonotonicNanoseconds)
        let reflection = refusal == nil ? reflect(question, clock) : nil
        sources.withValue(of: source, or: Source()) { source in
            source.received &+= 1
            if reflection != nil { source.reflected &+= 1 }
        }
        if reflection == nil { statistics.count(refusal ?? .malformed) }
        return reflection
    }

    private mutating func takeRate(of source: SocketAddress, atMonotonic now: Int64) -> Refusal? {
        switch sourceLimit?.admit(source, atMonotonic: now) {
        case .overRate: return .overSourceRate
        case .noRoom: return .overSources
        case .admitted, nil: break
        }
        guard let limit, !limit.admits(&rate, atMonotonic: now) else { return nil }
        return .overRate
    }

    /// What is answered if the rates allow it. Codes are verified last; no rate bounds that, for it costs less than to
    /// receive the datagram (`Docs/Reflector.md`).
    private func admit(_ question: ReceivedDatagram) throws(Refusal) {
        let count = question.bytes.count
        guard !question.isTruncated, count >= SenderPacket.minimumSize else { throw .malformed }
        guard policy.allows(question.source) else { throw .stranger }
        if count < layout.size {
            if policy.key != nil { throw .unauthentic }
            guard policy.isListed(question.source) else { throw .short }
        }
        guard !isAnswer(question.bytes) else { throw .isAnswer }
        if let key = policy.key, !key.verifiesBase(question.bytes) { throw .unauthentic }
    }

    private mutating func reflect(_ question: ReceivedDatagram, _ clock: Clock) -> Reflection? {
        guard var asked = SenderPacket(question.bytes, layout: layout) else { return nil }
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
            format: policy.format)
        let answer = ReflectedPacket(
            sequence: sequence, transmitTimestamp: received, errorEstimate: ErrorEstimate(bits: 0),
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
            receivingError: question.kernelReceiveNanoseconds == nil ? StampingError.program : StampingError.kernel,
            followUp: wantsFollowUp ? session.map { FollowUpRequest(session: $0, sequence: sequence) } : nil)
    }

    /// Sets T3, the wall clock right before sending, the error estimate, which is true of both stamps, and the code that
    /// covers them. `sendingNanoseconds`: how long after T3 the answer may leave.
    public func setTransmit(
        _ reflection: inout Reflection, nanoseconds: Int64, sendingNanoseconds: UInt64, clock: Clock
    ) {
        let estimate = ErrorEstimate(
            isSynchronised: clock.isSynchronised,
            nanoseconds: clock.errorNanoseconds.addingSaturated(max(sendingNanoseconds, reflection.receivingError)),
            format: policy.format)
        let stamp = StampTimestamp(wallNanoseconds: nanoseconds, format: policy.format)
        reflection.bytes.setField(estimate.bits, at: layout.errorEstimate)
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
