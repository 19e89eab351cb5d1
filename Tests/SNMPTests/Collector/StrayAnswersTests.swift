import Collecting
import Metro
import Synchronization
import Testing

@testable import SNMP

@Suite("Stray answers")
struct StrayAnswersTests {
    @Test("are told when they change, and outlive the conversation that they came to")
    func told() async throws {
        let transport = StrayTransport(FakeDevice(interfaces: 1).agent)
        let access = SNMPAccess(host: "127.0.0.1")
        let collector = SNMPCollector(
            device: Device(id: "pe1", name: LocalizedName(english: "pe1"), snmp: access), access: access,
            interfaces: [("eth1", 0)], transport: transport
        ) { .community(.wellKnown) }
        let intake = FakeIntake()
        func collect() async -> [StrayAnswers] {
            try? await collector.collect(into: intake)
            return intake.take().findings.compactMap { if case .strays(let strays) = $0 { strays } else { nil } }
        }
        #expect(await collect().isEmpty)
        transport.set { $0.late = 2 }
        #expect(await collect() == [StrayAnswers(late: 2)])
        #expect(await collect().isEmpty)
        transport.fail(true)
        transport.set {
            $0.late = 3
            $0.foreign = 1
        }
        #expect(await collect() == [StrayAnswers(late: 3, foreign: 1)])
        // A new conversation counts from zero.
        transport.fail(false)
        transport.set { $0.duplicate = 1 }
        #expect(await collect() == [StrayAnswers(late: 3, duplicate: 1, foreign: 1)])
    }

    @Test("a first acquaintance with an SNMPv3 engine is nothing to tell; every other one is")
    func relearned() {
        func strays(_ discovered: Int, _ resynchronised: Int) -> Int {
            var counters = SNMPSession.Counters()
            counters.discovered = discovered
            counters.resynchronised = resynchronised
            return counters.strays.relearned
        }
        #expect(strays(0, 0) == 0 && strays(1, 0) == 0 && strays(1, 1) == 0)
        #expect(strays(1, 2) == 1 && strays(2, 2) == 1 && strays(3, 5) == 4)
    }
}

/// An agent in memory whose counters a test sets; failing, it is silent.
private final class StrayTransport: SNMPTransport, SequentialChannel {
    private struct State {
        var counters = SNMPSession.Counters()
        var isFailing = false
    }
    private let base: FakeTransport
    private let state = Mutex(State())
    var time: any TimeSource { base.time }

    init(_ agent: FakeAgent) { base = FakeTransport(agent) }

    var counters: SNMPSession.Counters { state.withLock { $0.counters } }
    func set(_ change: (inout SNMPSession.Counters) -> Void) {
        state.withLock { state in
            state.counters = SNMPSession.Counters()
            change(&state.counters)
        }
    }
    func fail(_ fails: Bool) { state.withLock { $0.isFailing = fails } }

    func open(_ agent: SNMPAgent) async throws -> any SNMPChannel {
        _ = try await base.open(agent)
        return self
    }
    func answer(_ request: SNMPRequest) async throws -> SNMPResponse {
        if state.withLock({ $0.isFailing }) { throw SNMPFailure.refused }
        return try await base.answer(request)
    }
}
