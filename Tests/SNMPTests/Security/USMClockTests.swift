import Metro
import Testing

@testable import SNMP

@Suite("A manager, the agent's clock and those who lie about it")
struct USMClockTests {
    private static func running(_ user: USMUser = .ops(), boots: Int32 = 7) throws -> USMExchange {
        var exchange = USMExchange(user, boots: boots)
        exchange.now = 10_000 * USMExchange.second
        let answer = try exchange.askThrough()
        #expect(answer?.pdu != nil)
        return exchange
    }

    @Test("days of silence on both sides need no new synchronisation, the clocks run alike")
    func longSilence() throws {
        var exchange = try Self.running()
        exchange.now += 3 * 86_400 * USMExchange.second
        #expect(try exchange.ask()?.pdu != nil)
        #expect(exchange.agent.counters.notInTimeWindows == 0)
    }

    @Test("an agent that was restarted reports its new clock once, and is asked again by it")
    func reboot() throws {
        var exchange = try Self.running()
        exchange.reboot(boots: 8, secondsAgo: 3)
        #expect(try exchange.ask()?.isResynchronised == true)
        #expect(try exchange.ask()?.pdu != nil)
        #expect(exchange.agent.counters.notInTimeWindows == 1)
    }

    @Test("an agent that lost its boots counter is followed back, for its report is signed and answers our message")
    func lostBoots() throws {
        for boots: Int32 in [1, 7] {
            var exchange = try Self.running()
            exchange.reboot(boots: boots, secondsAgo: 3)
            #expect(try exchange.askThrough()?.pdu != nil)
        }
    }

    @Test("an agent whose clock runs differently is synchronised anew whenever it has drifted away")
    func drift() throws {
        // While 500 s pass here: fast, and slow.
        for there: Int64 in [900, 100] {
            var exchange = try Self.running()
            var seconds: Int64 = 10_000
            for _ in 0..<5 {
                exchange.now += 500 * USMExchange.second
                seconds += there
                exchange.reboot(boots: 7, secondsAgo: seconds)
                #expect(try exchange.ask()?.isResynchronised == true)
                #expect(try exchange.ask()?.pdu != nil)
            }
        }
    }

    @Test("an agent that was replaced by another is discovered anew")
    func replaced() throws {
        var exchange = try Self.running()
        let other: [UInt8] = [0x80, 0, 0, 9, 5, 1, 2, 3]
        exchange.reboot(boots: 1, engineID: other)
        #expect(try exchange.ask()?.isDiscovered == true)
        #expect(exchange.client.engineID == other)
        #expect(try exchange.askThrough()?.pdu != nil)
    }

    @Test("an engine that is forgotten is discovered anew, and what comes late from it is passed over")
    func forgotten() throws {
        var exchange = try Self.running()
        let question = try exchange.question()
        let late = try #require(try exchange.answer(to: question))
        exchange.client.forget()
        #expect(!exchange.client.isDiscovered && exchange.client.engineID == nil)
        #expect(throws: USMRefusal.unknownEngine) { try exchange.question() }
        #expect(try exchange.receive(late).ignored == .otherEngine)
        exchange.reboot(boots: 1, engineID: [0x80, 0, 0, 9, 5, 1, 2, 3])
        #expect(try exchange.askThrough()?.pdu != nil)
    }

    @Test("requests that were under way when the agent restarted are all sent again")
    func manyUnderWay() throws {
        var exchange = try Self.running()
        exchange.reboot(boots: 8)
        let questions = try (0..<16).map { _ in try exchange.question() }
        for question in questions {
            #expect(try exchange.answer(to: question).map { try exchange.receive($0) }?.isResynchronised == true)
        }
        #expect(try exchange.ask()?.pdu != nil)
        exchange.reboot(boots: 1, engineID: [0x80, 0, 0, 9, 5, 1, 2, 3])
        let more = try (0..<16).map { _ in try exchange.question() }
        for question in more {
            #expect(try exchange.answer(to: question).map { try exchange.receive($0) }?.isDiscovered == true)
        }
        #expect(try exchange.askThrough()?.pdu != nil)
    }

    @Test("an agent that never agrees with its own clock is refused, and tried anew later")
    func neverInWindow() throws {
        var exchange = try Self.running()
        for _ in 0..<3 {
            var last: USMAnswer?
            for turn in 1...10 where last?.refusal == nil {
                exchange.reboot(boots: Int32(turn * 10), secondsAgo: 0)
                last = exchange.client.isDiscovered ? try exchange.ask() : try exchange.discover()
            }
            #expect(last?.refusal == .notInTimeWindow)
        }
        #expect(try exchange.askThrough()?.pdu != nil)
    }

    @Test("an agent that gives another engine ID each time is refused, and tried anew later")
    func neverTheSame() throws {
        var exchange = try Self.running()
        var last: USMAnswer?
        for turn: UInt8 in 1...10 where last?.refusal == nil {
            exchange.reboot(boots: 1, engineID: [0x80, 0, 0, 9, 5, turn])
            last = exchange.client.isDiscovered ? try exchange.ask() : try exchange.discover()
        }
        #expect(last?.refusal == .unknownEngine)
        #expect(try exchange.askThrough()?.pdu != nil)
    }

    @Test("an agent whose boots counter is at its end is refused")
    func exhausted() throws {
        var exchange = USMExchange(.ops())
        _ = try exchange.discover()
        let identifier = try #require(USMClient.messageIdentifier(in: exchange.question()))
        exchange.reboot(boots: .max)
        let peer = USMPeer(user: .ops(), identifier: identifier, engineID: USMExchange.engineID)
        let pdu = USMExchange.pdu(USMExchange.response, identifier: identifier)
        let datagram = try exchange.agent.message(pdu, to: peer, at: exchange.now)
        #expect(try exchange.receive(datagram).refusal == .bootsExhausted)
    }

    @Test("an answer kept for more than 150 s is outside the window, one of 149 s is not")
    func lateAnswers() throws {
        for (seconds, isLate): (Int64, Bool) in [(149, false), (152, true)] {
            var exchange = try Self.running()
            let question = try exchange.question()
            let datagram = try #require(try exchange.answer(to: question))
            exchange.now += seconds * USMExchange.second
            #expect(try exchange.receive(datagram).ignored == (isLate ? .outsideWindow : nil))
        }
    }

    @Test("an answer from before the restart is a replay")
    func replayed() throws {
        var exchange = try Self.running()
        let question = try exchange.question()
        let old = try #require(try exchange.answer(to: question))
        exchange.reboot(boots: 8)
        #expect(try exchange.askThrough()?.pdu != nil)
        #expect(try exchange.receive(old).ignored == .outsideWindow)
    }

    @Test("a clock forged into the report of a discovery is corrected by the first signed word of the agent")
    func forgedDiscovery() throws {
        var exchange = USMExchange(.ops())
        exchange.now = 10_000 * USMExchange.second
        let discovery = exchange.discovery()
        let identifier = try #require(USMClient.messageIdentifier(in: discovery))
        var header = USMHeader(
            identifier: identifier, level: .noAuthNoPriv, isReportable: false, engineID: USMExchange.engineID, user: [])
        header.boots = 1_000_000
        header.time = 1_000_000
        let scoped = ScopedPDU.encoded(
            contextEngineID: USMExchange.engineID, contextName: [],
            pdu: USMReport.unknownEngine.pdu(requestIdentifier: identifier, count: 1))
        #expect(try exchange.receive(header.encoded(codeOctets: 0, salt: [], scoped).bytes).isDiscovered)
        #expect(try exchange.ask()?.isResynchronised == true)
        #expect(try exchange.ask()?.pdu != nil)
    }

    @Test("forged packets are passed over and end no request")
    func forgeries() throws {
        var exchange = try Self.running()
        let question = try exchange.question()
        let identifier = try #require(USMClient.messageIdentifier(in: question))
        func unsigned(
            _ pdu: [UInt8], identifier: Int32, engineID: [UInt8] = USMExchange.engineID, user: String = "ops"
        ) -> [UInt8] {
            let header = USMHeader(
                identifier: identifier, level: .noAuthNoPriv, isReportable: false, engineID: engineID, boots: 7,
                time: 10_000, user: Array(user.utf8))
            let scoped = ScopedPDU.encoded(contextEngineID: engineID, contextName: [], pdu: pdu)
            return header.encoded(codeOctets: 0, salt: [], scoped).bytes
        }
        let response = USMExchange.pdu(USMExchange.response, identifier: identifier)
        func report(_ report: USMReport) -> [UInt8] { report.pdu(requestIdentifier: identifier, count: 1) }
        #expect(try exchange.receive(unsigned(response, identifier: identifier)).ignored == .otherLevel)
        #expect(
            try exchange.receive(unsigned(response, identifier: identifier, engineID: [1, 2, 3, 4, 5])).ignored
                == .otherEngine)
        #expect(
            try exchange.receive(unsigned(report(.notInTimeWindow), identifier: identifier)).ignored
                == .unsignedReport)
        #expect(
            try exchange.receive(unsigned(report(.unknownUser), identifier: identifier + 1_000)).ignored
                == .unknownMessage)
        #expect(
            try exchange.receive(
                unsigned(report(.unknownUser), identifier: identifier, engineID: [1, 2, 3, 4, 5])
            ).ignored
                == .otherEngine)
        // Signed by somebody who has another password, or another user's.
        for (user, reason): (USMUser, USMIgnored) in [
            (.ops(password: "wrongpass12345"), .wrongDigest), (.ops(name: "other"), .otherUser),
            (.ops(.sha256, nil), .otherLevel),
        ] {
            let forger = USMEngine(engineID: USMExchange.engineID, boots: 7, users: [user], at: 0)
            let peer = USMPeer(user: user, identifier: identifier, engineID: USMExchange.engineID)
            let forged = try forger.message(response, to: peer, at: exchange.now)
            #expect(try exchange.receive(forged).ignored == reason)
        }
        // The true answer still counts.
        #expect(try exchange.answer(to: question).map { try exchange.receive($0) }?.pdu == response)
    }

    @Test("a signed answer with any bit turned is passed over or unreadable")
    func turnedBits() throws {
        var exchange = try Self.running()
        let question = try exchange.question()
        let datagram = try #require(try exchange.answer(to: question))
        for place in datagram.indices {
            for bit in 0..<8 {
                var turned = datagram
                turned[place] ^= 1 << bit
                let answer = try? exchange.receive(turned)
                #expect(answer?.pdu == nil && answer?.refusal == nil, "octet \(place), bit \(bit)")
            }
        }
        #expect(try exchange.receive(datagram).pdu != nil)
    }
}
