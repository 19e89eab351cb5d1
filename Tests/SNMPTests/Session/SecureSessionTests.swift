import Collecting
import Metro
import Sockets
import Testing

@testable import SNMP

@Suite("Sessions of SNMPv3")
struct SecureSessionTests {
    private static let second: Int64 = 1_000_000_000
    private static let address = SocketAddress.loopback(port: 161)
    private static let user = USMUser(
        name: Array("ops".utf8), authentication: .init(.sha256, password: Array("authpass12345".utf8)),
        privacy: .init(.aes128, password: Array("privpass12345".utf8)))
    private let names: NameList = [KnownObjects.systemName]

    private func agent(boots: Int32 = 3, engineID: [UInt8] = SecureAgent.engineID, at now: Int64 = 0) -> SecureAgent {
        SecureAgent(
            FakeDevice(interfaces: 1).agent, users: [Self.user], engineID: engineID, boots: boots, at: now)
    }
    private func session(_ user: USMUser = user) -> SNMPSession {
        SNMPSession(
            agent: Self.address,
            settings: .init(
                credentials: .user(user), timeoutNanoseconds: 2 * Self.second, retries: 1, maxRepetitions: 25))
    }
    private enum End: Equatable {
        case delivered([VariableBinding])
        case failed(SNMPFailure)
    }
    /// Lets session and agent talk until nothing more is sent; how the requests ended, and how many datagrams it took.
    private func talk(
        _ session: inout SNMPSession, _ agent: inout SecureAgent, _ actions: [SNMPSession.Action], at now: Int64 = 0
    ) throws -> (ends: [Int32: End], sent: Int) {
        var ends: [Int32: End] = [:]
        var sent = 0
        var actions = actions[...]
        while let action = actions.popFirst() {
            switch action {
            case .send(let bytes):
                sent += 1
                guard let answer = try agent.answer(bytes, at: now) else { break }
                actions += session.handle(.datagram(answer, from: Self.address, receivedNanoseconds: 0), at: now)
            case .deliver(let identifier, let response): ends[identifier] = .delivered(response.variables)
            case .fail(let identifier, let failure): ends[identifier] = .failed(failure)
            case .arm: break
            }
        }
        return (ends, sent)
    }
    private static let name = End.delivered([VariableBinding(KnownObjects.systemName, .octetString(Array("pe1".utf8)))])

    @Test("the engine is found out once, and everything that waited for it is asked then")
    func discovery() throws {
        var (session, agent) = (session(), agent())
        let actions = (1...3).flatMap { session.handle(.start(.get(names), identifier: $0), at: 0) }
        let first = try talk(&session, &agent, actions)
        #expect(first.ends == [1: Self.name, 2: Self.name, 3: Self.name])
        #expect(agent.engine.counters.unknownEngines == 1 && session.counters.discovered == 1)
        let second = try talk(&session, &agent, session.handle(.start(.get(names), identifier: 4), at: 1))
        #expect(second.ends == [4: Self.name] && second.sent == 1)
    }

    @Test("an agent that restarted is asked again by its new clock, within the same request")
    func restart() throws {
        var (session, agent) = (session(), agent())
        _ = try talk(&session, &agent, session.handle(.start(.get(names), identifier: 1), at: 0))
        let now = 900 * Self.second
        agent = self.agent(boots: 4, at: now)
        let after = try talk(&session, &agent, session.handle(.start(.get(names), identifier: 2), at: now), at: now)
        #expect(after.ends == [2: Self.name] && session.counters.resynchronised == 1)
    }

    @Test("a device that was replaced is discovered anew")
    func replaced() throws {
        var (session, agent) = (session(), agent())
        _ = try talk(&session, &agent, session.handle(.start(.get(names), identifier: 1), at: 0))
        agent = self.agent(engineID: [0x80, 0, 0x7E, 0xD9, 5, 9, 9, 9])
        let after = try talk(&session, &agent, session.handle(.start(.get(names), identifier: 2), at: 1))
        #expect(after.ends == [2: Self.name])
    }

    @Test("an agent whose engine is another one at every answer is not followed for ever, and said to be so")
    func restlessEngine() throws {
        var (session, agent) = (session(), agent())
        var actions = session.handle(.start(.get(names), identifier: 1), at: 0)
        var failure: SNMPFailure?
        for turn in 0..<10 {
            guard case .send(let bytes) = actions.first else { break }
            agent = self.agent(engineID: [0x80, 0, 0x7E, 0xD9, 5, UInt8(turn)])
            guard let answer = try agent.answer(bytes, at: 0) else { break }
            actions = session.handle(.datagram(answer, from: Self.address, receivedNanoseconds: 0), at: 0)
            for case .fail(_, let end) in actions { failure = end }
        }
        #expect(failure == .security(.unknownEngine, user: Self.user))
    }

    @Test("wrong password, unknown user and too low a level fail at once, each with its own sentence")
    func refused() throws {
        var wrong = Self.user
        wrong.authentication?.password = Array("wrongpass123".utf8)
        var nobody = Self.user
        nobody.name = Array("nobody1".utf8)
        let low = USMUser(name: Self.user.name)
        var sentences: Set<String> = []
        for (user, refusal) in [
            (wrong, USMRefusal.wrongDigest), (nobody, .unknownUser), (low, .unsupportedLevel),
        ] {
            var (session, agent) = (session(user), agent())
            let end = try talk(&session, &agent, session.handle(.start(.get(names), identifier: 1), at: 0))
            #expect(end.ends == [1: .failed(.security(refusal, user: user))])
            sentences.insert(SNMPFailure.security(refusal, user: user).error(at: "10.0.0.1:161").description)
        }
        #expect(sentences.count == 3)
    }

    @Test("a request that the agent's access control refuses names the user")
    func accessDenied() throws {
        var (session, agent) = (session(), agent())
        agent.agent.distort = { $1.kind = .response(.authorizationError, errorIndex: 0) }
        let end = try talk(&session, &agent, session.handle(.start(.get(names), identifier: 1), at: 0))
        #expect(end.ends == [1: .failed(.security(.accessDenied, user: Self.user))])
    }

    @Test("an agent that is silent times out, and is discovered anew when it is back")
    func silence() throws {
        var (session, agent) = (session(), agent())
        _ = try talk(&session, &agent, session.handle(.start(.get(names), identifier: 1), at: 0))
        _ = session.handle(.start(.get(names), identifier: 2), at: 10)
        _ = session.handle(.timer, at: 3 * Self.second)
        let actions = session.handle(.timer, at: 6 * Self.second)
        guard case .fail(2, .timeout(let tries, _, let evidence)) = actions.first else {
            Issue.record("no time-out: \(actions)")
            return
        }
        #expect(tries == 2 && evidence.asking == .asUser)
        let back = try talk(&session, &agent, session.handle(.start(.get(names), identifier: 3), at: 10), at: 10)
        #expect(back.ends == [3: Self.name] && session.counters.discovered == 2)
    }

    @Test("an agent that tells its engine and is silent to what is encrypted gets its own advice")
    func wrongPrivacyPassword() throws {
        var (session, agent) = (session(), agent())
        agent.agent.variables = []
        let first = session.handle(.start(.get(names), identifier: 1), at: 0)
        guard case .send(let discovery) = first.first, let report = try agent.answer(discovery, at: 0) else {
            Issue.record("no discovery")
            return
        }
        _ = session.handle(.datagram(report, from: Self.address, receivedNanoseconds: 0), at: 0)
        _ = session.handle(.timer, at: 3 * Self.second)
        guard case .fail(_, let failure) = session.handle(.timer, at: 6 * Self.second).first else {
            Issue.record("no failure")
            return
        }
        #expect(
            failure.error(at: "10.0.0.1:161").description
                == "no answer from 10.0.0.1:161 in 2 tries of 2 s; the agent tells its engine ID but answers nothing "
                + "encrypted: check the privacy password, algorithm and key extension, and the context where there is one"
        )
    }

    @Test("an answer whose digest is wrong is counted and does not end the request")
    func forged() throws {
        var (session, agent) = (session(), agent())
        _ = try talk(&session, &agent, session.handle(.start(.get(names), identifier: 1), at: 0))
        let actions = session.handle(.start(.get(names), identifier: 2), at: 1)
        guard case .send(let request) = actions.first else { return }
        var answer = try #require(try agent.answer(request, at: 1))
        answer[answer.count - 1] ^= 1
        #expect(session.handle(.datagram(answer, from: Self.address, receivedNanoseconds: 0), at: 1) == [])
        #expect(session.counters.untrusted == 1)
        answer[answer.count - 1] ^= 1
        let end = session.handle(.datagram(answer, from: Self.address, receivedNanoseconds: 0), at: 1)
        #expect(end.count == 1)
    }
}
