import Sockets
import Telemetry
import Testing

@testable import STAMP

struct StampSessionLossTests {
    private let second: Int64 = 1_000_000_000

    @Test("A probe unanswered for three seconds is lost in both directions, at the time it was sent")
    func loss() {
        var script = SessionScript(intervalMilliseconds: 1_000)
        _ = script.ask()
        while script.now < 3 * second - 1 { _ = script.step() }
        #expect(script.now == 3 * second)
        #expect(script.losses(.forward) == [SessionScript.epoch])
        #expect(script.losses(.backward) == [SessionScript.epoch])
        #expect(script.session.account.lost == 1)
        #expect(script.isBalanced)
    }

    @Test("The deadline is the next probe or the oldest probe's timeout, whichever comes first")
    func deadlines() {
        var script = SessionScript(intervalMilliseconds: 60_000)
        _ = script.ask()
        #expect(script.session.deadlineMonotonicNanoseconds() == 3 * second)
        #expect(script.step() == nil)
        #expect(script.session.deadlineMonotonicNanoseconds() == 60 * second)
    }

    @Test("Duplicates, late and reordered answers are told apart")
    func oddities() {
        var script = SessionScript()
        let first = script.ask()
        let firstAnswer = script.answer(to: first, forward: 600_000, backward: 150_000_000)
        let second = script.ask()
        let secondAnswer = script.answer(to: second, forward: 600_000, backward: 700_000)
        script.deliver(secondAnswer.bytes, at: secondAnswer.arrival)
        script.deliver(firstAnswer.bytes, at: firstAnswer.arrival)
        script.deliver(firstAnswer.bytes, at: firstAnswer.arrival + 1_000)
        #expect(script.session.account.answered == 2)
        #expect(script.session.account.duplicates == 1)
        let third = script.ask()
        let thirdAnswer = script.answer(to: third, forward: 600_000, backward: 4_000_000_000)
        while script.now < thirdAnswer.arrival { _ = script.step() }
        script.deliver(thirdAnswer.bytes, at: thirdAnswer.arrival)
        #expect(script.session.account.late == 1)
        #expect(script.losses(.forward).first == SessionScript.epoch + 200_000_000)
        #expect(script.isBalanced)
    }

    @Test("Foreign, malformed and mixed-up datagrams are counted and leave the probe waiting")
    func foreign() {
        var script = SessionScript()
        let question = script.ask()
        let (bytes, arrival) = script.answer(to: question, forward: 600_000, backward: 700_000)
        script.deliver(bytes, at: arrival, from: SocketAddress(ipv4: 192, 0, 2, 2, port: 862))
        script.deliver(bytes, at: arrival, from: SocketAddress(ipv4: 192, 0, 2, 1, port: 863))
        var ahead = bytes
        ahead.setField(UInt32(99), at: 24)
        script.deliver(ahead, at: arrival)
        #expect(script.session.account.foreign == 3)
        var otherStamp = bytes
        otherStamp.setField(UInt32(5), at: 32)
        script.deliver(otherStamp, at: arrival)
        #expect(script.session.account.mismatched == 1)
        script.deliver(Array(bytes.prefix(37)), at: arrival)
        var unstamped = bytes
        unstamped.setField(UInt64(0), at: 16)
        script.deliver(unstamped, at: arrival)
        #expect(script.session.account.malformed == 2)
        #expect(script.samples.isEmpty)
        script.deliver(bytes, at: arrival)
        #expect(script.session.account.answered == 1)
        #expect(script.isBalanced)
    }

    @Test("Sequences wrap at 2³² without loss or confusion")
    func wrap() {
        var script = SessionScript(firstSequence: .max - 2)
        for _ in 0..<6 { script.exchange() }
        let question = script.ask()
        #expect(question.sequence == 3)
        #expect(script.session.account.answered == 6)
        #expect(script.delays(.forward).count == 6)
        let old = script.answer(to: question, forward: 600_000, backward: 700_000)
        var ancient = old.bytes
        ancient.setField(UInt32.max - 200, at: 24)
        script.deliver(ancient, at: old.arrival)
        #expect(script.session.account.late == 1)
        #expect(script.session.account.foreign == 0)
    }

    @Test("After a pause missed probes are skipped and the grid is kept")
    func pause() {
        var script = SessionScript(intervalMilliseconds: 100)
        script.exchange()
        script.now = 1_050_000_000
        let question = script.ask()
        #expect(question.sequence == 1)
        #expect(script.now == 1_050_000_000)
        #expect(script.session.account.skipped == 9)
        #expect(script.session.deadlineMonotonicNanoseconds() == 1_100_000_000)
    }

    @Test("An answer that waited in the buffer through a pause is an answer by its kernel stamp, or lost by it")
    func stalled() {
        var script = SessionScript()
        let first = script.ask()
        let inTime = script.answer(to: first, forward: 600_000, backward: 700_000)
        script.deliver(inTime.bytes, at: inTime.arrival, readLater: 10 * second)
        #expect(script.delays(.backward) == [700_000])
        let second = script.ask()
        let tooLate = script.answer(to: second, forward: 600_000, backward: 3_500_000_000)
        script.deliver(tooLate.bytes, at: tooLate.arrival, readLater: 10 * self.second)
        #expect(script.session.account.lost == 1)
        #expect(script.losses(.backward).count == 1)
        #expect(script.session.account.late == 1)
        #expect(script.isBalanced)
    }

    @Test("Refused probes are an outage, not loss, also those that fall between two ICMP messages")
    func refused() {
        var script = SessionScript(intervalMilliseconds: 500)
        script.exchange()
        _ = script.ask()
        _ = script.ask()
        script.session.refused(atMonotonic: script.now)
        #expect(script.session.account.refused == 2)
        // No ICMP for these: the host limits its rate. Then the reflector is back.
        _ = script.ask()
        _ = script.ask()
        script.exchange()
        while script.session.account.outstanding > 0 {
            script.now += 3 * second
            _ = script.session.expire(atMonotonic: script.now)
        }
        #expect(script.session.account.refused == 4)
        #expect(script.session.account.lost == 0)
        #expect(script.isBalanced)
    }

    @Test("Silence after a refusal is loss again, and what was lost before the last answer stays lost")
    func refusedThenSilent() {
        var script = SessionScript(intervalMilliseconds: 1_000)
        _ = script.ask()
        script.exchange()
        _ = script.ask()
        script.session.refused(atMonotonic: script.now)
        #expect(script.session.account.refused == 1)
        while script.now < 20 * second { _ = script.step() }
        #expect(script.losses(.forward).first == SessionScript.epoch)
        // Sent 1 … 3 s after the refusal: perhaps refused. From then on: lost.
        #expect(script.session.account.refused == 4)
        #expect(script.session.account.lost > 8)
        #expect(script.isBalanced)
    }

    @Test("A probe that the system does not take is neither sent nor lost, and its sequence is used again")
    func notSent() {
        var script = SessionScript()
        script.exchange()
        script.now = script.session.deadlineMonotonicNanoseconds()
        guard let question = script.session.question(at: script.reading, clock: nil) else {
            Issue.record("no question was due")
            return
        }
        script.session.notSent(question)
        script.session.notSent(question)
        #expect(script.session.account.unsent == 1)
        #expect(script.ask().sequence == question.sequence)
        #expect(script.session.account.sent == 2)
        #expect(script.isBalanced)
    }

    @Test("The window holds all probes of a timeout at the shortest interval")
    func windowCapacity() {
        var script = SessionScript(intervalMilliseconds: 1)
        for _ in 0..<2_990 { _ = script.ask() }
        #expect(script.session.account.skipped == 0)
        #expect(script.session.account.outstanding == 2_990)
        while script.now < 5 * second { _ = script.step() }
        #expect(script.session.account.skipped == 0)
        #expect(script.isBalanced)
    }
}
