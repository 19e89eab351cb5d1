import Collecting
import Sockets
import Testing

@testable import SNMP

@Suite("Conversations over a network in memory", .timeLimit(.minutes(1)))
struct SNMPConversationTests {
    private let first = SocketAddress(ipv4: 192, 0, 2, 1, port: 161)
    private let second = SocketAddress(ipv4: 192, 0, 2, 2, port: 161)

    /// The answer to a request: the names asked for, each with its last arc as its value.
    private func answer(_ datagram: OutgoingDatagram) throws -> (bytes: [UInt8], source: SocketAddress) {
        let request = try SNMPMessage(decoding: datagram.bytes)
        let pdu = PDU(
            .response(.noError, errorIndex: 0), requestIdentifier: request.pdu.requestIdentifier,
            variables: request.pdu.variables.map { VariableBinding($0.name, .integer(Int64($0.name.arcs.last ?? 0))) })
        return (SNMPMessage(community: request.community, pdu: pdu).encoded(), datagram.destination)
    }

    @Test("no more requests are under way than the agent's limit, and answers may come in any order")
    func inFlight() async throws {
        let network = MemoryNetwork()
        let channel = try await network.channel(first, inFlight: 3)
        let run = Task { try await channel.run(Questionnaire(5)) }
        let opening = await network.sent(3)
        #expect(opening.count == 3)
        try network.port?.deliver([answer(opening[2]), answer(opening[0])])
        let more = await network.sent(5)
        #expect(more.count == 5)
        try network.port?.deliver([answer(more[4]), answer(more[3]), answer(more[1])])
        let answers = try await run.value
        #expect(answers.count == 5)
        for (ticket, variables) in answers { #expect(variables.first?.value == .integer(Int64(ticket))) }
    }

    @Test("what the answers of one reading make the agents' dialogues ask leaves in one batch")
    func batches() async throws {
        let network = MemoryNetwork()
        let a = try await network.channel(first, inFlight: 1)
        let b = try await network.channel(second, inFlight: 1)
        let runs = [Task { try await a.run(Questionnaire(2)) }, Task { try await b.run(Questionnaire(2)) }]
        let opening = await network.sent(2)
        let before = network.port?.batches.count ?? 0
        try network.port?.deliver(opening.map(answer))
        #expect(network.port?.batches.count == before + 1)
        #expect(Set(network.port?.batches.last?.map(\.destination) ?? []) == [first, second])
        try network.port?.deliver(network.sent.suffix(2).map(answer))
        for run in runs { #expect(try await run.value.count == 2) }
    }

    @Test("two dialogues with one agent share its limit, and each gets its turn")
    func fairness() async throws {
        let network = MemoryNetwork()
        let channel = try await network.channel(first, inFlight: 2)
        let long = Task { try await channel.run(Questionnaire(40)) }
        _ = await network.sent(2)
        let short = Task { try await channel.run(Questionnaire(1)) }
        var answered = 0
        while true {
            let sent = network.sent
            for datagram in sent[answered...] { try network.port?.deliver([answer(datagram)]) }
            answered = sent.count
            if answered >= 41 { break }
            await Task.yield()
        }
        #expect(try await short.value.count == 1)
        #expect(try await long.value.count == 40)
    }

    @Test("a silent agent holds up nobody: the others' dialogues end while it is waited for")
    func silence() async throws {
        let network = MemoryNetwork()
        let silent = try await network.channel(first)
        let well = try await network.channel(second)
        let waiting = Task { try await silent.run(Questionnaire(2)) }
        _ = await network.sent(2)
        let run = Task { try await well.run(Questionnaire(2)) }
        let sent = await network.sent(4)
        try network.port?.deliver(sent.filter { $0.destination == second }.map(answer))
        #expect(try await run.value.count == 2)
        waiting.cancel()
        await #expect(throws: CancellationError.self) { _ = try await waiting.value }
    }

    @Test("an answer from another address, a second one and one that comes too late change nothing and are counted")
    func strays() async throws {
        let network = MemoryNetwork()
        let channel = try await network.channel(first, inFlight: 1)
        let run = Task { try await channel.run(Questionnaire(2)) }
        let one = await network.sent(1)
        var forged = try answer(one[0])
        forged.source = second
        network.port?.deliver([forged])
        #expect(channel.counters.foreign == 1)
        try network.port?.deliver([answer(one[0]), answer(one[0])])
        #expect(channel.counters.duplicate == 1)
        let two = await network.sent(2)
        run.cancel()
        await #expect(throws: CancellationError.self) { _ = try await run.value }
        try network.port?.deliver([answer(two[1])])
        #expect(channel.counters.late == 1)
        #expect(network.dispatcher.counters.unknown == 0)
        network.port?.deliver([([0x30, 0], SocketAddress(ipv4: 192, 0, 2, 9, port: 161))])
        #expect(network.dispatcher.counters.unknown == 1)
    }

    @Test("ICMP ends every dialogue with the address, and only those")
    func refused() async throws {
        let network = MemoryNetwork()
        let a = try await network.channel(first)
        let b = try await network.channel(second)
        let gone = Task { try await a.run(Questionnaire(1)) }
        let well = Task { try await b.run(Questionnaire(1)) }
        let sent = await network.sent(2)
        network.port?.deliver([], unreachable: [Unreachable(destination: first, errorNumber: 111)])
        await #expect(throws: SNMPFailure.refused) { _ = try await gone.value }
        try network.port?.deliver(sent.filter { $0.destination == second }.map(answer))
        #expect(try await well.value.count == 1)
    }

    @Test("a destination that the system refuses fails its own dialogue; a full buffer only loses the request")
    func sending() async throws {
        let network = MemoryNetwork()
        let channel = try await network.channel(first)
        var full = SendOutcome()
        full.unsent = 1
        network.port?.next(full)
        var refused = SendOutcome()
        refused.failures = [.init(place: 0, error: SocketError("send", cause: .system(101)))]
        network.port?.next(refused)
        let lost = Task { try await channel.run(Questionnaire(1)) }
        _ = await network.sent(1)
        #expect(network.dispatcher.counters.unsent == 1)
        let other = try await network.channel(second)
        let error = await #expect(throws: SNMPFailure.self) { _ = try await other.run(Questionnaire(1)) }
        #expect(error == .notSent("Network is unreachable"))
        lost.cancel()
    }

    @Test("observers hear of every request what became of it")
    func observed() async throws {
        let network = MemoryNetwork()
        let channel = try await network.channel(first, inFlight: 1)
        let (stream, continuation) = AsyncStream.makeStream(of: SNMPExchange.self)
        let run = Task {
            try await channel.run(Questionnaire(1), limitNanoseconds: .max) { continuation.yield($0) }
        }
        let sent = await network.sent(1)
        let bytes = try answer(sent[0])
        network.port?.deliver([bytes])
        _ = try await run.value
        for await exchange in stream {
            #expect(exchange.tries == 1 && exchange.request == .get([[1, 3, 1]]))
            #expect(
                exchange.result == .answered(.noError, index: 0, variables: 1, octets: bytes.bytes.count))
            break
        }
    }
}
