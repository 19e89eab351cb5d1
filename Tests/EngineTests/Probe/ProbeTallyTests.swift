import Metro
import Telemetry
import Testing

@testable import Engine
@testable import STAMP

@Suite("What a run of probes shows")
struct ProbeTallyTests {
    private func tally(floorKilometres: Double = 0) -> ProbeTally { ProbeTally(floorKilometres: floorKilometres) }

    private func outcome(_ kind: ProbeOutcome.Kind, _ number: Int, _ samples: [Sample] = []) -> ProbeOutcome {
        ProbeOutcome(sequence: UInt32(number), kind: kind, sentNanoseconds: midnight, samples: samples)
    }

    private func answered(
        _ number: Int, _ forward: Int64 = 300_000, _ backward: Int64 = 320_000, error: UInt64 = 20_000,
        flags: SampleFlags = []
    ) -> ProbeOutcome {
        func delay(_ direction: Direction, _ nanoseconds: Int64, _ error: UInt64, _ flags: SampleFlags) -> Sample {
            .delay(
                subject: 0, direction: direction, nanoseconds: nanoseconds, uncertaintyNanoseconds: error,
                flags: flags, at: midnight)
        }
        return outcome(
            .answered, number,
            [
                delay(.forward, forward, error, flags), delay(.backward, backward, error, flags),
                delay(.roundTrip, forward + backward, 20_000, []),
            ])
    }

    private func lost(
        _ number: Int, _ directions: [Direction] = [.forward, .backward, .roundTrip]
    ) -> ProbeOutcome {
        outcome(.lost, number, directions.map { .lost(subject: 0, direction: $0, at: midnight) })
    }

    @Test("What became of a probe keeps the number with which it was sent")
    func outcomes() throws {
        var tally = tally()
        let outcomes = tally.take([answered(0), answered(2), lost(1), answered(4)])
        #expect(outcomes.map(\.number) == [0, 2, 1, 4])
        #expect(outcomes[0].forwardNanoseconds == 300_000 && outcomes[0].backwardNanoseconds == 320_000)
        #expect(outcomes[0].roundTripNanoseconds == 620_000 && outcomes[0].errorNanoseconds == 20_000)
        #expect(outcomes[2].kind == .lost && outcomes[2].isLostForward && outcomes[2].isLostBackward)
        #expect(tally.decided == 4 && tally.answered == 3 && tally.roundTrip.lost == 1)
    }

    @Test("An answer that a later one overtook is reordered, a loss that is told late is not")
    func reordered() {
        var tally = tally()
        let outcomes = tally.take([answered(0), answered(2), answered(1), lost(3), answered(4)])
        #expect(outcomes.map(\.isReordered) == [false, false, true, false, false])
        #expect(tally.reordered == 1)
    }

    @Test("Late and duplicate answers are told with their number and decide nothing")
    func extraAnswers() {
        var tally = tally()
        let outcomes = tally.take([
            answered(0), lost(1), outcome(.duplicate, 0), outcome(.late, 1), outcome(.refused, 2), outcome(.spoiled, 3),
        ])
        #expect(outcomes[2...3].map(\.number) == [0, 1] && outcomes[2...3].map(\.kind) == [.duplicate, .late])
        #expect(tally.decided == 4 && tally.answered == 1 && tally.reordered == 0)
        #expect(tally.count(.duplicate) == 1 && tally.count(.late) == 1)
    }

    @Test("What a host's first address refused does not count when the next one is asked from number 0 on")
    func otherAddress() {
        var tally = tally()
        _ = tally.take([outcome(.refused, 0), answered(0), outcome(.refused, 1)])
        #expect(tally.decided == 2 && tally.count(.refused) == 1)
    }

    @Test("The variation of probes sent one after the other leaves gaps out, and is the same in any order")
    func variation() {
        let probes = [answered(0, 100_000), answered(1, 130_000), answered(3, 500_000), answered(4, 490_000)]
        for order in [[0, 1, 2, 3], [1, 0, 3, 2], [0, 2, 1, 3]] {
            var tally = tally()
            _ = tally.take(order.map { probes[$0] })
            #expect(tally.forward.variationCount == 2)
            #expect(tally.forward.meanVariationNanoseconds == 20_000)
            #expect(tally.forward.greatestVariationNanoseconds == 30_000)
        }
    }

    @Test("Too few samples are no verdict; enough of them under the limit are met, over it missed")
    func verdicts() {
        var few = tally()
        _ = few.take((0..<298).map { answered($0) })
        #expect(few.judgement.verdict == .unknown && few.judgement.reason == .tooFewSamples)
        #expect(few.judgement.samples == 298 && ProbeTally.samplesNeeded == 299)
        var met = few
        _ = met.take([answered(298)])
        #expect(met.judgement.verdict == .met && !met.judgement.isEstimate)
        #expect(met.judgement.hi.map { (340_000...342_000).contains($0) } == true)
        var missed = tally()
        _ = missed.take((0..<300).map { answered($0, 1_100_000) })
        #expect(missed.judgement.verdict == .missed)
        #expect(tally().judgement.verdict == .unknown && tally().judgement.reason == .noAnswer)
    }

    @Test("Without clocks the round trip decides, and says that it is an estimate")
    func estimate() {
        var tally = tally()
        _ = tally.take(
            (0..<600).map { answered($0, 300_000, error: 16_000_000_000, flags: .clockUnsynchronised) })
        #expect(tally.judgement.verdict == .met && tally.judgement.isEstimate)
        var long = self.tally()
        _ = long.take(
            (0..<600).map { answered($0, 800_000, error: 16_000_000_000, flags: .clockUnsynchronised) })
        #expect(long.judgement.verdict == .unknown)
    }

    @Test("A clock fault is shown as it is and takes part in no percentile")
    func clockFault() {
        var tally = tally(floorKilometres: 10)
        let outcomes = tally.take([answered(0, -40_000, 660_000, flags: .clockFault)])
        #expect(outcomes.first?.isClockFault == true && outcomes.first?.forwardNanoseconds == -40_000)
        #expect(tally.forward.minimum == -40_000 && tally.forward.clockFaults == 1)
        _ = tally.take((1..<400).map { answered($0) })
        #expect(tally.judgement.verdict != .missed && tally.forward.percentile(0.5).map { $0 > 299_000 } == true)
    }

    @Test("A loss on one way alone is counted on that way")
    func oneWayLoss() {
        var tally = tally()
        let outcomes = tally.take([lost(0, [.backward, .roundTrip])])
        #expect(outcomes.first?.isLostForward == false && outcomes.first?.isLostBackward == true)
        #expect(tally.forward.lost == 0 && tally.backward.lost == 1)
        #expect(tally.lostForward == 0 && tally.lostBackward == 1)
    }

    @Test("Where nothing answered, that is the reason, however few were sent")
    func nothingAnswered() {
        var tally = tally()
        _ = tally.take((0..<20).map { lost($0) } + [outcome(.refused, 20)])
        #expect(tally.judgement.verdict == .unknown && tally.judgement.reason == .noAnswer)
        var closed = self.tally()
        _ = closed.take([outcome(.refused, 0), outcome(.refused, 1)])
        #expect(closed.judgement.verdict == .unknown && closed.judgement.reason == .refused)
    }
}

extension ProbeTally {
    fileprivate mutating func take(_ told: [ProbeOutcome]) -> [Outcome] { told.map { take($0) } }
}
