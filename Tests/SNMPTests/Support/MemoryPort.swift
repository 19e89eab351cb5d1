import Sockets
import Synchronization

@testable import SNMP

/// A network in memory: keeps what is sent, delivers what a test says.
final class MemoryPort: DatagramPort {
    struct State {
        var batches: [[OutgoingDatagram]] = []
        /// What becomes of the next batches; sent when there is nothing here.
        var outcomes: [SendOutcome] = []
    }
    private let state = Mutex(State())
    private let take: @Sendable (Reception) -> Void

    init(_ take: @escaping @Sendable (Reception) -> Void) { self.take = take }

    var batches: [[OutgoingDatagram]] { state.withLock { $0.batches } }
    func next(_ outcome: SendOutcome) { state.withLock { $0.outcomes.append(outcome) } }

    func send(_ batch: [OutgoingDatagram]) -> SendOutcome {
        state.withLock { state in
            state.batches.append(batch)
            if !state.outcomes.isEmpty { return state.outcomes.removeFirst() }
            var outcome = SendOutcome()
            outcome.sent = batch.count
            return outcome
        }
    }

    /// All at once, as one reading of a socket brings them.
    func deliver(_ datagrams: [(bytes: [UInt8], source: SocketAddress)], unreachable: [Unreachable] = []) {
        take(
            Reception(
                datagrams: datagrams.map {
                    ReceivedDatagram(
                        bytes: $0.bytes, source: $0.source, userReceiveNanoseconds: 7,
                        userReceiveMonotonicNanoseconds: 7)
                }, unreachable: unreachable))
    }
}

/// A dispatcher over a network in memory.
struct MemoryNetwork {
    let dispatcher: SNMPDispatcher
    private let ports: Ports

    private final class Ports: Sendable {
        let open = Mutex<[MemoryPort]>([])
    }

    init(time: ManualTime = ManualTime(isStopped: true)) {
        let ports = Ports()
        self.ports = ports
        dispatcher = SNMPDispatcher(time: time) { (_, take) throws(SocketError) in
            let port = MemoryPort(take)
            ports.open.withLock { $0.append(port) }
            return port
        }
    }

    var port: MemoryPort? { ports.open.withLock { $0.first } }
    var sent: [OutgoingDatagram] { port?.batches.flatMap { $0 } ?? [] }

    /// A channel to `address`, and no more requests under way than `inFlight`.
    func channel(_ address: SocketAddress, inFlight: Int = 2, retries: Int = 1) async throws -> SNMPConversation {
        let agent = SNMPAgent(host: address.host, port: address.port, retries: retries, inFlight: inFlight)
        guard let channel = try await dispatcher.open(agent) as? SNMPConversation else { throw CancellationError() }
        return channel
    }

    /// Waits for others' turns until `count` datagrams were sent.
    func sent(_ count: Int) async -> [OutgoingDatagram] {
        while sent.count < count { await Task.yield() }
        return sent
    }
}

/// Asks for `1.3.1` … `1.3.count`, each in a request of its own, in whatever order they are answered.
struct Questionnaire: SNMPDialogue {
    let count: Int
    private var asked = 0
    private(set) var answers: [Int: [VariableBinding]] = [:]

    init(_ count: Int) { self.count = count }

    mutating func next() -> SNMPStep<[Int: [VariableBinding]]> {
        if answers.count == count { return .finished(answers) }
        if asked == count { return .wait }
        asked += 1
        return .request(.get([OID([1, 3, UInt32(asked)])]), ticket: asked)
    }
    mutating func receive(_ response: SNMPResponse, ticket: Int) { answers[ticket] = response.variables }
}
