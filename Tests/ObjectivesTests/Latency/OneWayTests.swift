import Metro
import Testing

@testable import Objectives

@Suite("Latency, one way: indicators.md §1, §3")
struct OneWayTests {
    @Test("exactly 1 ms is missed, a nanosecond less is met")
    func strict() {
        #expect(LatencyJudgement.judge(.exactly(1000)).verdict == .missed)
        #expect(LatencyJudgement.judge(.exactly(999.999)).verdict == .met)
    }

    @Test("an upper end of exactly 1 ms that can be reached is unknown")
    func touching() {
        #expect(LatencyJudgement.judge(.exactly(900, error: 100)).verdict == .unknown)
        #expect(LatencyJudgement.judge(.exactly(899.999, error: 100)).verdict == .met)
    }

    @Test(
        "a bucket that ends at the limit is under it, since its upper edge is exclusive; one that begins there is over")
    func bucketEdges() {
        #expect(LatencyJudgement.judge(.both(.hour(.bucket(995, 1000)))).verdict == .met)
        #expect(LatencyJudgement.judge(.both(.hour(.bucket(1000, 1005)))).verdict == .missed)
        #expect(LatencyJudgement.judge(.both(.hour(.bucket(998, 1003)))).verdict == .unknown)
    }

    @Test("the worse direction decides, whichever it is", arguments: [true, false])
    func worse(isForward: Bool) {
        let good = DirectionEvidence.hour(.exactly(400))
        let bad = DirectionEvidence.hour(.exactly(1200))
        let judgement = LatencyJudgement.judge(
            PathEvidence(
                layer: .ip, method: .stamp, forward: isForward ? bad : good, backward: isForward ? good : bad))
        #expect(judgement.verdict == .missed)
        #expect(judgement.microseconds == (1200, 1200))
    }

    @Test("one direction alone can prove a miss, never that both are met")
    func oneDirection() {
        func judge(_ delay: Double) -> LatencyJudgement {
            .judge(PathEvidence(layer: .ip, method: .stamp, forward: .hour(.exactly(delay))))
        }
        #expect(judge(1500).verdict == .missed)
        #expect(judge(500).verdict == .unknown)
        #expect(judge(500).reason == .notMeasured)
    }

    @Test("an IP probe can prove an optical limit met")
    func higherLayerMet() {
        let judgement = LatencyJudgement.judge(.exactly(700, error: 50), .millisecond(layer: .optical))
        #expect(judgement.verdict == .met)
        #expect(!judgement.higherLayerAlert)
    }

    @Test("an optical delay can prove an IP limit missed, never met")
    func lowerLayer() {
        #expect(LatencyJudgement.judge(.exactly(1200, layer: .optical)).verdict == .missed)
        let under = LatencyJudgement.judge(.exactly(300, layer: .optical))
        #expect(under.verdict == .unknown)
        #expect(under.reason == .notMeasured)
        #expect(under.hi == nil)
    }

    @Test("a guaranteed floor at the limit proves a miss at any layer, with or without samples")
    func floor() {
        for layer in NetworkLayer.allCases {
            let judgement = LatencyJudgement.judge(.exactly(1100), floors: (1000, 0), .millisecond(layer: layer))
            #expect(judgement.verdict == .missed)
            #expect(!judgement.higherLayerAlert)
        }
        #expect(LatencyJudgement.judge(nil, floors: (0, 1000)).verdict == .missed)
        #expect(LatencyJudgement.judge(nil, floors: (0, 999)).reason == .notMeasured)
    }

    @Test("completeness under 0.95 is unknown, known losses count as known")
    func completeness() {
        let short = DirectionEvidence.hour(.exactly(500), received: 3419)
        #expect(LatencyJudgement.judge(.both(short)).reason == .incomplete)
        let full = DirectionEvidence.hour(.exactly(500), received: 3400, lost: 20)
        #expect(LatencyJudgement.judge(.both(full)).verdict == .met)
    }

    @Test("a live window that began too late says so")
    func windowNotCovered() {
        let young = DirectionEvidence.hour(.exactly(500), received: 600, covered: 600)
        let judgement = LatencyJudgement.judge(.both(young))
        #expect(judgement.reason == .windowNotCovered)
        #expect(judgement.hi == nil)
        #expect(judgement.observed?.upper == 500_000)
    }

    @Test("the official form is unknown until its window is covered, to the second")
    func official() {
        func judge(_ covered: Double) -> LatencyJudgement {
            .judge(.both(.hour(.exactly(500), covered: covered)), .millisecond(form: .official))
        }
        #expect(judge(3599).reason == .windowNotCovered)
        #expect(judge(3600).verdict == .met)
    }

    @Test("too few samples for the percentile are no verdict, whatever the histogram says")
    func tooFew() {
        func judge(_ count: Int) -> LatencyJudgement {
            var direction = DirectionEvidence.hour(.exactly(500), received: count)
            direction.tally.expected = count
            return .judge(.both(direction))
        }
        #expect(judge(298).reason == .tooFewSamples)
        #expect(judge(299).verdict == .met)
    }

    @Test("a percentile that falls on lost packets is infinite: missed, even between clocks that do not agree")
    func lost() {
        var direction = DirectionEvidence.lossy(received: 3500, lost: 100)
        direction.unsynchronised = 3500
        let judgement = LatencyJudgement.judge(.both(direction))
        #expect(judgement.verdict == .missed)
        #expect(judgement.hi == nil && judgement.lo == .infinity)
        #expect(LatencyJudgement.judge(.both(.lossy(received: 0, lost: 3600))).reason == .allLost)
    }

    @Test("loss at a higher layer is no optical miss")
    func lostAbove() {
        let judgement = LatencyJudgement.judge(
            .both(.lossy(received: 3500, lost: 100)), .millisecond(layer: .optical))
        #expect(judgement.verdict == .unknown)
        #expect(judgement.higherLayerAlert)
        #expect(judgement.lo == 0)
    }

    @Test("where nothing came the collector's reason is kept")
    func reasons() {
        var silent = DirectionEvidence(
            tally: SampleTally(expected: 3600), coveredSeconds: 3600, quantiles: [], minimum: nil, uncertainty: nil)
        #expect(LatencyJudgement.judge(.both(silent)).reason == .awaitingFirstAnswer)
        silent.missing = .noAnswer
        #expect(LatencyJudgement.judge(.both(silent)).reason == .noAnswer)
        #expect(LatencyJudgement.judge(nil).reason == .notMeasured)
    }

    @Test("more samples than the window should hold do not push completeness over 1")
    func surplus() {
        #expect(SampleTally(received: 3700, lost: 0, expected: 3600).completeness == 1)
        #expect(SampleTally().completeness == 0)
    }

    @Test("a percentile in the histogram's last bucket has no upper bound; broken bounds are no percentile")
    func openBucket() {
        let judgement = LatencyJudgement.judge(.both(.hour(.bucket(900, .infinity))))
        #expect(judgement.verdict == .unknown)
        #expect(judgement.hi == nil && judgement.value == nil)
        #expect(LatencyJudgement.judge(.both(.hour(.bucket(2000, .infinity)))).verdict == .missed)
        #expect(LatencyJudgement.judge(.both(.hour(.bucket(.nan, 1)))).reason == .tooFewSamples)
        #expect(LatencyJudgement.judge(.both(.hour(.bucket(2, 1)))).reason == .tooFewSamples)
    }
}
