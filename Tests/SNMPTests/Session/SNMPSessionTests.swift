import Collecting
import Sockets
import Testing

@testable import SNMP

@Suite("Session")
struct SNMPSessionTests {
    private static let agent = SocketAddress.loopback(port: 161)
    private static let second: Int64 = 1_000_000_000
    private static let variables = [
        VariableBinding([1, 3, 6], .integer(1)), VariableBinding([1, 3, 6], .endOfMibView),
    ]
    private let bulk = SNMPRequest.getBulk(nonRepeaters: [], repeaters: [[1, 3]], maxRepetitions: 25)

    private func session(retries: Int = 1, maxRepetitions: Int = 25) -> SNMPSession {
        SNMPSession(
            agent: Self.agent,
            settings: SNMPSession.Settings(
                credentials: .community(.wellKnown), timeoutNanoseconds: 2 * Self.second, retries: retries,
                maxRepetitions: maxRepetitions))
    }
    private func response(_ identifier: Int32, status: SNMPErrorStatus = .noError) -> [UInt8] {
        SNMPMessage(
            community: Array("public".utf8),
            pdu: PDU(
                .response(status, errorIndex: 0), requestIdentifier: identifier,
                variables: Self.variables)
        ).encoded()
    }
    private func datagram(_ bytes: [UInt8], from source: SocketAddress = agent) -> SNMPSession.Event {
        .datagram(bytes, from: source, receivedNanoseconds: 42)
    }
    /// max-repetitions of the request among the actions.
    private func repetitions(_ actions: [SNMPSession.Action]) -> Int64? {
        for case .send(let bytes) in actions {
            if case .getBulkRequest(_, let repetitions) = try? SNMPMessage(decoding: bytes).pdu.kind {
                return repetitions
            }
        }
        return nil
    }
    private func armed(_ actions: [SNMPSession.Action]) -> Int64? {
        for case .arm(let deadline) in actions { return deadline }
        return nil
    }
    private func failure(_ actions: [SNMPSession.Action]) -> SNMPFailure? {
        for case .fail(_, let failure) in actions { return failure }
        return nil
    }

    @Test("a request is sent, its timer armed, its answer delivered")
    func answered() throws {
        var session = session()
        let started = session.handle(.start(.get([[1, 3]]), identifier: 9), at: 100)
        let expected = PDU(.getRequest, requestIdentifier: 9, variables: [VariableBinding([1, 3])])
        #expect(
            started == [
                .send(SNMPMessage(community: Array("public".utf8), pdu: expected).encoded()),
                .arm(atNanoseconds: 100 + 2 * Self.second),
            ])
        let actions = session.handle(datagram(response(9)), at: 200)
        guard case .deliver(9, let delivered) = actions.first else {
            Issue.record("not delivered: \(actions)")
            return
        }
        #expect(actions.count == 1 && delivered.errorStatus == .noError && delivered.variables == Self.variables)
        #expect(delivered.receivedNanoseconds == 42 && delivered.tries == 1 && delivered.octets == response(9).count)
        #expect(session.handle(.timer, at: 100 + 2 * Self.second) == [])
        #expect(session.counters.sent == 1 && session.counters.answered == 1 && session.counters.timedOut == 0)
    }

    @Test("without an answer the same request goes out again, then the session gives up")
    func timesOut() {
        var session = session()
        let started = session.handle(.start(.get([[1, 3]]), identifier: 1), at: 0)
        #expect(session.handle(.timer, at: Self.second) == [])
        let retried = session.handle(.timer, at: 2 * Self.second)
        #expect(retried == [started[0], .arm(atNanoseconds: 4 * Self.second)])
        let gaveUp = session.handle(.timer, at: 4 * Self.second)
        let failure = SNMPFailure.timeout(
            tries: 2, waitedNanoseconds: 4 * Self.second, SNMPFailure.Evidence())
        #expect(gaveUp == [.fail(identifier: 1, failure)])
        #expect(session.counters.retried == 1 && session.counters.timedOut == 2)
    }

    @Test("a timer that is left over neither repeats anything nor arms another")
    func staleTimer() {
        var session = session(retries: 3)
        _ = session.handle(.start(.get([[1, 3]]), identifier: 1), at: 0)
        _ = session.handle(.timer, at: 2 * Self.second)
        #expect(armed(session.handle(.timer, at: 4 * Self.second)) == 8 * Self.second)
        // Earlier than what is armed: two timers are now under way.
        let earlier = session.handle(.start(.get([[1, 3]]), identifier: 2), at: 5 * Self.second)
        #expect(armed(earlier) == 7 * Self.second)
        _ = session.handle(datagram(response(2)), at: 6 * Self.second)
        #expect(session.handle(.timer, at: 7 * Self.second) == [.arm(atNanoseconds: 8 * Self.second)])
        #expect(session.handle(.timer, at: 8 * Self.second).count == 2)
        #expect(session.handle(.timer, at: 8 * Self.second) == [])
        #expect(session.counters.sent == 5)
    }

    @Test("waits double from the third try on, up to eight times")
    func backsOff() {
        var session = session(retries: 7)
        var now: Int64 = 0
        var waits: [Int64] = []
        var actions = session.handle(.start(.get([[1, 3]]), identifier: 1), at: now)
        while let deadline = armed(actions) {
            waits.append((deadline - now) / Self.second)
            now = deadline
            actions = session.handle(.timer, at: now)
        }
        #expect(waits == [2, 2, 4, 8, 16, 16, 16, 16])
        #expect(failure(actions)?.tries == 8)
        #expect(failure(actions)?.error(at: "pe1:161").message == "no answer from pe1:161 in 8 tries over 80 s")
    }

    @Test("the late answer to the first try counts for the second")
    func lateButInTime() {
        var session = session()
        _ = session.handle(.start(bulk, identifier: 1), at: 0)
        _ = session.handle(.timer, at: 2 * Self.second)
        let actions = session.handle(datagram(response(1)), at: 3 * Self.second)
        guard case .deliver(1, let answer) = actions.first else {
            Issue.record("not delivered: \(actions)")
            return
        }
        #expect(answer.tries == 2)
        #expect(session.handle(datagram(response(1)), at: 3 * Self.second) == [])
        #expect(session.counters.duplicate == 1)
    }

    @Test("late, foreign, unknown and unreadable datagrams are counted and deliver nothing")
    func strays() {
        var session = session(retries: 0)
        let stranger = SocketAddress.loopback(port: 162)
        _ = session.handle(.start(.get([[1, 3]]), identifier: 1), at: 0)
        #expect(session.handle(datagram(response(1), from: stranger), at: 1) == [])
        #expect(session.handle(datagram(response(2)), at: 1) == [])
        #expect(session.handle(datagram([1, 2, 3]), at: 1) == [])
        #expect(session.handle(datagram(SNMPMessageTests.getRequest), at: 1) == [])
        _ = session.handle(.timer, at: 2 * Self.second)
        #expect(session.handle(datagram(response(1)), at: 3 * Self.second) == [])
        let counters = session.counters
        #expect(counters.foreign == 1 && counters.unknown == 1 && counters.malformed == 2 && counters.late == 1)
        #expect(counters.answered == 0)
    }

    @Test("tooBig halves what is asked for, for good")
    func tooBig() {
        var session = session()
        #expect(repetitions(session.handle(.start(bulk, identifier: 1), at: 0)) == 25)
        #expect(repetitions(session.handle(datagram(response(1, status: .tooBig)), at: 1)) == 12)
        #expect(repetitions(session.handle(datagram(response(1, status: .tooBig)), at: 2)) == 6)
        _ = session.handle(datagram(response(1)), at: 3)
        #expect(session.repetitionLimit == 6)
        #expect(session.counters.shrunk == 2 && session.counters.retried == 0)
        for identifier: Int32 in 2...9 {
            #expect(repetitions(session.handle(.start(bulk, identifier: identifier), at: 4)) == 6)
            _ = session.handle(datagram(response(identifier)), at: 5)
        }
    }

    @Test("tooBig for a single row is the caller's to deal with")
    func tooBigForOne() {
        var session = session(maxRepetitions: 1)
        _ = session.handle(.start(bulk, identifier: 1), at: 0)
        guard case .deliver(1, let answer) = session.handle(datagram(response(1, status: .tooBig)), at: 1).first else {
            Issue.record("not delivered")
            return
        }
        #expect(answer.errorStatus == .tooBig)
    }

    @Test("a lost GETBULK is repeated with half the rows, which grow back one by one")
    func lossShrinks() {
        var session = session()
        _ = session.handle(.start(bulk, identifier: 1), at: 0)
        #expect(repetitions(session.handle(.timer, at: 2 * Self.second)) == 12)
        _ = session.handle(datagram(response(1)), at: 3 * Self.second)
        var asked: [Int64?] = []
        for identifier: Int32 in 2...16 {
            asked.append(repetitions(session.handle(.start(bulk, identifier: identifier), at: 3 * Self.second)))
            _ = session.handle(datagram(response(identifier)), at: 3 * Self.second)
        }
        #expect(asked == [12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 25])
    }

    @Test("ICMP port unreachable fails everything under way at once, other ICMP only explains the timeout")
    func unreachable() {
        var session = session(retries: 0)
        _ = session.handle(.start(bulk, identifier: 1), at: 0)
        _ = session.handle(.start(bulk, identifier: 2), at: 0)
        let refused = session.handle(.unreachable(isRefused: true, reason: "Connection refused"), at: 1)
        #expect(Set(refused) == [.fail(identifier: 1, .refused), .fail(identifier: 2, .refused)])

        _ = session.handle(.start(bulk, identifier: 3), at: 1)
        #expect(session.handle(.unreachable(isRefused: false, reason: "No route to host"), at: 2) == [])
        let actions = session.handle(.timer, at: 3 * Self.second)
        #expect(
            failure(actions)?.error(at: "10.0.0.1:161").message
                == "no answer from 10.0.0.1:161 in 1 try of 2 s: No route to host")
    }

    @Test("a request that cannot be sent fails, a cancelled one is forgotten")
    func sendFailureAndCancel() {
        var session = session()
        _ = session.handle(.start(bulk, identifier: 1), at: 0)
        #expect(
            session.handle(.sendFailed(reason: "Network is unreachable"), at: 0)
                == [.fail(identifier: 1, .notSent("Network is unreachable"))])
        _ = session.handle(.start(bulk, identifier: 2), at: 0)
        _ = session.handle(.cancel(identifier: 2), at: 1)
        #expect(session.handle(datagram(response(2)), at: 2) == [])
        #expect(session.counters.late == 1)
        #expect(session.handle(.timer, at: 9 * Self.second) == [])
    }

    @Test("requests under way are bounded")
    func bounded() {
        var session = session()
        for identifier in 1...Int32(SNMPSession.maximumOutstanding) {
            #expect(failure(session.handle(.start(bulk, identifier: identifier), at: 0)) == nil)
        }
        #expect(failure(session.handle(.start(bulk, identifier: 99), at: 0)) == .tooManyRequests)
    }

    @Test("mutated answers never trap and never answer twice")
    func fuzz() {
        var random = Seeded(5)
        var session = session(retries: 0)
        var delivered = 0
        for identifier: Int32 in 1...20_000 {
            _ = session.handle(.start(bulk, identifier: identifier), at: 0)
            for _ in 0..<2 {
                delivered += session.handle(datagram(random.mutated(response(identifier))), at: 1).count {
                    if case .deliver = $0 { true } else { false }
                }
            }
            _ = session.handle(.cancel(identifier: identifier), at: 1)
        }
        #expect(delivered > 500 && delivered <= 20_000)
        #expect(session.counters.answered == delivered)
    }

    @Test("an answer that the agent cut short makes the next request ask for what fits")
    func cutShort() {
        var session = session()
        _ = session.handle(.start(bulk, identifier: 1), at: 0)
        let rows = (1...7).map { VariableBinding([1, 3, 6, UInt32($0)], .integer(1)) }
        let short = SNMPMessage(
            community: Array("public".utf8),
            pdu: PDU(.response(.noError, errorIndex: 0), requestIdentifier: 1, variables: rows))
        _ = session.handle(datagram(short.encoded()), at: 1)
        #expect(repetitions(session.handle(.start(bulk, identifier: 2), at: 2)) == 7)
        #expect(session.counters.shrunk == 1)
    }

    @Test("an answer with another community is counted and not believed")
    func otherCommunity() {
        var session = session()
        _ = session.handle(.start(.get([[1, 3]]), identifier: 1), at: 0)
        let pdu = PDU(.response(.noError, errorIndex: 0), requestIdentifier: 1, variables: Self.variables)
        let forged = SNMPMessage(community: Array("private".utf8), pdu: pdu).encoded()
        #expect(session.handle(datagram(forged), at: 1) == [])
        #expect(session.counters.untrusted == 1)
        #expect(session.handle(datagram(response(1)), at: 2).count == 1)
    }

    @Test("retries wait up to a quarter longer, each session in its own way")
    func jitter() {
        let waits = (1...20).map { seed in
            var settings = session().settings
            settings.jitterSeed = UInt64(seed)
            var session = SNMPSession(agent: Self.agent, settings: settings)
            _ = session.handle(.start(bulk, identifier: 1), at: 0)
            return (armed(session.handle(.timer, at: 2 * Self.second)) ?? 0) - 2 * Self.second
        }
        #expect(waits.allSatisfy { (2 * Self.second..<5 * Self.second / 2).contains($0) })
        #expect(Set(waits).count > 15)
    }
}
