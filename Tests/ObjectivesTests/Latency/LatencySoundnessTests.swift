import Metro
import Telemetry
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
            if Int.random(in: 0..<4, using: &random) > 0 {
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

    /// An hour of packets whose true delays are known, each way with spikes and losses of its own.
    struct Packets {
        var forward: [Int64?] = []
        var backward: [Int64?] = []
        static let count = 1_000

        init(_ random: inout Seeded) {
            func way() -> [Int64?] {
                let base = Int64.random(in: 300_000...700_000, using: &random)
                let loss = [0, 0, 0, 0.004, 0.008, 0.03].randomElement(using: &random)!
                let spikes = [0, 0, 0.003, 0.007, 0.012, 0.04].randomElement(using: &random)!
                return (0..<Self.count).map { _ in
                    if Double.random(in: 0..<1, using: &random) < loss { return nil }
                    let isSpike = Double.random(in: 0..<1, using: &random) < spikes
                    return base + .random(in: 0...9_000, using: &random) + (isSpike ? 2_500_000 : 0)
                }
            }
            forward = way()
            backward = way()
        }

        /// The p99 by nearest rank, lost as +∞.
        static func truth(_ way: [Int64?]) -> Double {
            let sorted = way.map { $0.map(Double.init) ?? .infinity }.sorted()
            return sorted[(99 * count + 99) / 100 - 1]
        }

        /// What a sender sees. A stateless reflector leaves open which way lost a packet, and answers of packets that were
        /// lost on the way back tell nothing of the way there.
        func evidence(isStateful: Bool, hasClocks: Bool, offset: Int64) -> PathEvidence {
            let pairs = Array(zip(forward, backward))
            let answered = pairs.filter { $0.0 != nil && $0.1 != nil }
            let trips = pairs.count - answered.count
            let lostForward = isStateful ? pairs.count { $0.0 == nil } : trips
            let lostBackward = isStateful ? trips - lostForward : trips
            let tripTally = SampleTally(received: answered.count, lost: trips)
            func side(_ delays: [Int64], lost: Int, other: Int) -> DirectionEvidence {
                let loss = WayLoss(
                    SampleTally(received: delays.count, lost: lost), other: SampleTally(lost: other),
                    roundTrip: tripTally)
                return Self.side(delays, loss, lost: lost, unsynchronised: hasClocks ? 0 : delays.count)
            }
            return PathEvidence(
                layer: .ip, method: .stamp,
                forward: side(answered.map { $0.0! + offset }, lost: lostForward, other: lostBackward),
                backward: side(answered.map { $0.1! - offset }, lost: lostBackward, other: lostForward),
                roundTrip: Self.side(
                    answered.map { $0.0! + $0.1! },
                    WayLoss(tripTally, other: SampleTally(), roundTrip: nil), lost: trips))
        }

        private static func side(
            _ delays: [Int64], _ loss: WayLoss, lost: Int, unsynchronised: Int = 0
        ) -> DirectionEvidence {
            var histogram = DelayHistogram(layout: BucketLayout(limitNanoseconds: [1_000_000]))
            for delay in delays { histogram.record(delay) }
            return DirectionEvidence(
                tally: SampleTally(received: delays.count, lost: lost, expected: count), coveredSeconds: 3600,
                quantiles: [0.98, 0.99].map {
                    QuantileEvidence($0, DelayQuantile($0, of: histogram, lost: loss.proven, unknown: loss.unknown))
                },
                minimum: histogram.minimum.map(Double.init), uncertainty: 0, unsynchronised: unsynchronised)
        }
    }

    @Test(
        "of whole hours of packets, spikes and losses on either way: no verdict against the percentiles that are true")
    func packets() {
        var random = Seeded(3)
        var counts: [Verdict: Int] = [:]
        var estimates = 0
        for _ in 0..<300 {
            let packets = Packets(&random)
            let hasClocks = Bool.random(using: &random)
            let offset = hasClocks ? 0 : Int64.random(in: -5_000_000...5_000_000, using: &random)
            let evidence = packets.evidence(
                isStateful: .random(using: &random), hasClocks: hasClocks, offset: offset)
            let judgement = LatencyJudgement.judge(evidence, floors: (250, 250))
            let truth = max(Packets.truth(packets.forward), Packets.truth(packets.backward))
            counts[judgement.verdict, default: 0] += 1
            if judgement.method == .roundTrip, judgement.verdict != .unknown { estimates += 1 }
            switch judgement.verdict {
            case .met: #expect(truth < 1_000_000)
            case .missed: #expect(truth >= 1_000_000, "by \(String(describing: judgement.method))")
            case .unknown: #expect(judgement.reason != nil)
            }
            #expect(judgement.lo <= truth)
            #expect(judgement.hi.map { truth <= $0 } ?? true)
        }
        #expect(
            Verdict.allCases.allSatisfy { counts[$0, default: 0] > 30 } && estimates > 30, "\(counts), \(estimates)")
    }
}
