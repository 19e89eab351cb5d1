import Metro
import Sockets
import Telemetry
import Testing

@testable import STAMP

struct StampSessionStampTests {
    @Test("T1 is when the kernel saw the probe leave; round trip and way there are shorter by the wait before")
    func kernelStamp() {
        var script = SessionScript(clock: .shared)
        let question = script.ask()
        script.session.left(question.sequence, kernelNanoseconds: SessionScript.epoch + 3_000)
        let (bytes, arrival) = script.answer(to: question, forward: 600_000, backward: 700_000)
        script.deliver(bytes, at: arrival)
        #expect(script.delays(.forward) == [597_000])
        #expect(script.delays(.backward) == [700_000])
        #expect(script.delays(.roundTrip) == [1_297_000])
        #expect(script.samples.allSatisfy { $0.timeNanoseconds == SessionScript.epoch })
        #expect(script.session.sending == .kernel && script.session.receiving == .kernel)
    }

    @Test("The round trip's E is that of all four stamps alone, and no clock flags it")
    func roundTrip() throws {
        var script = SessionScript(floor: 400_000)
        script.peerOffset = -800_000
        script.clock = nil
        script.exchange()
        let sample = try #require(script.samples.first { $0.direction == .roundTrip })
        #expect(sample.auxiliary == 3 * StampingError.kernel + StampingError.program)
        #expect(sample.flags.isEmpty)
        #expect(sample.delayNanoseconds == 1_300_000)
    }

    @Test("A slow send call neither widens nor spoils a probe of which the kernel says when it left")
    func slowCall() {
        var script = SessionScript(clock: .shared)
        let question = script.ask()
        let (bytes, arrival) = script.answer(to: question, forward: 600_000, backward: 700_000)
        script.session.left(question.sequence, kernelNanoseconds: SessionScript.epoch)
        script.now += 400_000
        script.session.sent(question, at: script.reading)
        script.deliver(bytes, at: arrival)
        #expect(script.oneWay.map(\.auxiliary) == [20_000, 80_000])
    }

    @Test("Without a stamp the program's is named, and the send call's time is its error")
    func programStamp() {
        var script = SessionScript(clock: .shared)
        script.exchange()
        #expect(script.session.sending == .program)
        let question = script.ask()
        let (bytes, arrival) = script.answer(to: question, forward: 600_000, backward: 700_000)
        script.deliver(bytes, at: arrival, kernelStamp: false)
        #expect(script.session.receiving == .program)
    }

    /// Stamps of an interface whose clock is `ahead`, with waits of 3 µs out and 5 µs in.
    private func hardware(ahead: Int64, answerIsStamped: Bool = true) -> SessionScript {
        var script = SessionScript(clock: .shared)
        let question = script.ask()
        script.session.left(question.sequence, kernelNanoseconds: SessionScript.epoch + 2_000)
        script.session.left(
            question.sequence, kernelNanoseconds: nil, hardwareNanoseconds: SessionScript.epoch + 5_000 + ahead)
        let (bytes, arrival) = script.answer(to: question, forward: 600_000, backward: 700_000)
        script.hardwareReceiveOffset = answerIsStamped ? ahead - 5_000 : nil
        script.deliver(bytes, at: arrival)
        return script
    }

    @Test("Interface stamps are used where both lie on their side of the kernel's; the distance is their error")
    func hardwareStamps() {
        for scale in [0, 37_000_000_000] as [Int64] {
            let script = hardware(ahead: scale)
            #expect(script.session.sending == .hardware && script.session.receiving == .hardware)
            #expect(script.delays(.forward) == [595_000])
            #expect(script.delays(.backward) == [695_000])
            #expect(script.oneWay.map(\.auxiliary) == [15_000, 75_000])
        }
    }

    @Test("An interface whose clock runs on its own is not believed")
    func strayHardware() {
        for ahead in [-4_000, 6_000, 300_000, -1_000_000_000, 36_000_000_000] as [Int64] {
            let script = hardware(ahead: ahead)
            #expect(script.session.sending == .kernel && script.session.receiving == .kernel)
            #expect(script.delays(.forward) == [598_000])
            #expect(script.delays(.backward) == [700_000])
        }
        #expect(hardware(ahead: 0, answerIsStamped: false).session.sending == .kernel)
    }

    @Test("Answers that this host's full buffer lost are no loss of the path")
    func overflow() {
        var script = SessionScript(intervalMilliseconds: 1_000)
        script.exchange()
        _ = script.ask()
        _ = script.ask()
        script.session.overflowed(atMonotonic: script.now)
        _ = script.ask()
        while script.now < 20_000_000_000 { _ = script.step() }
        #expect(script.session.account.spoiled == 2)
        #expect(script.losses(.roundTrip).first == SessionScript.epoch + 3_000_000_000)
        #expect(script.isBalanced)
    }

    @Test("A clock that the watch finds at fault flags both ways, not the round trip, and the path's clock says it")
    func watched() throws {
        var script = SessionScript()
        for _ in 0..<40 { script.exchange() }
        #expect(script.samples.allSatisfy { $0.flags.isEmpty })
        script.peerOffset += 5_000_000
        for _ in 0..<20 { script.exchange() }
        let last = script.samples.suffix(3)
        #expect(last.map(\.direction) == [.forward, .backward, .roundTrip])
        #expect(last.map(\.flags) == [.clockFault, .clockFault, []])
        let clock = script.session.pathClock(own: script.clock)
        #expect(clock.fault?.kind == .step)
        #expect(clock.peer?.isSynchronised == true)
        #expect(clock.own.errorNanoseconds == 50_000)
    }

    @Test("A delay below the floor is a fault that says how much is missing and since when")
    func belowFloor() throws {
        var script = SessionScript(floor: 400_000)
        script.peerOffset = -800_000
        script.exchange()
        script.exchange()
        let fault = try #require(script.session.clockFault)
        #expect(fault.kind == .belowFloor)
        #expect(fault.sinceNanoseconds == SessionScript.epoch)
        let upper = -200_000 + Int64(try #require(script.samples.first).auxiliary)
        #expect(fault.nanoseconds == 400_000 - upper)
    }
}
