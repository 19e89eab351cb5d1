import Sockets
import Testing

@testable import STAMP

/// What a stateful reflector remembers.
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
        let left = take(0, 1_400)
        #expect(left?.wallNanoseconds == 1_400 && left?.sendingNanoseconds == 400)
        #expect(take(9, 1_500) == nil)
        // Stamps that never come do not keep later answers from asking for one.
        let asked = (0..<200).count { expects(UInt32($0), after: 2_000) }
        #expect(asked == Departures.limit - 1)
        #expect(expects(1, after: 2_000_000_000))
    }

    @Test("T3 is taken to be as early as any answer of the last five seconds left late, of ten at most")
    func sendingTime() {
        var sending = SendingTime()
        let second: Int64 = 1_000_000_000
        // Nothing seen: a program may have been kept waiting.
        #expect(sending.bound(atMonotonic: 100 * second) == StampingError.program)
        sending.add(4_000, atMonotonic: 100 * second)
        #expect(sending.bound(atMonotonic: 100 * second) == StampingError.kernel)
        sending.add(900_000, atMonotonic: 101 * second)
        for later in 101...105 as ClosedRange<Int64> {
            sending.add(20_000, atMonotonic: later * second)
            #expect(sending.bound(atMonotonic: later * second) == 900_000)
        }
        sending.add(20_000, atMonotonic: 109 * second)
        #expect(sending.bound(atMonotonic: 111 * second) == 20_000)
        // Long quiet.
        #expect(sending.bound(atMonotonic: 200 * second) == StampingError.program)
    }
}
