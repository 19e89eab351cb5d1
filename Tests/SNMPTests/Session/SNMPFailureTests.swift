import Collecting
import Sockets
import Testing

@testable import SNMP

@Suite("What failures say")
struct SNMPFailureTests {
    private func timeout(_ evidence: SNMPFailure.Evidence = SNMPFailure.Evidence()) -> CollectorError {
        SNMPFailure.timeout(tries: 2, waitedNanoseconds: 4_000_000_000, evidence).error(at: "127.0.0.1:11161")
    }

    @Test("silence names address, effort and the three usual causes")
    func silence() {
        #expect(
            timeout()
                == CollectorError(
                    .timeout, "no answer from 127.0.0.1:11161 in 2 tries of 2 s",
                    advice: "check the address, the firewall and the community (agents meet a wrong one with silence)"))
        #expect(timeout().missingReason == .noAnswer)
    }

    @Test("what was seen meanwhile is said")
    func evidence() {
        #expect(
            timeout(SNMPFailure.Evidence(foreignSource: .loopback(port: 99))).message
                == "no answer from 127.0.0.1:11161 in 2 tries of 2 s, but one from 127.0.0.1:99")
        let unreadable = timeout(SNMPFailure.Evidence(malformed: BERError(.truncated, at: 4)))
        #expect(unreadable.code == .malformed)
        #expect(unreadable.message == "answers of 127.0.0.1:11161 cannot be read: the message ends early at octet 4")
        #expect(
            timeout(SNMPFailure.Evidence(unreachable: "No route to host")).advice
                == "check the address, the route and the firewall")
    }

    @Test("refusal is told apart from silence")
    func refused() {
        let error = SNMPFailure.refused.error(at: "[::1]:161")
        #expect(error.code == .refused)
        #expect(error.message == "nothing listens on [::1]:161 (ICMP port unreachable)")
    }

    @Test("durations are short")
    func durations() {
        #expect(SNMPFailure.duration(250_000_000) == "250 ms")
        #expect(SNMPFailure.duration(1_500_000_000) == "1.5 s")
        #expect(SNMPFailure.duration(60_000_000_000) == "60 s")
    }

    @Test("a restarted agent and a refused view are errors of the protocol")
    func walkFailures() {
        let restarted = InterfaceWalk.Failure.agentRestarted(fromTicks: 9_000, toTicks: 5).error(at: "pe1:161")
        #expect(
            restarted.message == "the agent at pe1:161 restarted during the poll (sysUpTime fell from 9000 to 5)")
        #expect(InterfaceWalk.Failure.notAuthorised.error(at: "pe1:161").code == .protocolError)
    }

    @Test("the community never prints")
    func secret() {
        let agent = SNMPAgent(host: "10.0.0.1", credentials: .community(Community(Array("s3cret".utf8))))
        #expect(!"\(agent)".contains("s3cret") && !String(reflecting: agent).contains("s3cret"))
        #expect(!"\(agent)".contains("115") && !String(reflecting: agent).contains("115"))
        var dumped = ""
        dump(agent, to: &dumped)
        #expect(!dumped.contains("115"))
    }
}
