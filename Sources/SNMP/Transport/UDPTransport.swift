import Collecting
import Sockets
import Synchronization

/// Talks to any number of agents over one UDP socket for each address family.
///
/// What arrives goes to the conversation that its request identifier belongs to, which holds its source against the
/// agent's address; the rest goes to the conversation with its source, to be counted there.
public final class UDPTransport: SNMPTransport {
    /// Datagrams that belong to no conversation.
    public struct Counters: Hashable, Sendable {
        public var unknown = 0
        public init() {}
    }

    private struct State {
        var sockets: [SocketAddress.Family: Registered] = [:]
        var conversations: [Int32: UDPConversation] = [:]
        var bySource: [SocketAddress: WeakConversation] = [:]
        var nextIdentifier = Int32.random(in: 1...0x3FFF_FFFF)
        var counters = Counters()
        private var pruneCount = State.leastPruneCount
        private static let leastPruneCount = 64

        mutating func remember(_ conversation: UDPConversation) {
            if bySource.count >= pruneCount {
                bySource = bySource.filter { $0.value.conversation != nil }
                pruneCount = max(Self.leastPruneCount, bySource.count * 2)
            }
            bySource[conversation.agent] = WeakConversation(conversation: conversation)
        }
    }
    private struct Registered {
        let socket: DatagramSocket
        let registration: ReadinessLoop.Registration
    }
    private struct WeakConversation { weak var conversation: UDPConversation? }

    /// Datagrams read at one call of readiness, so that other sockets of the loop get their turn.
    private static let batchesAtOnce = 8
    private static let socketBufferBytes = 4 << 20
    private static let resolveMilliseconds = 5_000

    private let loop: ReadinessLoop
    private let time: any TimeSource
    private let state = Mutex(State())

    public init(loop: ReadinessLoop, time: any TimeSource = SystemTime()) {
        self.loop = loop
        self.time = time
    }

    deinit {
        for registered in state.withLock({ Array($0.sockets.values) }) { loop.cancel(registered.registration) }
    }

    public var counters: Counters { state.withLock { $0.counters } }

    public func open(_ agent: SNMPAgent) async throws -> any SNMPChannel {
        do {
            let found = try await SocketAddress.resolve(
                host: agent.host, port: agent.port, timeoutMilliseconds: Self.resolveMilliseconds)
            guard let address = found.first else {
                throw CollectorError(
                    .system, "\(agent.host) has no address", advice: "check the host name and the resolver")
            }
            let conversation = UDPConversation(
                session: SNMPSession(agent: address, settings: agent.settings), socket: try socket(for: address),
                transport: self, time: time)
            state.withLock { $0.remember(conversation) }
            return conversation
        } catch let error as SocketError {
            let isName = error.operation == "resolve"
            throw CollectorError(
                .system, error.description,
                advice: isName ? "check the host name and the resolver" : "check the limits of this host")
        }
    }

    /// An identifier that no other request under way has, bound to `conversation` until `release`.
    func reserve(for conversation: UDPConversation) -> Int32 {
        state.withLock { state in
            repeat {
                state.nextIdentifier = state.nextIdentifier == .max ? 1 : state.nextIdentifier + 1
            } while state.conversations[state.nextIdentifier] != nil
            state.conversations[state.nextIdentifier] = conversation
            return state.nextIdentifier
        }
    }

    func release(_ identifier: Int32) {
        state.withLock { _ = $0.conversations.removeValue(forKey: identifier) }
    }

    private func socket(for address: SocketAddress) throws(SocketError) -> DatagramSocket {
        let result: Result<DatagramSocket, SocketError> = state.withLock { state in
            if let open = state.sockets[address.family] { return .success(open.socket) }
            do throws(SocketError) {
                var options = DatagramSocket.Options()
                options.maximumDatagramBytes = 65_535
                options.receiveBufferBytes = Self.socketBufferBytes
                let socket = try DatagramSocket(forTalkingTo: address, options: options)
                let registration = try loop.register(socket) { [weak self, weak socket] in
                    if let self, let socket { self.read(socket) }
                }
                state.sockets[address.family] = Registered(socket: socket, registration: registration)
                return .success(socket)
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    private func read(_ socket: DatagramSocket) {
        for _ in 0..<Self.batchesAtOnce {
            // A socket that cannot be read shows as agents that do not answer.
            guard let reception = try? socket.receive(), !reception.isEmpty else { return }
            for datagram in reception.datagrams { route(datagram) }
            for unreachable in reception.unreachable { route(unreachable) }
        }
    }

    private func route(_ datagram: ReceivedDatagram) {
        let identifier = SNMPMessage.requestIdentifier(in: datagram.bytes)
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

    private func route(_ unreachable: Unreachable) {
        // Several conversations may go to one address (communities of one agent): the network's word is for all.
        let concerned = state.withLock { state in
            var found = state.conversations.values.filter { $0.agent == unreachable.destination }
            if let only = state.bySource[unreachable.destination]?.conversation { found.append(only) }
            return found
        }
        for conversation in concerned {
            conversation.take(.unreachable(isRefused: unreachable.isRefused, reason: unreachable.error.reason))
        }
    }
}
