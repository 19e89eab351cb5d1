import Sockets
import Testing

@testable import STAMP

/// Rates, and what a stateful reflector remembers.
struct ReflectorSessionTests {
    private func sequence(_ answer: [UInt8]?) -> UInt32? { answer.flatMap { ReflectedPacket($0)?.sequence } }

    @Test("A stateful reflector counts the answers of each session from 0: sender's address, port and SSID")
    func counts() {
        let script = ReflectorScript { $0.isStateful = true }
        for expected in 0..<3 as Range<UInt32> {
            #expect(sequence(script.ask(ReflectorScript.question(100 + 7 * expected).bytes)) == expected)
        }
        #expect(sequence(script.ask(ReflectorScript.question(5, ssid: 1).bytes)) == 0)
        script.source.port += 1
        #expect(sequence(script.ask(ReflectorScript.question(5).bytes)) == 0)
        #expect(script.reflector.sessionCount == 3)
        script.source.port -= 1
        #expect(sequence(script.ask(ReflectorScript.question(5).bytes)) == 3)
    }

    @Test("Random padding in the place of the SSID does not begin a session with each packet")
    func paddedSessions() {
        let script = ReflectorScript { $0.isStateful = true }
        var random = Seeded(3)
        for expected in 0..<20 as Range<UInt32> {
            let padding = (0..<30).map { _ in UInt8.random(in: 1...255, using: &random) }
            let question = Array(ReflectorScript.question(expected).bytes.prefix(14)) + padding
            #expect(sequence(script.ask(question)) == expected)
        }
        #expect(script.reflector.sessionCount == 1)
    }

    @Test("A session in use is remembered while others come and go; the table stays in its limit and counts")
    func forgets() {
        let script = ReflectorScript {
            $0.isStateful = true
            $0.sessionLimit = 100
        }
        let own = script.source
        for round in 0..<1_000 as Range<UInt32> {
            script.source = own
            #expect(sequence(script.ask(ReflectorScript.question(round).bytes)) == round)
            for port in 0..<10 as Range<UInt16> {
                script.source = SocketAddress(
                    ipv4: 203, 0, 113, UInt8(round % 250), port: UInt16(round % 60) * 100 + port)
                _ = script.ask(ReflectorScript.question(1).bytes)
            }
            #expect(script.reflector.sessionCount <= 100)
        }
        #expect(script.reflector.forgottenSessions > 9_000)
    }

    @Test("Who asks for it learns when the newest answer known to have left did so, and which one that was")
    func followUp() throws {
        let script = ReflectorScript { $0.isStateful = true }
        let form = ProbeForm(extensions: ProbeExtensions())
        func ask(_ sequence: UInt32) throws -> (Reflection, FollowUp?) {
            let reflection = try #require(script.reflection(form.question(ReflectorScript.question(sequence))))
            return (reflection, try form.read(reflection.bytes).extensions?.followUp)
        }
        let first = try ask(50)
        #expect(first.1 == nil)
        let second = try ask(51)
        #expect(second.1 == nil)
        let left = ReflectorScript.sent + 777
        script.reflector.left(try #require(second.0.followUp), wallNanoseconds: left, method: .software)
        // The stamp of an answer before it comes late.
        script.reflector.left(try #require(first.0.followUp), wallNanoseconds: left - 5_000, method: .software)
        let third = try ask(52).1
        #expect(
            third
                == FollowUp(sequence: 1, timestamp: StampTimestamp(wallNanoseconds: left), method: .software))
    }

    @Test("A source is answered at its rate and no further source pays for it; so are all together")
    func rates() {
        let script = ReflectorScript {
            $0.ratePerSource = 10
            $0.ratePerSecond = 25
        }
        let question = ReflectorScript.question().bytes
        func answered(_ host: UInt8, _ count: Int, port: UInt16 = 1) -> Int {
            script.source = SocketAddress(ipv4: 192, 0, 2, host, port: port)
            return (0..<count).count { _ in script.ask(question) != nil }
        }
        #expect(answered(1, 100) == 10)
        // Another port is the same source.
        #expect(answered(1, 100, port: 2) == 0)
        #expect(answered(2, 100) == 10)
        #expect(answered(3, 100) == 5)
        #expect(script.reflector.statistics.overSourceRate == 370)
        #expect(script.reflector.statistics.overRate == 5)
        script.now += 500_000_000
        #expect(answered(1, 100) == 5)
        script.now += 60_000_000_000
        #expect(answered(1, 100) == 10)
    }

    @Test("The busiest sources come first, IPv6 by /64")
    func busiest() throws {
        let script = ReflectorScript()
        let question = ReflectorScript.question().bytes
        for port in 1...5 as ClosedRange<UInt16> {
            script.source = try #require(SocketAddress(numericHost: "2001:db8::\(port)", port: port))
            _ = script.ask(question)
        }
        script.source = SocketAddress(ipv4: 192, 0, 2, 7, port: 1)
        _ = script.ask(question)
        _ = script.ask([1])
        let sources = script.reflector.busiestSources(10)
        #expect(sources.map(\.range.description) == ["2001:db8::/64", "192.0.2.7/32"])
        #expect(sources.map(\.received) == [5, 2])
        #expect(sources.map(\.reflected) == [5, 1])
        #expect(script.reflector.busiestSources(1).count == 1)
    }

    @Test("A send stamp finds its answer; one that is not of it, or came before it left, finds none")
    func departures() throws {
        var departures = Departures()
        func request(_ sequence: UInt32) -> FollowUpRequest {
            FollowUpRequest(session: SessionKey(sender: .loopback(port: 1), ssid: 0), sequence: sequence)
        }
        func expects(_ sequence: UInt32, after time: Int64) -> Bool {
            departures.expect(request(sequence), after: time)
        }
        func take(_ identifier: UInt32, _ kernel: Int64?) -> Departures.Departure? {
            departures.take(
                SendStamp(
                    identifier: identifier, kernelNanoseconds: kernel, hardwareNanoseconds: kernel == nil ? 5 : nil))
        }
        for sequence in 0..<3 as Range<UInt32> { #expect(expects(sequence, after: 1_000)) }
        #expect(take(1, 1_500)?.request == request(1))
        #expect(take(1, 1_500) == nil)
        #expect(take(0, 999) == nil)
        #expect(take(0, 2_000_000_000) == nil)
        #expect(take(0, nil) == nil)
        #expect(take(0, 1_000)?.wallNanoseconds == 1_000)
        #expect(take(9, 1_500) == nil)
        // Stamps that never come do not keep later answers from asking for one.
        let asked = (0..<200).count { expects(UInt32($0), after: 2_000) }
        #expect(asked == Departures.limit - 1)
        #expect(expects(1, after: 2_000_000_000))
    }
}
