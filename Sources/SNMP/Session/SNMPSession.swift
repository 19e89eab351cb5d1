import Sockets

/// The conversation with one agent, without I/O: takes events, returns what to do. Time is monotonic nanoseconds.
///
/// A request keeps its identifier through its retries, so that the late answer to an earlier try counts. A retried
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

        public init(
            credentials: SNMPCredentials, timeoutNanoseconds: Int64, retries: Int, maxRepetitions: Int,
            inFlight: Int = 2
        ) {
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
        /// Not an SNMPv2c response.
        public var malformed = 0
        public init() {}
    }

    public static let maximumOutstanding = 16
    private static let rememberedRequests = 64

    private struct Outstanding {
        let identifier: Int32
        let request: SNMPRequest
        var tries = 1
        var askedRepetitions: Int
        var deadline: Int64
        var waited: Int64 = 0
    }

    public let agent: SocketAddress
    public let settings: Settings
    public private(set) var counters = Counters()
    private let community: [UInt8]
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
        if case .community(let name) = settings.credentials { community = name.bytes } else { community = [] }
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
        if outstanding.isEmpty { evidence = SNMPFailure.Evidence() }
        var asked = repetitionLimit
        if case .getBulk(_, _, let maxRepetitions) = request { asked = max(1, min(asked, maxRepetitions)) }
        let entry = Outstanding(
            identifier: identifier, request: request, askedRepetitions: asked,
            deadline: now &+ settings.timeoutNanoseconds)
        outstanding.append(entry)
        send(entry, &actions)
    }

    private mutating func send(_ entry: Outstanding, _ actions: inout [Action]) {
        counters.sent += 1
        let pdu = entry.request.pdu(identifier: entry.identifier, repetitionLimit: entry.askedRepetitions)
        actions.append(.send(SNMPMessage(community: community, pdu: pdu).encoded()))
    }

    private mutating func expire(_ now: Int64, _ actions: inout [Action]) {
        for place in outstanding.indices.reversed() where outstanding[place].deadline <= now {
            counters.timedOut += 1
            outstanding[place].waited &+= wait(beforeTry: outstanding[place].tries + 1)
            let entry = outstanding[place]
            guard entry.tries <= settings.retries else {
                finish(at: place, isAnswered: false)
                let failure = SNMPFailure.timeout(
                    tries: entry.tries, waitedNanoseconds: entry.waited, evidence)
                actions.append(.fail(identifier: entry.identifier, failure))
                continue
            }
            counters.retried += 1
            if case .getBulk = entry.request { shrink(place) }
            outstanding[place].tries += 1
            outstanding[place].deadline = now &+ wait(beforeTry: outstanding[place].tries + 1)
            send(outstanding[place], &actions)
        }
    }

    /// How long try number `next - 1` waits before `next` is due.
    private func wait(beforeTry next: Int) -> Int64 {
        let doublings = min(max(next - 3, 0), 3)
        return settings.timeoutNanoseconds.multipliedReportingOverflow(by: 1 << Int64(doublings)).partialValue
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
        let message: SNMPMessage
        do throws(BERError) {
            message = try SNMPMessage(decoding: bytes)
        } catch {
            counters.malformed += 1
            evidence.malformed = error
            return
        }
        guard message.version == .v2c, case .response(let status, let index) = message.pdu.kind else {
            counters.malformed += 1
            return
        }
        let identifier = message.pdu.requestIdentifier
        guard let place = outstanding.firstIndex(where: { $0.identifier == identifier }) else {
            countStray(identifier)
            return
        }
        let entry = outstanding[place]
        if status == .tooBig, case .getBulk = entry.request, entry.askedRepetitions > 1 {
            counters.shrunk += 1
            shrink(place)
            repetitionCeiling = min(repetitionCeiling, outstanding[place].askedRepetitions)
            outstanding[place].deadline = now &+ settings.timeoutNanoseconds
            send(outstanding[place], &actions)
            return
        }
        finish(at: place, isAnswered: true)
        counters.answered += 1
        if entry.tries == 1 { repetitionLimit = min(repetitionLimit + 1, repetitionCeiling) }
        let response = SNMPResponse(
            errorStatus: status, errorIndex: index, variables: message.pdu.variables, tries: entry.tries,
            receivedNanoseconds: received)
        actions.append(.deliver(identifier: identifier, response))
    }

    private mutating func countStray(_ identifier: Int32) {
        switch finished.last(where: { $0.identifier == identifier })?.isAnswered {
        case true: counters.duplicate += 1
        case false: counters.late += 1
        case nil: counters.unknown += 1
        }
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
