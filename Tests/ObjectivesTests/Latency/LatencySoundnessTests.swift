import Metro
import Testing

@testable import Objectives

@Suite("Latency: no verdict against the truth")
struct LatencySoundnessTests {
    /// A path whose true delays are known, as a probe with such clocks would see it.
    struct World {
        var forward: Double
        var backward: Double
        var offset: Double
        var error: Double
        var isSynchronised: Bool
        var floors: (Double, Double)
        var layer: NetworkLayer
        var extra: Double

        init(_ random: inout Seeded) {
            forward = .random(in: 200...1400, using: &random)
            backward = .random(in: 200...1400, using: &random)
            isSynchronised = Bool.random(using: &random)
            error = .random(in: 0...300, using: &random)
            offset =
                isSynchronised ? .random(in: -error...error, using: &random) : .random(in: -5000...5000, using: &random)
            floors = (.random(in: 0...forward, using: &random), .random(in: 0...backward, using: &random))
            layer = Bool.random(using: &random) ? .ip : .optical
            // What the IP layer adds to the optical one.
            extra = layer == .ip ? .random(in: 0...300, using: &random) : 0
        }

        func evidence(_ random: inout Seeded, error: Double) -> PathEvidence {
            func direction(_ delay: Double) -> DirectionEvidence {
                let low = delay - .random(in: 0...5, using: &random)
                return .hour(
                    .bucket(low, low + 5.001), error: error, unsynchronised: isSynchronised ? 0 : 3600)
            }
            var evidence = PathEvidence(
                layer: layer, method: .stamp, forward: direction(forward + extra + offset),
                backward: direction(backward + extra - offset))
            if Bool.random(using: &random) {
                evidence.roundTrip = .hour(.exactly(forward + backward + 2 * extra), error: 1)
            }
            return evidence
        }
    }

    @Test("met means that the larger delay is under the limit, missed that it is not, and lo…hi holds it")
    func sound() {
        var random = Seeded(1)
        var counts: [Verdict: Int] = [:]
        for _ in 0..<20_000 {
            let world = World(&random)
            let evidence = world.evidence(&random, error: world.error)
            let judgement = LatencyJudgement.judge(
                evidence, floors: world.floors, .millisecond(layer: .optical))
            let truth = max(world.forward, world.backward)
            counts[judgement.verdict, default: 0] += 1
            switch judgement.verdict {
            case .met: #expect(truth < 1000)
            case .missed: #expect(truth >= 1000)
            case .unknown: #expect(judgement.reason != nil)
            }
            #expect(judgement.microseconds.lo <= truth + 1e-6)
            #expect(judgement.microseconds.hi.map { truth <= $0 + 1e-6 } ?? true)
        }
        // Each verdict does occur, so none of the expectations above is idle.
        #expect(Verdict.allCases.allSatisfy { counts[$0, default: 0] > 500 })
    }

    @Test("a smaller error or a higher floor never widens the bounds and never takes a verdict back")
    func monotonic() {
        var random = Seeded(2)
        for _ in 0..<5_000 {
            let world = World(&random)
            let sharp = world.evidence(&random, error: world.error)
            var blurred = sharp
            let more = Double.random(in: 0...200_000, using: &random)
            blurred.forward?.uncertainty? += more
            blurred.backward?.uncertainty? += more
            let before = LatencyJudgement.judge(blurred, floors: (world.floors.0 / 2, world.floors.1 / 2))
            let after = LatencyJudgement.judge(sharp, floors: world.floors)
            // A floor may unmask a clock, and the round trip then has less to say than clocks that were believed.
            guard after.method == before.method else { continue }
            if before.verdict != .unknown { #expect(after.verdict == before.verdict) }
            #expect(after.lo >= before.lo - 1e-6)
            #expect((after.hi ?? .infinity) <= (before.hi ?? .infinity) + 1e-6)
        }
    }
}
