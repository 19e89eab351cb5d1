import Collecting
import Sockets

/// The conversation with one agent, without I/O: takes events, returns what to do. Time is monotonic nanoseconds.
///
/// A request keeps its identifier (request-id, and msgID in SNMPv3) through its retries, so that the late answer to an
/// earlier try counts. A retried
/// GETBULK asks for half the rows, since a big answer may have been lost to fragmentation: the limit halves on loss
/// and grows by one on success; what an agent calls tooBig is never asked again.
public struct SNMPSession: Sendable {
    public struct Settings: Hashable, Sendable {
        public var credentials: SNMPCredentials
        /// Wait for the first two tries; each further one doubles it, up to eight times.
        public var timeoutNanoseconds: Int64
        /// Tries after the first one.
        public var retries: Int
        /// Most max-repetitions ever asked for.
        public var maxRepetitions: Int
        /// Requests of a dialogue under way at once.
        public var inFlight: Int
        /// Spreads the waits of retries by up to a quarter, so that agents which fell silent together are not asked
        /// again together; `nil`: no spreading.
        public var jitterSeed: UInt64?

        public init(
            credentials: SNMPCredentials, timeoutNanoseconds: Int64, retries: Int, maxRepetitions: Int,
            inFlight: Int = 2, jitterSeed: UInt64? = nil
        ) {
            self.jitterSeed = jitterSeed
            self.credentials = credentials
            self.timeoutNanoseconds = max(1, timeoutNanoseconds)
            self.retries = max(0, retries)
            self.maxRepetitions = max(1, maxRepetitions)
            self.inFlight = min(max(1, inFlight), SNMPSession.maximumOutstanding)
        }
    }

    public enum Event: Sendable {
        /// Identifiers come from outside, so that sessions which share a socket never use the same one.
        case start(SNMPRequest, identifier: Int32)
        case datagram([UInt8], from: SocketAddress, receivedNanoseconds: Int64)
        case timer
        /// ICMP about the agent's address.
        case unreachable(isRefused: Bool, reason: String)
        case sendFailed(reason: String)
        /// Nobody waits for the answer any more.
        case cancel(identifier: Int32)
    }

    public enum Action: Hashable, Sendable {
        case send([UInt8])
        case deliver(identifier: Int32, SNMPResponse)
        case fail(identifier: Int32, SNMPFailure)
        /// Come back with `.timer` once this instant is reached, not before. Timers armed earlier stay armed.
        case arm(atNanoseconds: Int64)
    }

    /// What arrived and answered nothing.
    public struct Counters: Hashable, Sendable {
        public var sent = 0, answered = 0, retried = 0, timedOut = 0, shrunk = 0
        /// Answers to requests that had failed or been cancelled.
        public var late = 0
        /// Second answers.
        public var duplicate = 0
        /// From an address that is not the agent's.
        public var foreign = 0
        /// With a request identifier that was not in use.
        public var unknown = 0
        /// No message of the session's version, or no response.
        public var malformed = 0
        /// With another community; SNMPv3: not authentic, or outside the time window.
        public var untrusted = 0
        /// SNMPv3: the engine or its clock was found out (again).
        public var discovered = 0, resynchronised = 0
        public init() {}
    }

    public static let maximumOutstanding = 16
    private static let rememberedRequests = 64
    /// An engine that changes at every answer is not followed for ever.
    private static let mostRelearned = 3

    private struct Outstanding {
        let identifier: Int32
        let request: SNMPRequest
        var tries = 1
        var askedRepetitions: Int
        var deadline: Int64
        var waited: Int64 = 0
        /// SNMPv3: how often the agent's engine or clock had to be learnt for it.
        var relearned = 0
        /// Waits for the engine; its deadline is that of the discovery.
        var awaitsEngine = false
    }

    public let agent: SocketAddress
    public let settings: Settings
    public private(set) var counters = Counters()
    private var security: SessionSecurity
    /// SNMPv3: the engine has answered since it was discovered.
    private var hasAnsweredUser = false
    private var jitter: JitterSequence
    private var outstanding: [Outstanding] = []
    private var finished: [(identifier: Int32, isAnswered: Bool)] = []
    private var evidence = SNMPFailure.Evidence()
    private var armedDeadline: Int64?
    private var repetitionCeiling: Int
    /// What GETBULK asks for at most now.
    public private(set) var repetitionLimit: Int

    public init(agent: SocketAddress, settings: Settings) {
        self.agent = agent
        self.settings = settings
        security = SessionSecurity(settings.credentials)
        jitter = JitterSequence(seed: settings.jitterSeed ?? 0)
        repetitionCeiling = settings.maxRepetitions
        repetitionLimit = settings.maxRepetitions
    }

    public mutating func handle(_ event: Event, at now: Int64) -> [Action] {
        var actions: [Action] = []
        switch event {
        case .start(let request, let identifier): start(request, identifier, now, &actions)
        case .datagram(let bytes, let source, let received): receive(bytes, source, received, now, &actions)
        case .timer:
            // One left over from a deadline that was armed again since.
            if let armedDeadline, now < armedDeadline { return [] }
            armedDeadline = nil
            expire(now, &actions)
        case .unreachable(isRefused: true, _): failAll(.refused, &actions)
        case .unreachable(isRefused: false, let reason): evidence.unreachable = reason
        case .sendFailed(let reason): failAll(.notSent(reason), &actions)
        case .cancel(let identifier):
            if let place = outstanding.firstIndex(where: { $0.identifier == identifier }) {
                finish(at: place, isAnswered: false)
            }
        }
        arm(&actions)
        return actions
    }

    private mutating func start(
        _ request: SNMPRequest, _ identifier: Int32, _ now: Int64, _ actions: inout [Action]
    ) {
        guard outstanding.count < Self.maximumOutstanding else {
            actions.append(.fail(identifier: identifier, .tooManyRequests))
            return
        }
        if outstanding.isEmpty {
            evidence = SNMPFailure.Evidence(asking: security.user == nil ? .asCommunity : .asUser)
        }
        var asked = repetitionLimit
        if case .getBulk(_, _, let maxRepetitions) = request { asked = max(1, min(asked, maxRepetitions)) }
        outstanding.append(
            Outstanding(
                identifier: identifier, request: request, askedRepetitions: asked,
                deadline: now &+ settings.timeoutNanoseconds))
        send(outstanding.count - 1, now, &actions)
    }

    /// Sends the request, or a discovery where the agent's engine is not known; one discovery at a time is enough.
    private mutating func send(_ place: Int, _ now: Int64, _ actions: inout [Action]) {
        let identifier = outstanding[place].identifier
        if security.needsDiscovery {
            let isUnderWay = outstanding.indices.contains { $0 != place && outstanding[$0].awaitsEngine }
            outstanding[place].awaitsEngine = true
            if isUnderWay, outstanding[place].tries == 1 { return }
            counters.sent += 1
            actions.append(.send(security.discovery(identifier: identifier)))
            return
        }
        outstanding[place].awaitsEngine = false
        do throws(USMRefusal) {
            let message = try security.message(
                outstanding[place].request, identifier: identifier, repetitions: outstanding[place].askedRepetitions,
                at: now)
            counters.sent += 1
            actions.append(.send(message))
        } catch {
            refuse(place, error, &actions)
        }
    }

    private mutating func expire(_ now: Int64, _ actions: inout [Action]) {
        for place in outstanding.indices.reversed() where outstanding[place].deadline <= now {
            counters.timedOut += 1
            outstanding[place].waited &+= wait(beforeTry: outstanding[place].tries + 1)
            let entry = outstanding[place]
            guard entry.tries <= settings.retries else {
                finish(at: place, isAnswered: false)
                if let user = security.user, user.level == .authPriv, !security.needsDiscovery, !hasAnsweredUser {
                    evidence.asking = .encryptedToKnownEngine
                }
                if outstanding.isEmpty { security.forget() }
                let failure = SNMPFailure.timeout(
                    tries: entry.tries, waitedNanoseconds: entry.waited, evidence)
                actions.append(.fail(identifier: entry.identifier, failure))
                continue
            }
            counters.retried += 1
            if case .getBulk = entry.request, !entry.awaitsEngine { shrink(place) }
            outstanding[place].tries += 1
            outstanding[place].deadline = now &+ spread(wait(beforeTry: outstanding[place].tries + 1))
            send(place, now, &actions)
        }
    }

    /// How long try number `next - 1` waits before `next` is due.
    private func wait(beforeTry next: Int) -> Int64 {
        let doublings = min(max(next - 3, 0), 3)
        return settings.timeoutNanoseconds.multipliedReportingOverflow(by: 1 << Int64(doublings)).partialValue
    }

    private mutating func spread(_ wait: Int64) -> Int64 {
        guard settings.jitterSeed != nil, wait > 4 else { return wait }
        return wait &+ Int64(jitter.next() % UInt64(wait / 4))
    }

    private mutating func shrink(_ place: Int) {
        outstanding[place].askedRepetitions = max(1, outstanding[place].askedRepetitions / 2)
        repetitionLimit = min(repetitionLimit, outstanding[place].askedRepetitions)
    }

    private mutating func receive(
        _ bytes: [UInt8], _ source: SocketAddress, _ received: Int64, _ now: Int64, _ actions: inout [Action]
    ) {
        guard source == agent else {
            counters.foreign += 1
            evidence.foreignSource = source
            return
        }
        let incoming: SessionSecurity.Incoming
        do throws(BERError) {
            incoming = try security.open(bytes, at: now)
        } catch {
            counters.malformed += 1
            evidence.malformed = error
            return
        }
        switch incoming {
        case .response(let identifier, let status, let index, let list):
            guard let place = place(of: identifier) else { return }
            let response = SNMPResponse(
                errorStatus: status, errorIndex: index, list: list, tries: outstanding[place].tries,
                receivedNanoseconds: received, octets: bytes.count)
            answer(place, response, now, &actions)
        case .discovered(let identifier):
            counters.discovered += 1
            hasAnsweredUser = false
            relearn(identifier, orRefuse: .unknownEngine, now, &actions)
            // The others that waited for the engine.
            for place in outstanding.indices.reversed() where outstanding[place].awaitsEngine {
                outstanding[place].deadline = now &+ settings.timeoutNanoseconds
                send(place, now, &actions)
            }
        case .resynchronised(let identifier):
            counters.resynchronised += 1
            relearn(identifier, orRefuse: .notInTimeWindow, now, &actions)
        case .refused(let refusal, let identifier):
            if let place = place(of: identifier) { refuse(place, refusal, &actions) }
        case .ignored(isTrusted: true): counters.malformed += 1
        case .ignored(isTrusted: false): counters.untrusted += 1
        }
    }

    private mutating func answer(
        _ place: Int, _ response: SNMPResponse, _ now: Int64, _ actions: inout [Action]
    ) {
        let entry = outstanding[place]
        if response.errorStatus == .authorizationError, security.user != nil {
            refuse(place, .accessDenied, &actions)
            return
        }
        if case .getBulk(let nonRepeaters, let repeaters, _) = entry.request {
            if response.errorStatus == .tooBig, entry.askedRepetitions > 1 {
                counters.shrunk += 1
                shrink(place)
                repetitionCeiling = min(repetitionCeiling, outstanding[place].askedRepetitions)
                outstanding[place].deadline = now &+ settings.timeoutNanoseconds
                send(place, now, &actions)
                return
            }
            if entry.tries == 1 { repetitionLimit = min(repetitionLimit + 1, repetitionCeiling) }
            let rows = (response.list.count - nonRepeaters.count) / max(1, repeaters.count)
            if isCutShort(response, entry, nonRepeaters.count + repeaters.count * entry.askedRepetitions) {
                // What the agent has no room for is not worth asking; it grows again, one by one.
                counters.shrunk += 1
                repetitionLimit = max(1, min(repetitionLimit, rows))
            }
        }
        finish(at: place, isAnswered: true)
        counters.answered += 1
        hasAnsweredUser = true
        actions.append(.deliver(identifier: entry.identifier, response))
    }

    /// Fewer variables than asked for although no table has ended.
    private func isCutShort(_ response: SNMPResponse, _ entry: Outstanding, _ expected: Int) -> Bool {
        response.errorStatus == .noError && !response.list.isEmpty && response.list.count < expected
            && response.list.fields.last?.tag != BERTag.endOfMibView
    }

    /// Sends a request again with what has been learnt of the agent's engine.
    private mutating func relearn(
        _ identifier: Int32, orRefuse refusal: USMRefusal, _ now: Int64, _ actions: inout [Action]
    ) {
        guard let place = outstanding.firstIndex(where: { $0.identifier == identifier }) else { return }
        outstanding[place].relearned += 1
        guard outstanding[place].relearned <= Self.mostRelearned else {
            refuse(place, refusal, &actions)
            return
        }
        outstanding[place].deadline = now &+ settings.timeoutNanoseconds
        send(place, now, &actions)
    }

    private mutating func refuse(_ place: Int, _ refusal: USMRefusal, _ actions: inout [Action]) {
        guard let user = security.user else { return }
        let identifier = outstanding[place].identifier
        finish(at: place, isAnswered: true)
        actions.append(.fail(identifier: identifier, .security(refusal, user: user)))
    }

    /// Where the request stands that an answer belongs to; counts answers that belong to none.
    private mutating func place(of identifier: Int32) -> Int? {
        if let place = outstanding.firstIndex(where: { $0.identifier == identifier }) { return place }
        switch finished.last(where: { $0.identifier == identifier })?.isAnswered {
        case true: counters.duplicate += 1
        case false: counters.late += 1
        case nil: counters.unknown += 1
        }
        return nil
    }

    private mutating func failAll(_ failure: SNMPFailure, _ actions: inout [Action]) {
        while let identifier = outstanding.last?.identifier {
            finish(at: outstanding.count - 1, isAnswered: false)
            actions.append(.fail(identifier: identifier, failure))
        }
    }

    private mutating func finish(at place: Int, isAnswered: Bool) {
        if finished.count == Self.rememberedRequests { finished.removeFirst() }
        finished.append((outstanding[place].identifier, isAnswered))
        outstanding.remove(at: place)
    }

    /// One armed timer is enough while no deadline is earlier: `.timer` arms the next one.
    private mutating func arm(_ actions: inout [Action]) {
        guard let earliest = outstanding.lazy.map(\.deadline).min() else { return }
        if let armedDeadline, armedDeadline <= earliest { return }
        armedDeadline = earliest
        actions.append(.arm(atNanoseconds: earliest))
    }
}

extension SNMPSession {
    /// The identifier of the request that a message answers, without decoding the rest; `nil` where there is none.
    static func identifier(in datagram: [UInt8]) -> Int32? {
        USMClient.messageIdentifier(in: datagram) ?? SNMPMessage.requestIdentifier(in: datagram)
    }
}
