import Telemetry
import Testing

@testable import STAMP

struct StampSessionOutcomeTests {
    private let oneSecond: Int64 = 1_000_000_000

    @Test("Exactly as many probes are sent as the bound says, however many come due, and it ends when all are decided")
    func bound() {
        var script = SessionScript(count: 5)
        script.exchange()
        // A pause, a probe that is left out and one that the system does not take: none of them counts.
        script.now += 700_000_000
        script.exchange()
        script.session.shed()
        script.exchange()
        let refused = script.ask()
        script.session.notSent(refused)
        script.exchange()
        #expect(!script.session.isComplete)
        let last = script.ask()
        #expect(last.sequence == 4)
        #expect(script.session.nextSendMonotonicNanoseconds == .max)
        let (bytes, arrival) = script.answer(to: last, forward: 600_000, backward: 700_000)
        script.now += 2 * oneSecond
        #expect(script.session.question(at: script.reading, clock: nil) == nil)
        #expect(!script.session.isComplete)
        script.deliver(bytes, at: arrival)
        #expect(script.session.isComplete)
        #expect(script.session.account.sent == 5)
        #expect(script.session.deadlineMonotonicNanoseconds() == .max)
    }

    @Test("A bounded session whose last probes are lost is complete when they are given up")
    func lost() {
        var script = SessionScript(count: 2)
        _ = script.ask()
        _ = script.ask()
        while !script.session.isComplete { _ = script.step() }
        #expect(script.now == 3 * oneSecond + 100_000_000)
        #expect(script.session.account.lost == 2)
    }

    @Test("What becomes of each probe is told by its sequence, once, with the samples that are offered")
    func outcomes() {
        var script = SessionScript(firstSequence: 40, count: 5)
        let first = script.ask()
        let slow = script.answer(to: first, forward: 600_000, backward: 150_000_000)
        let second = script.ask()
        let quick = script.answer(to: second, forward: 600_000, backward: 700_000)
        for answer in [quick, slow, quick] { script.deliver(answer.bytes, at: answer.arrival) }
        let third = script.ask()
        let late = script.answer(to: third, forward: 600_000, backward: 3_500_000_000)
        let fourth = script.ask()
        let spoiled = script.answer(to: fourth, forward: 600_000, backward: 700_000, held: -1)
        script.deliver(spoiled.bytes, at: spoiled.arrival)
        while script.session.account.lost < 1 { _ = script.step() }
        script.deliver(late.bytes, at: late.arrival)
        script.session.refused(atMonotonic: script.now)
        let told = script.session.takeOutcomes()
        #expect(told.map(\.sequence) == [41, 40, 41, 43, 42, 42, 44])
        #expect(told.map(\.kind) == [.answered, .answered, .duplicate, .spoiled, .lost, .late, .refused])
        #expect(told.flatMap(\.samples) == script.samples)
        #expect(told[1].sentNanoseconds == SessionScript.epoch)
        #expect(script.session.takeOutcomes().isEmpty)
        #expect(script.session.isComplete)
    }

    @Test("Nothing is kept for nobody")
    func unobserved() {
        var script = SessionScript()
        script.exchange()
        #expect(script.session.takeOutcomes().isEmpty)
    }

    @Test("The answer to the last probe waits for no correction: no further answer will bring one")
    func lastIsNotHeld() {
        var script = SessionScript(
            clock: .shared, form: ProbeForm(extensions: ProbeExtensions(timestampInformation: false)), count: 3)
        for number in [10, 11, 12] as [UInt32] {
            script.reflectorSequence = number
            let question = script.ask()
            var (bytes, arrival) = script.answer(to: question, forward: 600_000, backward: 700_000)
            bytes += [0, TLV.Kind.followUp.rawValue, 0, 16] + [UInt8](repeating: 0, count: 16)
            bytes.setField(number - 1, at: bytes.count - 16)
            bytes.setField(UInt64(1), at: bytes.count - 12)
            script.deliver(bytes, at: arrival)
            #expect(script.session.isComplete == (number == 12))
        }
        #expect(script.session.takeOutcomes().map(\.sequence) == [0, 1, 2])
    }
}
