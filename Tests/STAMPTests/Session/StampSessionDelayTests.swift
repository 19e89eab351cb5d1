import Telemetry
import Testing

@testable import STAMP

struct StampSessionDelayTests {
    @Test("Both one-way delays and the round trip come from the four stamps, at the time of sending")
    func delays() throws {
        var script = SessionScript()
        script.exchange(forward: 600_000, backward: 700_000)
        #expect(script.delays(.forward) == [600_000])
        #expect(script.delays(.backward) == [700_000])
        #expect(script.delays(.roundTrip) == [1_300_000])
        #expect(script.roundTrips == [1_300_000])
        #expect(script.samples.allSatisfy { $0.timeNanoseconds == SessionScript.epoch && $0.subject == 7 })
        #expect(script.oneWay.allSatisfy { $0.flags.isEmpty })
        #expect(script.session.account.answered == 1)
    }

    @Test("E is the sum of both clocks' errors and of both ends' stamping errors")
    func uncertainty() throws {
        var script = SessionScript()
        script.exchange()
        let peer = try #require(script.peerEstimate.nanoseconds)
        #expect(script.oneWay.map(\.auxiliary) == [50_000 + peer + 20_000, 50_000 + peer + 80_000])
    }

    @Test("Between ends that share a clock E is what stamping adds, that of the reflector's program too")
    func shared() {
        var script = SessionScript(clock: .shared)
        script.clock = nil
        script.peerEstimate = ErrorEstimate(bits: 0x0001)
        script.exchange()
        #expect(script.samples.map(\.auxiliary) == [20_000, 80_000, 100_000])
        #expect(script.oneWay.allSatisfy { $0.flags == .clockShared })
    }

    @Test("Without kernel stamps the way back is less certain and ends when the program reads")
    func programStamps() {
        var script = SessionScript(clock: .shared)
        let question = script.ask()
        let (bytes, arrival) = script.answer(to: question, forward: 600_000, backward: 700_000)
        script.deliver(bytes, at: arrival, readLater: 30_000, kernelStamp: false)
        #expect(script.delays(.backward) == [730_000])
        #expect(script.oneWay.map(\.auxiliary) == [20_000, 140_000])
    }

    @Test("A send call that took long widens the way there")
    func slowSend() {
        var script = SessionScript(clock: .shared)
        let question = script.ask()
        let (bytes, arrival) = script.answer(to: question, forward: 600_000, backward: 700_000)
        script.now += 40_000
        script.session.sent(question, at: script.reading)
        script.deliver(bytes, at: arrival)
        #expect(script.oneWay.map(\.auxiliary) == [50_000, 80_000])
    }

    @Test("A send call that took more than a fifth of the limit spoils its probe: nothing was measured")
    func spoiledBySending() {
        for (sending, samples) in [(200_000, 2), (200_001, 0)] as [(Int64, Int)] {
            var script = SessionScript(clock: .shared)
            let question = script.ask()
            let (bytes, arrival) = script.answer(to: question, forward: 600_000, backward: 700_000)
            script.now += sending
            script.session.sent(question, at: script.reading)
            script.deliver(bytes, at: arrival)
            #expect(script.oneWay.count == samples)
            #expect(script.session.account.spoiled == (samples == 0 ? 1 : 0))
        }
    }

    @Test("A clock that is not synchronised, at either end or by an invalid estimate, is flagged")
    func unsynchronised() {
        for (own, peer) in [(true, 0x0F84), (true, 0x8F00), (false, 0x8F84)] as [(Bool, UInt16)] {
            var script = SessionScript()
            script.clock?.isSynchronised = own
            script.peerEstimate = ErrorEstimate(bits: peer)
            script.exchange()
            #expect(script.oneWay.count == 2)
            #expect(script.oneWay.allSatisfy { $0.flags == .clockUnsynchronised })
            #expect(script.session.peerClock?.isSynchronised == (peer == 0x8F84))
        }
    }

    @Test("The packet says whether this host is synchronised, and its error with the stamping error")
    func ownEstimate() throws {
        var script = SessionScript()
        let first = try #require(SenderPacket(script.ask().bytes))
        #expect(first.errorEstimate == ErrorEstimate(isSynchronised: true, nanoseconds: 60_000))
        script.clock = nil
        let second = try #require(SenderPacket(script.ask().bytes))
        #expect(!second.errorEstimate.isSynchronised)
        #expect(second.errorEstimate.multiplier != 0)
        #expect(second.sequence == 1)
    }

    @Test("Negative delays are offered as they are; what is impossible one way makes both ways clock faults")
    func negative() {
        var script = SessionScript(floor: 400_000)
        script.peerOffset = -800_000
        script.exchange(forward: 600_000, backward: 700_000)
        #expect(script.delays(.forward) == [-200_000])
        #expect(script.delays(.backward) == [1_500_000])
        #expect(script.oneWay.map(\.flags) == [.clockFault, .clockFault])
    }

    @Test("A delay whose upper end just reaches the floor is no fault")
    func floorEdge() {
        var script = SessionScript(clock: .shared, floor: 620_000)
        script.exchange(forward: 600_000, backward: 540_000)
        #expect(script.oneWay.map(\.flags) == [.clockShared, .clockShared])
        script.exchange(forward: 600_000, backward: 539_999)
        #expect(script.oneWay.suffix(2).map(\.flags) == Array(repeating: [.clockShared, .clockFault], count: 2))
    }

    @Test("A reflector that stamps in PTP format is understood")
    func ptp() {
        var script = SessionScript()
        let question = script.ask()
        let (bytes, arrival) = script.answer(to: question, forward: 600_000, backward: 700_000, format: .ptp)
        script.deliver(bytes, at: arrival)
        #expect(script.delays(.forward) == [600_000])
        #expect(script.delays(.backward) == [700_000])
    }

    @Test("A step of this host's clock between question and answer spoils the sample")
    func hostStep() {
        for step in [300_000, -300_000] as [Int64] {
            var script = SessionScript()
            let question = script.ask()
            let (bytes, arrival) = script.answer(to: question, forward: 600_000, backward: 700_000)
            script.wallOffset += step
            script.deliver(bytes, at: arrival)
            #expect(script.oneWay.isEmpty)
            #expect(script.session.account.spoiled == 1)
            script.exchange()
            #expect(script.session.account.answered == 1)
            #expect(script.isBalanced)
        }
    }

    @Test("Stamps of a reflector whose clock was set while it held the packet are spoiled")
    func peerStep() {
        for held in [-1, 50_000_000] as [Int64] {
            var script = SessionScript()
            let question = script.ask()
            let (bytes, _) = script.answer(to: question, forward: 600_000, backward: 700_000, held: held)
            script.deliver(bytes, at: script.now + 1_310_000)
            #expect(script.oneWay.isEmpty)
            #expect(script.session.account.spoiled == 1)
            #expect(script.isBalanced)
        }
    }
}
