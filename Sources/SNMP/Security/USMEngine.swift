import Cryptography

/// An SNMP engine that is asked or told (RFC 3414), without I/O: the receiver of traps and informs, or an agent. Time is
/// monotonic nanoseconds.
///
/// Requests and informs are held to this engine's clock; of traps the sender's engine is the authoritative one, whose
/// clock is learnt from its first authentic trap. There is no access control here: a message must come at its user's
/// own level.
public struct USMEngine: Sendable {
    /// What came, by what became of it (RFC 3414 §5 and more). Grows only.
    public struct Counters: Hashable, Sendable {
        /// With a PDU that was handed on.
        public var accepted = 0
        /// Not an SNMPv3 message of this security model.
        public var malformed = 0
        public var unsupportedLevels = 0
        public var notInTimeWindows = 0
        public var unknownUsers = 0
        /// Discoveries too.
        public var unknownEngines = 0
        public var wrongDigests = 0
        public var decryptionErrors = 0
        /// Engines forgotten because there were more than are remembered.
        public var forgottenEngines = 0
        public init() {}
    }

    /// One of several may bear a name: devices can have different passwords for it.
    private struct Account: Sendable {
        let user: USMUser
        let keys: LocalisedKeys
    }
    /// An engine that sent an authentic trap.
    private struct Sender: Sendable {
        var clock: EngineClock
        var heardNanoseconds: Int64
        /// By place in `users`.
        var keys: [Int: LocalisedKeys]
    }

    public let engineID: [UInt8]
    public private(set) var counters = Counters()
    private let clock: OwnClock
    private let accounts: [Account]
    private let places: [[UInt8]: [Int]]
    private var senders: [[UInt8]: Sender] = [:]

    /// Engines whose clocks are held against replay. Only authentic messages get an engine in.
    static let rememberedEngines = 16_384

    /// `boots`: how often this engine was started with this ID; to keep it is the caller's business.
    /// Users with a `refusal` are left out.
    public init(engineID: [UInt8], boots: Int32, users: [USMUser], at now: Int64) {
        self.engineID = engineID
        clock = OwnClock(boots: boots, startingAt: now)
        accounts = users.compactMap { user in
            (try? LocalisedKeys(user, engineID: engineID)).map { Account(user: user, keys: $0) }
        }
        places = Dictionary(grouping: accounts.indices) { [accounts] in accounts[$0].user.name }
    }

    /// An engine ID that nobody else has (RFC 3411 §5, SnmpEngineID): format 5, octets of one's own choice, under the
    /// enterprise number 32473 that is reserved for such as have none (RFC 5612).
    public static func randomEngineID() -> [UInt8] {
        [0x80, 0x00, 0x7E, 0xD9, 5] + OpenSSL.random(count: 12)
    }

    /// A message with a PDU (one BER element) at the peer's level, from this engine: an answer to `peer`, or a trap as
    /// one. Answers keep the msgID.
    public func message(_ pdu: [UInt8], to peer: USMPeer, at now: Int64) throws(USMRefusal) -> [UInt8] {
        guard let account = accounts.first(where: { $0.user == peer.user }) else { throw .unknownUser }
        let scoped = ScopedPDU.encoded(
            contextEngineID: peer.contextEngineID, contextName: peer.contextName, pdu: pdu)
        return try account.keys.protect(header(peer.user.name, peer.level, peer.identifier, at: now), scoped)
    }

    private func header(
        _ user: [UInt8], _ level: USMUser.Level, _ identifier: Int32, at now: Int64
    ) -> USMHeader {
        let (boots, time) = clock.reading(at: now)
        return USMHeader(
            identifier: identifier, level: level, isReportable: false, engineID: engineID, boots: boots, time: time,
            user: user)
    }
}

extension USMEngine {
    /// `isCandidate`: who may have sent it, as far as is known beforehand; for others no key is made. Throws where the
    /// datagram is not a v3 message under this security model.
    public mutating func receive(
        _ datagram: [UInt8], at now: Int64, from isCandidate: (USMUser) -> Bool = { _ in true }
    ) throws(BERError) -> USMReception {
        do throws(BERError) {
            let message = try USMMessage(decoding: datagram)
            do throws(USMReport) {
                return try receive(message, at: now, isCandidate)
            } catch {
                return fail(message, error, at: now)
            }
        } catch {
            counters.malformed += 1
            throw error
        }
    }

    private mutating func receive(
        _ message: USMMessage, at now: Int64, _ isCandidate: (USMUser) -> Bool
    ) throws(USMReport) -> USMReception {
        let header = message.header
        let isOwn = header.engineID == engineID
        // Of a trap the sender is authoritative, and nothing is to be reported to it (RFC 3412 §6.4).
        guard isOwn || (!header.isReportable && !header.engineID.isEmpty) else { throw .unknownEngine }
        let named = (places[header.user] ?? []).filter { isCandidate(accounts[$0].user) }
        guard !named.isEmpty else { throw .unknownUser }
        let candidates = named.filter { accounts[$0].user.level == header.level }
        guard let first = candidates.first else { throw .unsupportedLevel }
        guard header.level >= .authNoPriv else { return try hand(message, accounts[first].user, accounts[first].keys) }
        var failure = USMReport.wrongDigest
        for place in candidates {
            guard let keys = keys(place, ofSenderOf: message) else { continue }
            let isTimely =
                isOwn
                ? clock.isInWindow(boots: header.boots, time: header.time, at: now)
                : learn(header, place, keys, at: now)
            guard isTimely else { throw .notInTimeWindow }
            do throws(USMReport) {
                return try hand(message, accounts[place].user, keys)
            } catch {
                // Another user of that name may sign with the same password and encrypt otherwise.
                failure = error
            }
        }
        throw failure
    }

    private mutating func hand(
        _ message: USMMessage, _ user: USMUser, _ keys: LocalisedKeys
    ) throws(USMReport) -> USMReception {
        guard let scoped = keys.scopedPDU(of: message) else {
            throw message.header.level == .authPriv ? .decryptionError : .invalidMessage
        }
        counters.accepted += 1
        let peer = USMPeer(
            user: user, identifier: message.header.identifier, engineID: message.header.engineID,
            contextEngineID: scoped.contextEngineID, contextName: scoped.contextName,
            maximumOctets: message.header.maximumOctets)
        return .pdu(bytes: scoped.bytes, pdu: scoped.pdu, from: peer)
    }

    private mutating func fail(_ message: USMMessage, _ report: USMReport, at now: Int64) -> USMReception {
        let count = raise(report)
        let header = message.header
        guard header.isReportable else { return .ignored }
        // RFC 3414 §3.2 7a: signed, so that the other side may set its clock by it; only an authentic message gets one.
        let account =
            report == .notInTimeWindow
            ? (places[header.user] ?? []).first { accounts[$0].keys.isAuthentic(message) }.map { accounts[$0] } : nil
        let isEncrypted = header.level == .authPriv
        let scoped = isEncrypted ? nil : try? ScopedPDU(message.bytes, message.payload)
        let pdu = report.pdu(requestIdentifier: scoped?.requestIdentifier ?? 0, count: UInt64(count))
        let answer = self.header(
            account == nil ? [] : header.user, account == nil ? .noAuthNoPriv : .authNoPriv, header.identifier, at: now)
        let content = ScopedPDU.encoded(contextEngineID: engineID, contextName: [], pdu: pdu)
        guard let account else { return .report(answer.encoded(codeOctets: 0, salt: [], content).bytes) }
        return (try? account.keys.protect(answer, content)).map { .report($0) } ?? .ignored
    }

    private mutating func raise(_ report: USMReport) -> Int {
        let counter: WritableKeyPath<Counters, Int> =
            switch report {
            case .unsupportedLevel: \.unsupportedLevels
            case .notInTimeWindow: \.notInTimeWindows
            case .unknownUser: \.unknownUsers
            case .unknownEngine: \.unknownEngines
            case .wrongDigest: \.wrongDigests
            case .decryptionError: \.decryptionErrors
            default: \.malformed
            }
        counters[keyPath: counter] += 1
        return counters[keyPath: counter]
    }

    /// The account's keys, if they signed the message. Where they must be made first, that for privacy, which can cost
    /// a millisecond, is made only for a message that is authentic: anybody can send others.
    private func keys(_ place: Int, ofSenderOf message: USMMessage) -> LocalisedKeys? {
        let engine = message.header.engineID
        let user = accounts[place].user
        if let known = engine == engineID ? accounts[place].keys : senders[engine]?.keys[place] {
            return known.isAuthentic(message) ? known : nil
        }
        var signer = user
        signer.privacy = nil
        guard let signing = try? LocalisedKeys(signer, engineID: engine), signing.isAuthentic(message) else {
            return nil
        }
        return try? LocalisedKeys(user, engineID: engine)
    }

    /// Whether the authentic message is no replay. The first one of an engine is believed whatever its time (RFC 3414
    /// §3.2 7b): after a start of ours an old trap can be played to us once.
    private mutating func learn(
        _ header: USMHeader, _ place: Int, _ keys: LocalisedKeys, at now: Int64
    ) -> Bool {
        if senders[header.engineID] == nil, senders.count >= Self.rememberedEngines,
            let oldest = senders.min(by: { $0.value.heardNanoseconds < $1.value.heardNanoseconds })?.key
        {
            senders[oldest] = nil
            counters.forgottenEngines += 1
        }
        var sender =
            senders[header.engineID]
            ?? Sender(clock: EngineClock(boots: 0, time: 0, at: now), heardNanoseconds: now, keys: [:])
        let isTimely = sender.clock.accept(boots: header.boots, time: header.time, at: now)
        sender.heardNanoseconds = now
        sender.keys[place] = keys
        senders[header.engineID] = sender
        return isTimely
    }
}
