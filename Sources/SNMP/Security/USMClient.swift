/// The manager's side towards one agent under the user-based security model (RFC 3414), without I/O: messages out,
/// datagrams in. Time is monotonic nanoseconds.
///
/// Reports that come unsigned, as all but notInTimeWindows do, end a request with their reason only if they bear the
/// msgID of a message sent lately. Somebody on the path, who sees these, could forge such a report; he could as well
/// drop the packets, and he gets no false value in.
public struct USMClient: Sendable {
    private struct Engine: Sendable {
        let id: [UInt8]
        let keys: LocalisedKeys
        /// As told by authentic messages.
        var clock: EngineClock
        /// As told by the unsigned report that named the engine: good for the first message, not against replays.
        var hint: EngineClock?
    }
    private struct Sent: Sendable {
        let identifier: Int32
        let generation: Int
    }

    public let user: USMUser
    private var engine: Engine?
    /// The latest messages, in a ring.
    private var sent: [Sent] = []
    private var nextSent = 0
    /// Grows whenever engine or clock become known anew; tells reports on earlier messages from news.
    private var generation = 0
    /// How often they did since the last authentic answer.
    private var fruitless = 0

    /// More than a session has under way, retries and all.
    private static let rememberedMessages = 64
    /// A discovery and a synchronisation are usual; an agent that was replaced needs both once more.
    private static let fruitlessLimit = 4

    public init(_ user: USMUser) { self.user = user }

    /// Whether the agent's engine is known; otherwise `discovery` is to be sent first.
    public var isDiscovered: Bool { engine != nil }
    public var engineID: [UInt8]? { engine?.id }

    /// To be called when an agent falls silent: another may be there now, which does not report that it is another.
    public mutating func forget() {
        engine = nil
        generation += 1
        fruitless = 0
    }

    /// The question that makes an agent tell its engine ID (RFC 3414 §4).
    public mutating func discovery(identifier: Int32) -> [UInt8] {
        remember(identifier)
        var pdu = BERWriter()
        pdu.constructed(0xA0) {
            $0.integer(Int64(identifier))
            $0.integer(0)
            $0.integer(0)
            $0.element(BERTag.sequence, [])
        }
        let header = USMHeader(
            identifier: identifier, level: .noAuthNoPriv, isReportable: true, engineID: [], user: [])
        let scoped = ScopedPDU.encoded(contextEngineID: [], contextName: [], pdu: pdu.bytes)
        return header.encoded(codeOctets: 0, salt: [], scoped).bytes
    }

    /// A whole message around a PDU (one BER element), for the agent's engine as known. `identifier` is the msgID.
    public mutating func message(
        _ pdu: [UInt8], identifier: Int32, at now: Int64
    ) throws(USMRefusal) -> [UInt8] {
        if let refusal = user.refusal { throw refusal }
        guard let engine else { throw .unknownEngine }
        remember(identifier)
        var header = USMHeader(
            identifier: identifier, level: user.level, isReportable: true, engineID: engine.id, user: user.name)
        if user.level >= .authNoPriv {
            let clock = engine.hint ?? engine.clock
            header.boots = clock.boots
            header.time = clock.time(at: now)
        }
        let scoped = ScopedPDU.encoded(
            contextEngineID: user.contextEngineID ?? engine.id, contextName: user.contextName, pdu: pdu)
        return try engine.keys.protect(header, scoped)
    }

    /// The msgID without decoding the rest; `nil` where the datagram is not SNMPv3.
    public static func messageIdentifier(in datagram: [UInt8]) -> Int32? { USMMessage.identifier(in: datagram) }

    private mutating func remember(_ identifier: Int32) {
        let entry = Sent(identifier: identifier, generation: generation)
        if sent.count < Self.rememberedMessages {
            sent.append(entry)
        } else {
            sent[nextSent] = entry
            nextSent = (nextSent + 1) % Self.rememberedMessages
        }
    }

    /// The generation that the message was sent in; `nil` where none was lately. The highest, if one was sent again.
    private func generation(of identifier: Int32) -> Int? {
        sent.lazy.filter { $0.identifier == identifier }.map(\.generation).max()
    }
}

extension USMClient {
    /// Throws where the datagram is not a v3 message under this security model.
    public mutating func receive(_ datagram: [UInt8], at now: Int64) throws(BERError) -> USMAnswer {
        let message = try USMMessage(decoding: datagram)
        return message.header.level == .noAuthNoPriv
            ? try receivePlain(message, at: now) : try receiveSigned(message, at: now)
    }

    private mutating func receivePlain(_ message: USMMessage, at now: Int64) throws(BERError) -> USMAnswer {
        let header = message.header
        let scoped = try ScopedPDU(message.bytes, message.payload)
        if scoped.pduTag == USMReport.pduTag {
            guard let report = scoped.report else { return .ignored(.unknownMessage) }
            return receive(report, unsignedIn: header, at: now)
        }
        guard let engine, header.engineID == engine.id else { return .ignored(.otherEngine) }
        guard user.level == .noAuthNoPriv else { return .ignored(.otherLevel) }
        guard header.user == user.name else { return .ignored(.otherUser) }
        fruitless = 0
        return .pdu(bytes: scoped.bytes, pdu: scoped.pdu, identifier: header.identifier)
    }

    private mutating func receive(
        _ report: USMReport, unsignedIn header: USMHeader, at now: Int64
    ) -> USMAnswer {
        guard let generation = generation(of: header.identifier) else { return .ignored(.unknownMessage) }
        // Whatever an agent reports on a discovery, it tells its engine ID with it.
        guard let engine, report != .unknownEngine else { return discover(header, generation, at: now) }
        guard header.engineID == engine.id else { return .ignored(.otherEngine) }
        // RFC 3414 §3.2 7a: these are signed.
        guard report != .notInTimeWindow || user.level == .noAuthNoPriv else { return .ignored(.unsignedReport) }
        // On a discovery that was sent again, and answered late.
        guard generation == self.generation else { return .discovered(identifier: header.identifier) }
        return .refused(report.refusal, identifier: header.identifier)
    }

    private mutating func discover(_ header: USMHeader, _ generation: Int, at now: Int64) -> USMAnswer {
        // On a message sent before the engine became known.
        if engine != nil, generation < self.generation { return .discovered(identifier: header.identifier) }
        guard !header.engineID.isEmpty, header.engineID != engine?.id, fruitless < Self.fruitlessLimit else {
            forget()
            return .refused(.unknownEngine, identifier: header.identifier)
        }
        do throws(USMRefusal) {
            engine = Engine(
                id: header.engineID, keys: try LocalisedKeys(user, engineID: header.engineID),
                clock: EngineClock(boots: 0, time: 0, at: now),
                hint: EngineClock(boots: header.boots, time: header.time, at: now))
        } catch {
            return .refused(error, identifier: header.identifier)
        }
        fruitless += 1
        self.generation += 1
        return .discovered(identifier: header.identifier)
    }

    private mutating func receiveSigned(_ message: USMMessage, at now: Int64) throws(BERError) -> USMAnswer {
        let header = message.header
        guard let engine, header.engineID == engine.id else { return .ignored(.otherEngine) }
        guard header.user == user.name else { return .ignored(.otherUser) }
        guard header.level <= user.level else { return .ignored(.otherLevel) }
        guard engine.keys.isAuthentic(message) else { return .ignored(.wrongDigest) }
        guard let scoped = engine.keys.scopedPDU(of: message) else {
            guard header.level == .authPriv else { throw BERError(.truncated, at: message.payload.lowerBound) }
            return generation(of: header.identifier) == nil
                ? .ignored(.unknownMessage) : .refused(.cannotDecrypt, identifier: header.identifier)
        }
        guard header.boots != EngineClock.exhaustedBoots else {
            return .refused(.bootsExhausted, identifier: header.identifier)
        }
        let report = scoped.report
        if report == .notInTimeWindow { return resynchronise(header, at: now) }
        guard accept(header, at: now) else { return .ignored(.outsideWindow) }
        if let report { return .refused(report.refusal, identifier: header.identifier) }
        guard header.level == user.level else { return .ignored(.otherLevel) }
        fruitless = 0
        return .pdu(bytes: scoped.bytes, pdu: scoped.pdu, identifier: header.identifier)
    }

    private mutating func accept(_ header: USMHeader, at now: Int64) -> Bool {
        guard engine?.clock.accept(boots: header.boots, time: header.time, at: now) == true else { return false }
        engine?.hint = nil
        return true
    }

    /// A signed report on a message of ours is news, for msgIDs do not come again: it is believed even where it turns
    /// the clock back, since devices do lose their boots counter.
    private mutating func resynchronise(_ header: USMHeader, at now: Int64) -> USMAnswer {
        guard let generation = generation(of: header.identifier) else { return .ignored(.unknownMessage) }
        // On a message sent before the clock became known.
        if generation < self.generation { return .resynchronised(identifier: header.identifier) }
        guard fruitless < Self.fruitlessLimit else {
            forget()
            return .refused(.notInTimeWindow, identifier: header.identifier)
        }
        engine?.clock = EngineClock(boots: header.boots, time: header.time, at: now)
        engine?.hint = nil
        fruitless += 1
        self.generation += 1
        return .resynchronised(identifier: header.identifier)
    }
}
