import Sockets
import Testing

@testable import STAMP

struct ReflectorTests {
    private let question = ReflectorScript.question()
    private let received = ReflectorScript.received

    @Test("The answer copies sequence, stamp, estimate, TTL and SSID of the question and adds both stamps")
    func copies() throws {
        let script = ReflectorScript()
        let bytes = try #require(script.ask(ReflectorScript.question(ssid: 0x5A5B).bytes))
        let answer = try #require(ReflectedPacket(bytes))
        #expect(bytes.count == 44)
        #expect(answer.sequence == question.sequence)
        #expect(answer.senderSequence == question.sequence)
        #expect(answer.senderTimestamp == question.timestamp)
        #expect(answer.senderErrorEstimate == question.errorEstimate)
        #expect(answer.senderTimeToLive == 61)
        #expect(answer.ssid == 0x5A5B)
        #expect(answer.receiveTimestamp.wallNanoseconds(format: .ntp, near: received) == received)
        #expect(answer.transmitTimestamp.wallNanoseconds(format: .ntp, near: received) == received + 12_345)
        #expect([38, 39, 41, 42, 43].allSatisfy { bytes[$0] == 0 })
        #expect(script.ask(question.bytes, timeToLive: nil)?[40] == 255)
    }

    @Test("A reflector says in which format it stamps, whatever the sender's is")
    func format() throws {
        let script = ReflectorScript { $0.format = .ptp }
        let answer = try #require(script.ask(question.bytes).flatMap { ReflectedPacket($0) })
        #expect(answer.errorEstimate.format == .ptp)
        #expect(answer.senderErrorEstimate.format == .ntp)
        #expect(answer.receiveTimestamp == StampTimestamp(wallNanoseconds: received, format: .ptp))
        #expect(answer.transmitTimestamp == StampTimestamp(wallNanoseconds: received + 12_345, format: .ptp))
    }

    @Test("The estimate has the clock's error and the worse stamp's: T2 by the program, or T3 long before it left")
    func errorEstimate() throws {
        let script = ReflectorScript()
        func estimate() throws -> ErrorEstimate {
            try #require(script.ask(question.bytes).flatMap { ReflectedPacket($0) }).errorEstimate
        }
        func expected(_ nanoseconds: UInt64) -> ErrorEstimate {
            ErrorEstimate(isSynchronised: true, nanoseconds: nanoseconds)
        }
        #expect(try estimate() == expected(5_000 + StampingError.kernel))
        script.sendingNanoseconds = 400_000
        #expect(try estimate() == expected(405_000))
        script.sendingNanoseconds = 12_000
        script.isStampedByKernel = false
        #expect(try estimate() == expected(5_000 + StampingError.program))
        script.clock.isSynchronised = false
        #expect(try !estimate().isSynchronised)
        script.clock.errorNanoseconds = .max
        #expect(try estimate().nanoseconds == .max)
    }

    @Test("Padding that is no TLV comes back unchanged: zeros, or anything behind a TWAMP sender's padding")
    func padding() throws {
        let script = ReflectorScript()
        let zeros = [UInt8](repeating: 0, count: 100)
        #expect(script.ask(question.bytes + zeros).map { Array($0.dropFirst(44)) } == zeros)
        let random = (1...130).map { UInt8($0) }
        let twamp = Array(question.bytes.prefix(14)) + random
        let answer = try #require(script.ask(twamp))
        #expect(Array(answer.dropFirst(44)) == Array(twamp.dropFirst(44)))
        #expect(ReflectedPacket(answer)?.ssid == 0)
    }

    @Test("Questions of 14 to 43 octets are answered for the allow-list alone, with the base packet")
    func short() throws {
        let open = ReflectorScript()
        let listed = ReflectorScript { policy in
            policy.allowed = [AddressRange(parsing: "192.0.2.0/24")].compactMap { $0 }
        }
        for length in [14, 41, 43] {
            let short = Array(question.bytes.prefix(length))
            #expect(open.ask(short) == nil)
            let answer = try #require(listed.ask(short))
            #expect(answer.count == 44)
            #expect(ReflectedPacket(answer)?.senderTimestamp == question.timestamp)
        }
        #expect(open.reflector.statistics.short == 3)
        for length in [0, 1, 13] { #expect(listed.ask(Array(question.bytes.prefix(length))) == nil) }
        #expect(listed.reflector.statistics.malformed == 3)
    }

    @Test("With an allow-list, nobody else is answered")
    func strangers() throws {
        let script = ReflectorScript { policy in
            policy.allowed = ["198.51.100.0/24", "2001:db8::/32"].compactMap { AddressRange(parsing: $0) }
        }
        #expect(script.ask(question.bytes) == nil)
        script.source = SocketAddress(ipv4: 198, 51, 100, 200, port: 9)
        #expect(script.ask(question.bytes) != nil)
        script.source = try #require(SocketAddress(numericHost: "2001:db8::1", port: 9))
        #expect(script.ask(question.bytes) != nil)
        #expect(script.reflector.statistics.strangers == 1)
    }

    @Test("An answer is not answered, so that two reflectors cannot be set on each other")
    func noLoop() throws {
        let script = ReflectorScript { policy in policy.allowed = [AddressRange(parsing: "0.0.0.0/0")].compactMap { $0 }
        }
        var answer = try #require(script.ask(question.bytes))
        #expect(script.ask(answer) == nil)
        #expect(script.ask(Array(answer.prefix(41))) == nil)
        answer.setField(StampTimestamp(wallNanoseconds: received + 999_999_999).bits, at: 4)
        #expect(script.ask(answer) == nil)
        #expect(script.reflector.statistics.answers == 3)

        let key = try #require(StampKey([1, 2, 3]))
        let authenticated = ReflectorScript { $0.key = key }
        let signed = try #require(authenticated.ask(ProbeForm(key: key).question(question)))
        #expect(authenticated.ask(signed) == nil)
        #expect(authenticated.reflector.statistics.answers == 1)
    }

    @Test("Random padding where an answer has its stamps does not make a question an answer")
    func randomPadding() throws {
        var random = Seeded(9)
        let script = ReflectorScript()
        for _ in 0..<1_000 {
            let padding = (0..<30).map { _ in UInt8.random(in: 0...255, using: &random) }
            #expect(script.ask(Array(question.bytes.prefix(14)) + padding)?.count == 44)
        }
    }

    @Test("Only authentic questions are answered where a key is set, and their answers are authentic")
    func authentication() throws {
        let key = try ProbeFormTests.key()
        let other = try #require(StampKey([9]))
        let script = ReflectorScript { $0.key = key }
        let form = ProbeForm(key: key)
        let answer = try form.read(try #require(script.ask(form.question(question))))
        #expect(answer.senderTimestamp == question.timestamp)
        #expect(answer.receiveTimestamp.wallNanoseconds(format: .ntp, near: received) == received)
        #expect(answer.transmitTimestamp.wallNanoseconds(format: .ntp, near: received) == received + 12_345)
        #expect(script.ask(form.question(question))?.count == 112)

        #expect(script.ask(question.bytes) == nil)
        #expect(script.ask(ProbeForm(key: other).question(question)) == nil)
        var changed = form.question(question)
        changed[20] ^= 1
        #expect(script.ask(changed) == nil)
        #expect(script.reflector.statistics.unauthentic == 3)
    }

    @Test("The answer keeps the question's DSCP, without its congestion marks, and leaves from where it was asked")
    func trafficClass() throws {
        let script = ReflectorScript()
        script.trafficClass = 46 << 2 | 3
        let answer = try #require(script.reflection(question.bytes))
        #expect(answer.trafficClass == 46 << 2)
        #expect(answer.source?.host == "192.0.2.1")
        #expect(answer.destination == script.source)
    }

    @Test("No question, whatever is in it, gets a longer answer, traps, or is counted twice")
    func fuzz() throws {
        var random = Seeded(10)
        let key = try ProbeFormTests.key()
        let extensions = ProbeExtensions(answerDSCP: 10)
        for key in [nil, key] {
            let form = ProbeForm(key: key, extensions: extensions, size: 240)
            let script = ReflectorScript {
                $0.key = key
                $0.isStateful = true
            }
            let whole = form.question(question)
            var answered: UInt64 = 0
            let rounds = Seeded.rounds(debug: 10_000)
            for _ in 0..<rounds {
                let bytes = random.mutate(whole)
                guard let answer = script.ask(bytes) else { continue }
                answered += 1
                #expect(answer.count == bytes.count)
            }
            let statistics = script.reflector.statistics
            #expect(answered > 100)
            #expect(statistics.received == UInt64(rounds))
            let refused =
                statistics.malformed + statistics.short + statistics.unauthentic + statistics.answers
            #expect(statistics.received == answered + refused)
            #expect(statistics.malformedExtensions + statistics.unauthenticExtensions > 0)
        }
    }
}
