import Metro
import Testing

@testable import Objectives

@Suite("Latency, round trip: indicators.md §3")
struct RoundTripTests {
    @Test("for one direction a round trip of any length proves no miss, a floor does")
    func eachDirection() {
        let rule = LatencyRequirement.millisecond(rule: .eachDirection)
        #expect(LatencyJudgement.judge(.roundTrip(3000), rule).verdict == .unknown)
        #expect(LatencyJudgement.judge(.roundTrip(3000), floors: (1000, 100), rule).verdict == .missed)
        #expect(LatencyJudgement.judge(.roundTrip(1500), floors: (628, 628), rule).verdict == .met)
        #expect(LatencyJudgement.judge(.roundTrip(1500), floors: (628, 400), rule).verdict == .unknown)
    }

    @Test("with unequal floors the smaller one is taken off")
    func unequalFloors() {
        let judgement = LatencyJudgement.judge(.roundTrip(1500), floors: (600, 400))
        #expect(judgement.verdict == .unknown)
        #expect(judgement.microseconds == (600, 1100))
        #expect(LatencyJudgement.judge(.roundTrip(1399), floors: (600, 400)).verdict == .met)
        #expect(LatencyJudgement.judge(.roundTrip(1400), floors: (600, 400)).verdict == .unknown)
    }

    @Test("a round trip under both floors together is a clock or inventory fault")
    func impossible() {
        let judgement = LatencyJudgement.judge(.roundTrip(1000), floors: (628, 628))
        #expect(judgement.verdict == .unknown)
        #expect(judgement.reason == .clockFault)
    }

    @Test("the stamping error widens a round trip")
    func stampingError() {
        func judge(_ error: Double) -> LatencyJudgement {
            .judge(PathEvidence(layer: .ip, method: .roundTrip, roundTrip: .hour(.exactly(990), error: error)))
        }
        #expect(judge(5).verdict == .met)
        #expect(judge(10).verdict == .unknown)
    }

    @Test("lost round trips prove the larger direction missed, but not one direction")
    func lost() {
        let evidence = PathEvidence(layer: .ip, method: .roundTrip, roundTrip: .lossy(received: 3500, lost: 100))
        #expect(LatencyJudgement.judge(evidence).verdict == .missed)
        #expect(LatencyJudgement.judge(evidence, .millisecond(rule: .eachDirection)).verdict == .unknown)
    }

    @Test("clocks that are not known to agree fall back to the round trip of both directions, labelled as such")
    func unsynchronised() {
        // True delays 700 each, one clock 5 ms ahead.
        let judgement = LatencyJudgement.judge(
            PathEvidence(
                layer: .ip, method: .stamp, forward: .hour(.exactly(5700), unsynchronised: 3600),
                backward: .hour(.exactly(-4300), unsynchronised: 3600)), floors: (628, 628))
        #expect(judgement.verdict == .met)
        #expect(judgement.method == .roundTrip)
        #expect(judgement.value == 700_000)
        #expect(judgement.hi == 772_000)
    }

    @Test("no error estimate is no synchronisation")
    func noError() {
        let judgement = LatencyJudgement.judge(.both(.hour(.exactly(700), error: nil)))
        #expect(judgement.verdict == .unknown)
        #expect(judgement.method == .roundTrip)
        #expect(judgement.hi == 1_400_000)
    }

    @Test("a clock fault at one end spoils both one-way delays, and the round trip takes over")
    func clockFault() {
        let evidence = PathEvidence(
            layer: .ip, method: .stamp, forward: .hour(.exactly(100), error: 10, clockFaults: 3),
            backward: .hour(.exactly(1200), error: 10))
        let judgement = LatencyJudgement.judge(evidence, floors: (600, 600))
        #expect(judgement.verdict == .met)
        #expect(judgement.method == .roundTrip)
        #expect(judgement.hi == 700_000)
    }

    @Test("a percentile below the floor is a clock fault even if no sample was flagged")
    func unflagged() {
        let one = PathEvidence(layer: .ip, method: .stamp, forward: .hour(.exactly(100), error: 10))
        #expect(LatencyJudgement.judge(one, floors: (600, 600)).reason == .clockFault)
    }

    @Test("one unsynchronised direction alone says nothing")
    func lone() {
        let one = PathEvidence(layer: .ip, method: .stamp, forward: .hour(.exactly(1700), unsynchronised: 3600))
        #expect(LatencyJudgement.judge(one).verdict == .unknown)
    }

    @Test("clocks that drift apart raise both percentiles: that proves no miss")
    func drift() {
        // True delays 300 each; over the hour the offset runs from 0 to 3 ms.
        var forward = DirectionEvidence.hour(.exactly(3270), unsynchronised: 3600)
        forward.minimum = 300_000
        var backward = DirectionEvidence.hour(.exactly(270), unsynchronised: 3600)
        backward.minimum = -2_700_000
        let judgement = LatencyJudgement.judge(
            PathEvidence(layer: .ip, method: .stamp, forward: forward, backward: backward), floors: (250, 250))
        #expect(judgement.verdict == .unknown)
        #expect(judgement.reason == .straddlesLimit)
    }

    @Test("a kept round trip settles what the clocks' error leaves open")
    func kept() {
        var evidence = PathEvidence.exactly(600, error: 450)
        evidence.roundTrip = .hour(.exactly(1200))
        let judgement = LatencyJudgement.judge(evidence, floors: (500, 500))
        #expect(judgement.verdict == .met)
        #expect(judgement.method == .roundTrip)
        #expect(judgement.hi == 700_000)
        // Where it settles nothing the one-way interval stays.
        let open = LatencyJudgement.judge(evidence, floors: (100, 100))
        #expect(open.method == .stamp)
        #expect(open.hi == 1_050_000)
    }
}
