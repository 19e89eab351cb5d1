import Collecting
import Sockets
import Synchronization

/// What carries datagrams for one address family: a UDP socket, or in tests a network in memory.
public protocol DatagramPort: Sendable {
    /// Sends in order without blocking; see `DatagramSocket.send`.
    func send(_ batch: [OutgoingDatagram]) -> SendOutcome
}

/// Talks to any number of agents over one port for each address family.
///
/// What arrives goes to the conversation that its identifier (request-id, or msgID in SNMPv3) belongs to, which holds its
/// source against the agent's address; the rest goes to the conversation with its source, to be counted there. All that
/// the answers of one batch make the conversations ask leaves in one batch again.
public final class SNMPDispatcher: SNMPTransport {
    /// What belongs to no conversation, and what did not leave.
    public struct Counters: Hashable, Sendable {
        /// Datagrams received that belong to no conversation.
        public var unknown = 0
        /// Requests that found the send buffer full; their timers repeat them.
        public var unsent = 0
        /// Datagrams that the kernel threw away because this program did not read fast enough.
        public var overflowed = 0
        public init() {}
    }

    /// Opens a port for a family; the port hands what it receives to the closure.
    public typealias PortFactory =
        @Sendable (SocketAddress.Family, @escaping @Sendable (Reception) -> Void) throws(SocketError) ->
        any DatagramPort

    private struct State {
        var outboxes: [SocketAddress.Family: Outbox] = [:]
        var conversations: [Int32: SNMPConversation] = [:]
        var bySource: [SocketAddress: WeakConversation] = [:]
        var counters = Counters()
        var overflow: [SocketAddress.Family: UInt32] = [:]
        private var pruneCount = State.leastPruneCount
        private static let leastPruneCount = 64

        mutating func remember(_ conversation: SNMPConversation) {
            if bySource.count >= pruneCount {
                bySource = bySource.filter { $0.value.conversation != nil }
                pruneCount = max(Self.leastPruneCount, bySource.count * 2)
            }
            bySource[conversation.agent] = WeakConversation(conversation: conversation)
        }
    }
    private struct WeakConversation { weak var conversation: SNMPConversation? }

    private static let resolveMilliseconds = 5_000

    private let openPort: PortFactory
    private let time: any TimeSource
    private let state = Mutex(State())

    public init(time: any TimeSource, openPort: @escaping PortFactory) {
        self.time = time
        self.openPort = openPort
    }

    /// Over UDP sockets that `loop` watches.
    public convenience init(loop: ReadinessLoop, time: any TimeSource = SystemTime()) {
        self.init(time: time) { (family, take) throws(SocketError) in
            try UDPPort(family: family, loop: loop, take: take)
        }
    }

    public var counters: Counters {
        state.withLock { state in
            var counters = state.counters
            for outbox in state.outboxes.values { counters.unsent += outbox.unsent }
            return counters
        }
    }

    public func open(_ agent: SNMPAgent) async throws -> any SNMPChannel {
        do {
            let found = try await SocketAddress.resolve(
                host: agent.host, port: agent.port, timeoutMilliseconds: Self.resolveMilliseconds)
            guard let address = found.first else {
                throw CollectorError(
                    .system, "\(agent.host) has no address", advice: "check the host name and the resolver")
            }
            let conversation = SNMPConversation(
                session: SNMPSession(agent: address, settings: agent.settings), outbox: try outbox(address.family),
                dispatcher: self, time: time)
            state.withLock { $0.remember(conversation) }
            return conversation
        } catch let error as SocketError {
            let isName = error.operation == "resolve"
            throw CollectorError(
                .system, error.description,
                advice: isName ? "check the host name and the resolver" : "check the limits of this host")
        }
    }

    /// An identifier that no other request under way has, bound to `conversation` until `release`. It cannot be guessed:
    /// every agent knows the port, and one that could tell what another is asked could answer in its name.
    func reserve(for conversation: SNMPConversation) -> Int32 {
        state.withLock { state in
            var identifier: Int32
            repeat { identifier = Int32.random(in: 1...Int32.max) } while state.conversations[identifier] != nil
            state.conversations[identifier] = conversation
            return identifier
        }
    }

    func release(_ identifier: Int32) {
        state.withLock { _ = $0.conversations.removeValue(forKey: identifier) }
    }

    private func outbox(_ family: SocketAddress.Family) throws(SocketError) -> Outbox {
        let result: Result<Outbox, SocketError> = state.withLock { state in
            if let open = state.outboxes[family] { return .success(open) }
            do throws(SocketError) {
                let port = try openPort(family) { [weak self] in self?.take($0, family) }
                let outbox = Outbox(port) { [weak self] address, error in
                    for conversation in self?.concerned(address) ?? [] {
                        conversation.take(.sendFailed(reason: error.reason))
                    }
                }
                state.outboxes[family] = outbox
                return .success(outbox)
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    private func take(_ reception: Reception, _ family: SocketAddress.Family) {
        let outboxes = state.withLock { state in
            if !reception.datagrams.isEmpty {
                let news = reception.overflow &- (state.overflow[family] ?? 0)
                state.counters.overflowed += Int(news)
                state.overflow[family] = reception.overflow
            }
            return Array(state.outboxes.values)
        }
        for outbox in outboxes { outbox.hold() }
        for datagram in reception.datagrams { route(datagram) }
        for unreachable in reception.unreachable {
            for conversation in concerned(unreachable.destination) {
                conversation.take(.unreachable(isRefused: unreachable.isRefused, reason: unreachable.error.reason))
            }
        }
        for outbox in outboxes { outbox.release() }
    }

    private func route(_ datagram: ReceivedDatagram) {
        let identifier = SNMPSession.identifier(in: datagram.bytes)
        let conversation = state.withLock { state in
            let conversation =
                identifier.flatMap { state.conversations[$0] } ?? state.bySource[datagram.source]?.conversation
            if conversation == nil { state.counters.unknown += 1 }
            return conversation
        }
        conversation?.take(
            .datagram(
                datagram.bytes, from: datagram.source,
                receivedNanoseconds: datagram.kernelReceiveNanoseconds ?? datagram.userReceiveNanoseconds))
    }

    /// Several conversations may go to one address (communities of one agent): the network's word is for all.
    private func concerned(_ destination: SocketAddress) -> [SNMPConversation] {
        state.withLock { state in
            var found: [ObjectIdentifier: SNMPConversation] = [:]
            for conversation in state.conversations.values where conversation.agent == destination {
                found[ObjectIdentifier(conversation)] = conversation
            }
            if let only = state.bySource[destination]?.conversation { found[ObjectIdentifier(only)] = only }
            return Array(found.values)
        }
    }
}
