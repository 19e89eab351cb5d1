import Metro
import STAMP
import Sockets
import Telemetry
import Testing

/// The same through network namespaces: real interfaces between sender, network and reflector.
@Suite(.timeLimit(.minutes(1)))
struct NamespaceTests {
    @Test("Between namespaces too a measured delay lies within its stated error of the actual one")
    func throughNamespaces() async throws {
        let chain = try here { try NamespaceChain(for: "r") }
        defer { chain.remove() }
        var schedule = Schedule.constant(900, 200, name: "veth 0.9/0.2 ms")
        schedule.probes = 300
        let trial = try await Trial.run(schedule, in: chain)
        LatencyTable.show(trial)
        #expect(trial.strays == 0)
        for direction in Direction.oneWay {
            let pairs = trial.pairs.filter { $0.direction == direction }
            #expect(pairs.count >= schedule.probes / 5)
            let beyond = pairs.filter { !$0.isWithin }
            #expect(beyond.count * 20 <= pairs.count, "beyond E: \(beyond.prefix(5))")
        }
    }

    @Test("What netem adds on the way is measured on that way; it never sends early")
    func netem() async throws {
        let chain = try here { try NamespaceChain(for: "n") }
        defer { chain.remove() }
        try here { try chain.forward(delayMicroseconds: 900, 200) }
        let server = try await withTaskExecutorPreference(chain.reflector) {
            try ReflectorServer(listen: SocketAddress(parsing: "\(NamespaceChain.reflectorAddress):0"))
        }
        let probing = try Probing(
            host: NamespaceChain.reflectorAddress, port: server.localAddress.port, on: chain.sender)
        let record = await probing.intake.wait { $0.samples.count >= 600 }
        await probing.stop()
        server.stop()
        for (direction, least) in [(Direction.forward, Int64(900_000)), (.backward, 200_000)] {
            let samples = record.samples.filter { $0.direction == direction && $0.metric == .delay }
            let delays = samples.map(\.delayNanoseconds).sorted()
            LatencyTable.show("netem \(least) ns \(direction): least \(delays[0]), median \(delays[delays.count / 2])")
            #expect(samples.allSatisfy { $0.delayNanoseconds + Int64(clamping: $0.auxiliary) >= least })
            #expect(delays[0] < least + 500_000)
        }
    }

    /// What `body` makes, or a test that says why it is skipped.
    private func here<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as NamespaceChain.NotHere {
            try Test.cancel("\(error)")
        }
    }
}
