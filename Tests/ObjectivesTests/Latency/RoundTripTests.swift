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
        let one = LatencyJudgement.judge(evidence, .millisecond(rule: .eachDirection))
        #expect(one.verdict == .unknown && one.reason == .lostOverPercentile)
    }

    @Test("where nothing at all comes back no direction is within its limit")
    func silence() {
        let evidence = PathEvidence(layer: .ip, method: .roundTrip, roundTrip: .lossy(received: 0, lost: 3600))
        for rule in [LatencyRequirement.Rule.largerOfBoth, .eachDirection] {
            let judgement = LatencyJudgement.judge(evidence, .millisecond(rule: rule))
            #expect(judgement.verdict == .missed && judgement.reason == .allLost)
        }
    }

    /// A round trip whose p99 is `p99` and whose p98 is `p98`, microseconds or lost.
    private func trip(p98: DelayQuantile, p99: DelayQuantile) -> PathEvidence {
        var trip = DirectionEvidence.hour(.exactly(900))
        trip.quantiles = [QuantileEvidence(0.98, p98), QuantileEvidence(0.99, p99)]
        return PathEvidence(layer: .ip, method: .roundTrip, roundTrip: trip)
    }

    @Test("one round trip in a hundred of twice the limit is no proof: each way may have had half of them; two are")
    func shares() {
        let short = DelayQuantile.within(.exactly(900_000))
        let long = DelayQuantile.within(.exactly(3_000_000))
        #expect(LatencyJudgement.judge(trip(p98: short, p99: long)).verdict == .unknown)
        #expect(LatencyJudgement.judge(trip(p98: short, p99: .lost)).reason == .lostOverPercentile)
        #expect(LatencyJudgement.judge(trip(p98: long, p99: long)).verdict == .missed)
        #expect(LatencyJudgement.judge(trip(p98: long, p99: .lost)).verdict == .missed)
        #expect(LatencyJudgement.judge(trip(p98: .lost, p99: .lost)).lo == .infinity)
    }

    @Test("clocks that are not known to agree fall back to the round trip, labelled as such")
    func unsynchronised() {
        // True delays 700 each, one clock 5 ms ahead.
        let judgement = LatencyJudgement.judge(
            PathEvidence(
                layer: .ip, method: .stamp, forward: .hour(.exactly(5700), unsynchronised: 3600),
                backward: .hour(.exactly(-4300), unsynchronised: 3600), roundTrip: .hour(.exactly(1400))),
            floors: (628, 628))
        #expect(judgement.verdict == .met)
        #expect(judgement.method == .roundTrip)
        #expect(judgement.value == 700_000)
        #expect(judgement.hi == 772_000)
    }

    @Test("without round trips, clocks that do not agree prove nothing")
    func noRoundTrip() {
        let judgement = LatencyJudgement.judge(.both(.hour(.exactly(300), unsynchronised: 3600), layer: .optical))
        #expect(judgement.verdict == .unknown && judgement.reason == .clockUnsynchronised)
        #expect(judgement.hi == nil && judgement.lo == 0)
    }

    @Test("no error estimate is no synchronisation")
    func noError() {
        var evidence = PathEvidence.both(.hour(.exactly(700), error: nil))
        #expect(LatencyJudgement.judge(evidence).reason == .clockUnsynchronised)
        evidence.roundTrip = .hour(.exactly(1400))
        let judgement = LatencyJudgement.judge(evidence)
        #expect(judgement.verdict == .unknown && judgement.reason == .clockUnsynchronised)
        #expect(judgement.method == .roundTrip && judgement.hi == 1_400_000)
    }

    @Test("a clock fault in the window is never a miss: the one-way verdict is unknown, the round trip goes on")
    func clockFault() {
        // A clock set by 650 µs half-way: one direction over the limit, the other flagged.
        var evidence = PathEvidence(
            layer: .ip, method: .stamp, forward: .hour(.exactly(1250), error: 10),
            backward: .hour(.exactly(600), error: 10, clockFaults: 1800))
        let alone = LatencyJudgement.judge(evidence, floors: (500, 500))
        #expect(alone.verdict == .unknown && alone.reason == .clockFault)
        evidence.roundTrip = .hour(.exactly(1200), error: 1)
        let met = LatencyJudgement.judge(evidence, floors: (500, 500))
        #expect(met.verdict == .met && met.method == .roundTrip && met.hi == 701_000)
        let open = LatencyJudgement.judge(evidence, floors: (150, 150))
        #expect(open.verdict == .unknown && open.reason == .clockFault && open.method == .roundTrip)
        evidence.roundTrip = .hour(.exactly(2100), error: 1)
        let missed = LatencyJudgement.judge(evidence, floors: (500, 500))
        #expect(missed.verdict == .missed && missed.method == .roundTrip)
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

    @Test(
        "a packet that came back sooner than the lengths allow shows that a length is wrong: no floor proves anything")
    func wrongLength() {
        var evidence = PathEvidence.exactly(700)
        evidence.roundTrip = .hour(.exactly(1400), error: 1)
        #expect(LatencyJudgement.judge(evidence, floors: (700, 700)).verdict == .met)
        #expect(LatencyJudgement.judge(evidence, floors: (1200, 0)).verdict == .missed)
        for floors in [(1200, 202), (701, 701)] as [(Double, Double)] {
            let judgement = LatencyJudgement.judge(evidence, floors: floors)
            #expect(judgement.verdict == .unknown && judgement.reason == .clockFault && judgement.lo == 0)
        }
    }

    @Test("a round trip that is not complete, or of too few packets, is no verdict")
    func incomplete() {
        func judge(_ received: Int, expected: Int = 3600, lost: Int = 0) -> LatencyJudgement {
            var trip = DirectionEvidence.hour(.exactly(900), received: received, lost: lost)
            trip.tally.expected = expected
            return .judge(PathEvidence(layer: .ip, method: .roundTrip, roundTrip: trip))
        }
        #expect(judge(3419).reason == .incomplete)
        #expect(judge(3420).verdict == .met)
        #expect(judge(3400, lost: 20).verdict == .met)
        #expect(judge(298, expected: 298).reason == .tooFewSamples)
        #expect(judge(299, expected: 299).verdict == .met)
    }

    @Test("an IP round trip proves an optical limit met, never missed")
    func layers() {
        let wanted = LatencyRequirement.millisecond(layer: .optical)
        #expect(LatencyJudgement.judge(.roundTrip(1500), floors: (628, 628), wanted).verdict == .met)
        let over = LatencyJudgement.judge(.roundTrip(2000), wanted)
        #expect(over.verdict == .unknown && over.reason == .higherLayerOnly && over.higherLayerAlert)
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
