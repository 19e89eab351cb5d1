import Collecting
import Testing

@testable import SNMP

@Suite("One GET to see who answers")
struct SNMPGreetingTests {
    private func greet(_ agent: FakeAgent?) async throws -> SNMPGreeting {
        try await SNMPGreeting.greet(SNMPAgent(host: "127.0.0.1", retries: 0), over: FakeTransport(agent))
    }

    @Test("tells sysName and sysUpTime; an agent without them answers all the same")
    func answers() async throws {
        let name = VariableBinding(KnownObjects.systemName, .octetString([0xC9, 0xEE, 0xDB, 0xDA, 0]))
        let ticks = VariableBinding(KnownObjects.systemUpTime, .timeTicks(4_200))
        let both = try await greet(FakeAgent([name, ticks]))
        #expect(both.systemName == "深圳" && both.agentTicks == 4_200)
        let bare = try await greet(FakeAgent([]))
        #expect(bare.systemName == nil && bare.agentTicks == nil)
    }

    @Test("an SNMPv1 agent behind a proxy answers, one that refuses says what to do, silence is a timeout")
    func refusals() async throws {
        var agent = FakeAgent([])
        agent.distort = { _, answer in answer.kind = .response(.noSuchName, errorIndex: 1) }
        #expect(try await greet(agent).systemName == nil)
        agent.distort = { _, answer in answer.kind = .response(.authorizationError, errorIndex: 0) }
        await #expect {
            try await greet(agent)
        } throws: {
            "\($0)" == "127.0.0.1:161 answers authorizationError; "
                + "give the community or user read access to the system group (1.3.6.1.2.1.1)"
        }
        await #expect {
            try await greet(nil)
        } throws: {
            ($0 as? CollectorError)?.code == .timeout
        }
    }
}
