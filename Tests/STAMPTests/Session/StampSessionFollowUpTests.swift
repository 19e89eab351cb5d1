import Metro
import Sockets
import Telemetry
import Testing

@testable import STAMP

/// A reflector that stamps T3 in its program, `early` before the packet leaves, and tells with the next answer when it
/// did (RFC 8972 §4.7).
struct StampSessionFollowUpTests {
    private let early: Int64 = 40_000

    private func script(intervalMilliseconds: Int64 = 100) -> SessionScript {
        SessionScript(
            clock: .shared, intervalMilliseconds: intervalMilliseconds,
            form: ProbeForm(extensions: ProbeExtensions(timestampInformation: false)))
    }

    /// Asks and answers; the answer tells when number `told` left, `nil`: nothing. Returns when this one left.
    private func exchange(
        _ script: inout SessionScript, number: UInt32, told: (number: UInt32, left: Int64)?
    ) -> Int64 {
        script.reflectorSequence = number
        let question = script.ask()
        let begun = SessionScript.epoch + script.now + 600_000 + 10_000
        var (bytes, arrival) = script.answer(to: question, forward: 600_000, backward: 700_000 + early)
        var tlv: [UInt8] = [0, TLV.Kind.followUp.rawValue, 0, 16] + [UInt8](repeating: 0, count: 16)
        tlv.setField(told?.number ?? 0, at: 4)
        tlv.setField(told.map { StampTimestamp(wallNanoseconds: $0.left).bits } ?? 0, at: 8)
        tlv[16] = TimestampMethod.software.rawValue
        bytes += tlv
        script.deliver(bytes, at: arrival)
        return begun + early
    }

    @Test("An answer is held until the next one corrects its T3; the first, before that is known, leaves at once")
    func corrected() {
        var script = script()
        var left = exchange(&script, number: 10, told: nil)
        #expect(script.delays(.backward) == [740_000])
        left = exchange(&script, number: 11, told: (10, left))
        #expect(script.delays(.backward).count == 1)
        #expect(script.roundTrips.count == 2)
        left = exchange(&script, number: 12, told: (11, left))
        #expect(script.delays(.backward) == [740_000, 700_000])
        #expect(script.delays(.forward) == [600_000, 600_000])
        #expect(script.delays(.roundTrip) == [1_340_000, 1_300_000])
        // What was corrected is known as the kernel saw it; what was not has the scheduling of a program in it.
        #expect(script.samples.map(\.auxiliary) == [20_000, 80_000, 100_000, 20_000, 20_000, 40_000])
    }

    @Test("Where the reflector's interface writes T3 as the packet leaves, it counts like a stamp of the kernel")
    func farHardware() {
        for (method, backward) in [(1, 20_000), (2, 80_000), (3, 80_000)] as [(UInt8, UInt64)] {
            var script = SessionScript(clock: .shared, form: ProbeForm(extensions: ProbeExtensions(followUp: false)))
            let question = script.ask()
            var (bytes, arrival) = script.answer(to: question, forward: 600_000, backward: 700_000)
            bytes += [0, TLV.Kind.timestampInformation.rawValue, 0, 4, 1, 2, 1, method]
            script.deliver(bytes, at: arrival)
            #expect(script.samples.map(\.auxiliary) == [20_000, backward, backward + 20_000], "method \(method)")
        }
    }

    @Test("What tells of another answer, or does not fit between the stamps, changes nothing")
    func unfit() {
        for (number, shift) in [(13, 0), (11, -2_000_000), (11, 5_000_000)] as [(UInt32, Int64)] {
            var script = script()
            var left = exchange(&script, number: 10, told: nil)
            left = exchange(&script, number: 11, told: (10, left))
            _ = exchange(&script, number: 12, told: (number, left + shift))
            #expect(script.delays(.backward) == [740_000, 740_000])
            #expect(script.samples.filter { $0.direction == .backward }.map(\.auxiliary) == [80_000, 80_000])
        }
    }

    @Test("Without a next answer a held one leaves after two seconds as it was measured")
    func released() {
        var script = script(intervalMilliseconds: 1_000)
        let left = exchange(&script, number: 10, told: nil)
        _ = exchange(&script, number: 11, told: (10, left))
        let answered = script.now
        while script.delays(.backward).count < 2 { _ = script.step() }
        #expect(script.now == answered + 2_000_000_000)
        #expect(script.delays(.backward) == [740_000, 740_000])
        #expect(script.isBalanced)
    }

    @Test("Where probes are further apart than a second no answer waits for the next")
    func rare() {
        var script = script(intervalMilliseconds: 1_001)
        let left = exchange(&script, number: 10, told: nil)
        _ = exchange(&script, number: 11, told: (10, left))
        #expect(script.delays(.backward) == [740_000, 740_000])
    }

    @Test("Answers without the code of the key are counted as unauthentic and leave the probe waiting")
    func unauthentic() throws {
        let key = try #require(StampKey(Array("one key".utf8)))
        var script = SessionScript(form: ProbeForm(key: key))
        let question = script.ask()
        #expect(question.bytes.count == 112)
        script.deliver([UInt8](repeating: 0, count: 112), at: script.now + 1_000_000)
        #expect(script.session.account.unauthentic == 1)
        #expect(script.session.account.outstanding == 1)
        script.deliver([1, 2, 3], at: script.now)
        #expect(script.session.account.malformed == 1)
    }
}
