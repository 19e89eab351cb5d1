import Collecting
import Sockets
import Synchronization
import Testing

@testable import SNMP

@Suite("SNMP over UDP on loopback")
struct UDPTransportTests {
    /// Fake agents behind one real socket, told apart by community.
    private final class Server: Sendable {
        let port: UInt16
        /// One element for each datagram received.
        let received: AsyncStream<Void>
        private let loop: ReadinessLoop

        init(_ agents: [FakeAgent]) throws {
            let socket = try DatagramSocket(bindingTo: .loopback(port: 0))
            port = socket.localAddress.port
            let loop = try ReadinessLoop()
            self.loop = loop
            let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
            received = stream
            _ = try loop.register(socket) { [weak socket] in
                guard let socket, let reception = try? socket.receive() else { return }
                for datagram in reception.datagrams {
                    continuation.yield()
                    for answer in agents.compactMap({ $0.answer(datagram.bytes) }) {
                        _ = try? socket.send(answer, to: datagram.source)
                    }
                }
            }
        }
        deinit { loop.stop() }

        func agent(_ community: String, timeoutMilliseconds: Int = 10_000) -> SNMPAgent {
            SNMPAgent(
                host: "127.0.0.1", port: port, credentials: .community(Community(Array(community.utf8))),
                timeoutMilliseconds: timeoutMilliseconds)
        }
    }

    private func agents(_ count: UInt32) -> [FakeAgent] {
        (1...count).map { number in
            var agent = FakeDevice(interfaces: number).agent
            agent.community = Array("device\(number)".utf8)
            return agent
        }
    }

    @Test("many polls at once share one socket and never see each other's answers", .timeLimit(.minutes(1)))
    func manyPolls() async throws {
        let server = try Server(agents(20))
        let transport = SNMPDispatcher(loop: try ReadinessLoop())
        let counts = try await withThrowingTaskGroup(of: (Int, Int).self) { group in
            for number in 1...20 {
                group.addTask {
                    let result = try await SNMPPoll.poll(server.agent("device\(number)"), over: transport)
                    return (number, result.table.rows.count)
                }
            }
            return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        #expect(counts == Dictionary(uniqueKeysWithValues: (1...20).map { ($0, $0) }))
        #expect(transport.counters.unknown == 0)
    }

    @Test("a port where nothing listens is refused at once", .timeLimit(.minutes(1)))
    func refused() async throws {
        // A port that was free a moment ago.
        let port = try DatagramSocket(bindingTo: .loopback(port: 0)).localAddress.port
        // With a clock that never runs out, only ICMP can end this.
        let transport = SNMPDispatcher(loop: try ReadinessLoop(), time: ManualTime(isStopped: true))
        let error = await #expect(throws: CollectorError.self) {
            try await SNMPPoll.poll(SNMPAgent(host: "127.0.0.1", port: port), over: transport)
        }
        #expect(error?.code == .refused)
        #expect(error?.message == "nothing listens on 127.0.0.1:\(port) (ICMP port unreachable)")
    }

    @Test("a wrong community times out by the injected clock", .timeLimit(.minutes(1)))
    func wrongCommunity() async throws {
        let server = try Server(agents(1))
        let transport = SNMPDispatcher(loop: try ReadinessLoop(), time: ManualTime())
        let error = await #expect(throws: CollectorError.self) {
            try await SNMPPoll.poll(server.agent("wrong", timeoutMilliseconds: 2_000), over: transport)
        }
        #expect(error?.message == "no answer from 127.0.0.1:\(server.port) in 2 tries of 2 s")
    }

    @Test("cancelling ends a request that is under way", .timeLimit(.minutes(1)))
    func cancelled() async throws {
        let server = try Server([])
        let transport = SNMPDispatcher(loop: try ReadinessLoop(), time: ManualTime(isStopped: true))
        let poll = Task { try await SNMPPoll.poll(server.agent("public"), over: transport) }
        for await _ in server.received { break }
        poll.cancel()
        await #expect(throws: CancellationError.self) { _ = try await poll.value }
    }

    @Test("a task that is already cancelled does not begin", .timeLimit(.minutes(1)))
    func cancelledBefore() async throws {
        let server = try Server([])
        let transport = SNMPDispatcher(loop: try ReadinessLoop(), time: ManualTime(isStopped: true))
        let channel = try await transport.open(server.agent("public"))
        let exchange = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await channel.exchange(.get([KnownObjects.systemUpTime]))
        }
        await #expect(throws: CancellationError.self) { _ = try await exchange.value }
    }

    @Test("a name that does not resolve says so", .timeLimit(.minutes(1)))
    func noSuchName() async throws {
        let transport = SNMPDispatcher(loop: try ReadinessLoop())
        let error = await #expect(throws: CollectorError.self) {
            try await SNMPPoll.poll(SNMPAgent(host: "pe1.invalid"), over: transport)
        }
        #expect(error?.code == .system)
        #expect(error?.message.contains("pe1.invalid") == true)
        #expect(error?.advice == "check the host name and the resolver")
    }

    @Test("an agent over IPv6 is polled like any other", .timeLimit(.minutes(1)))
    func ipv6() async throws {
        let address = try #require(SocketAddress(numericHost: "::1", port: 0))
        guard let socket = try? DatagramSocket(bindingTo: address) else { return }
        let loop = try ReadinessLoop()
        let agent = FakeDevice(interfaces: 3).agent
        _ = try loop.register(socket) { [weak socket] in
            guard let socket, let reception = try? socket.receive() else { return }
            for datagram in reception.datagrams {
                if let answer = agent.answer(datagram.bytes) { _ = try? socket.send(answer, to: datagram.source) }
            }
        }
        let result = try await SNMPPoll.poll(
            SNMPAgent(host: "::1", port: socket.localAddress.port, timeoutMilliseconds: 10_000),
            over: SNMPDispatcher(loop: loop))
        #expect(result.table.rows.count == 3 && result.address == "[::1]:\(socket.localAddress.port)")
    }
}
