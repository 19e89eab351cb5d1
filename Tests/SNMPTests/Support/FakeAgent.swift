import Collecting
import Synchronization

@testable import SNMP

/// An agent in memory: answers GET, GETNEXT and GETBULK (RFC 3416 §4.2) from a sorted list of variables.
struct FakeAgent: Sendable {
    var variables: [VariableBinding]
    var community = Array("public".utf8)
    /// Longest answer, octets; GETBULK is cut to fit.
    var maximumOctets = 65_000
    /// More repetitions than this are answered with tooBig.
    var tooBigAbove = Int.max
    /// Last word on an answer.
    var distort: @Sendable (PDU, inout PDU) -> Void = { _, _ in }

    init(_ variables: [VariableBinding]) { self.variables = variables.sorted { $0.name < $1.name } }

    /// `nil`: silence, as for a wrong community.
    func answer(_ datagram: [UInt8]) -> [UInt8]? {
        guard let message = try? SNMPMessage(decoding: datagram), message.community == community else { return nil }
        return answer(message.pdu).map { SNMPMessage(community: community, pdu: $0).encoded() }
    }

    func answer(_ request: PDU) -> PDU? {
        var response = PDU(
            .response(.noError, errorIndex: 0), requestIdentifier: request.requestIdentifier, variables: [])
        switch request.kind {
        case .getRequest: response.variables = request.variables.map { get($0.name) }
        case .getNextRequest: response.variables = request.variables.map { next($0.name) }
        case .getBulkRequest(let nonRepeaters, let repetitions):
            if repetitions > tooBigAbove {
                response.kind = .response(.tooBig, errorIndex: 0)
            } else {
                response.variables = bulk(request.variables, Int(nonRepeaters), Int(repetitions))
            }
        default: return nil
        }
        distort(request, &response)
        return response
    }

    private func get(_ name: OID) -> VariableBinding {
        let place = firstPlace(notBelow: name)
        if place < variables.count, variables[place].name == name { return variables[place] }
        return VariableBinding(name, .noSuchInstance)
    }

    private func next(_ name: OID) -> VariableBinding {
        var place = firstPlace(notBelow: name)
        if place < variables.count, variables[place].name == name { place += 1 }
        return place < variables.count ? variables[place] : VariableBinding(name, .endOfMibView)
    }

    private func bulk(_ asked: [VariableBinding], _ nonRepeaters: Int, _ repetitions: Int) -> [VariableBinding] {
        var answer = asked.prefix(nonRepeaters).map { next($0.name) }
        var cursors = asked.dropFirst(nonRepeaters).map(\.name)
        var octets = 64
        for _ in 0..<repetitions {
            for place in cursors.indices {
                let variable = next(cursors[place])
                var writer = BERWriter()
                writer.value(variable.value)
                octets += writer.bytes.count + variable.name.arcs.count * 2 + 6
                if octets > maximumOctets { return answer }
                answer.append(variable)
                cursors[place] = variable.name
            }
        }
        return answer
    }

    private func firstPlace(notBelow name: OID) -> Int {
        var low = 0
        var high = variables.count
        while low < high {
            let middle = (low + high) / 2
            if variables[middle].name < name { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

/// Runs a session against a fake agent: datagrams arrive at once, time jumps to the next timer when nothing does.
final class FakeTransport: SNMPTransport, SequentialChannel {
    struct State {
        var agent: FakeAgent?
        /// In its place: an agent behind an SNMPv3 engine.
        var secureAgent: SecureAgent?
        var session = FakeTransport.session(
            SNMPSession.Settings(
                credentials: .community(.wellKnown), timeoutNanoseconds: 2_000_000_000, retries: 1, maxRepetitions: 25))
        var now: Int64 = 0
        var timer: Int64 = 0
        var identifier: Int32 = 0
        var opened = 0
        var requests = 0
    }
    let state: Mutex<State>
    let time: any TimeSource = ManualTime(isStopped: true)

    /// `nil`: nobody answers.
    init(_ agent: FakeAgent?) { state = Mutex(State(agent: agent)) }

    static func session(_ settings: SNMPSession.Settings) -> SNMPSession {
        SNMPSession(agent: .loopback(port: 161), settings: settings)
    }

    func open(_ agent: SNMPAgent) async throws -> any SNMPChannel {
        state.withLock { state in
            state.session = Self.session(agent.settings)
            state.opened += 1
        }
        return self
    }

    func answer(_ request: SNMPRequest) async throws -> SNMPResponse {
        try Task.checkCancellation()
        return try state.withLock { try $0.exchange(request) }
    }
}

extension FakeTransport.State {
    mutating func exchange(_ request: SNMPRequest) throws -> SNMPResponse {
        identifier += 1
        requests += 1
        var actions = session.handle(.start(request, identifier: identifier), at: now)
        while true {
            var following: [SNMPSession.Action] = []
            for action in actions {
                switch action {
                case .send(let bytes):
                    guard let answer = try secureAgent?.answer(bytes, at: now) ?? agent?.answer(bytes) else { break }
                    now += 1_000_000
                    following += session.handle(
                        .datagram(answer, from: .loopback(port: 161), receivedNanoseconds: now), at: now)
                case .deliver(_, let response): return response
                case .fail(_, let failure): throw failure
                case .arm(let deadline): timer = deadline
                }
            }
            if following.isEmpty {
                now = max(now, timer)
                following = session.handle(.timer, at: now)
            }
            actions = following
        }
    }
}
