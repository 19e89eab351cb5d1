import Metro
import Objectives
import STAMP
import Telemetry

/// What a run of probes to one reflector shows: a value that takes what became of each probe, and tells it of them all.
/// Bounded, however long the run.
public struct ProbeTally: Sendable {
    /// What became of one probe, or an answer to one that was decided before.
    public struct Outcome: Hashable, Sendable {
        public var kind: ProbeOutcome.Kind
        /// From 0, in the order of sending.
        public var number: Int
        /// When it was sent, wall clock; `nil` of late answers to probes that are forgotten.
        public var timeNanoseconds: Int64?
        /// One-way delays and the round trip without the reflector's time; `nil` where lost or not measured.
        public var forwardNanoseconds: Int64?
        public var backwardNanoseconds: Int64?
        public var roundTripNanoseconds: Int64?
        /// The larger one of both one-way delays, nanoseconds.
        public var errorNanoseconds: UInt64?
        /// Lost on the way there, on the way back; both where the reflector does not let tell.
        public var isLostForward = false
        public var isLostBackward = false
        public var isClockFault = false
        public var isUnsynchronised = false
        /// An answer to a later probe came before (RFC 4737).
        public var isReordered = false

        public init(_ kind: ProbeOutcome.Kind, number: Int, timeNanoseconds: Int64? = nil) {
            self.kind = kind
            self.number = number
            self.timeNanoseconds = timeNanoseconds
        }
    }

    private let limitNanoseconds: Int64
    private let floors: DirectionalFloors

    public private(set) var forward: Way
    public private(set) var backward: Way
    public private(set) var roundTrip: Way
    private var counts: [ProbeOutcome.Kind: Int] = [:]
    public private(set) var reordered = 0
    /// The newest probe that was answered.
    private var newest: Int?

    /// - Parameters:
    ///   - limitNanoseconds: what the p99 of both directions is judged by.
    ///   - floorKilometres: length of fibre that no delay can be below; 0 where nothing is guaranteed.
    public init(limitNanoseconds: Int64 = 1_000_000, floorKilometres: Double = 0) {
        self.limitNanoseconds = limitNanoseconds
        let floor = floorKilometres * PhysicalFloor.nanosecondsPerKilometre
        floors = DirectionalFloors(forward: floor, backward: floor)
        let layout = BucketLayout(limitNanoseconds: [limitNanoseconds])
        (forward, backward, roundTrip) = (Way(layout), Way(layout), Way(layout))
    }

    public func count(_ kind: ProbeOutcome.Kind) -> Int { counts[kind] ?? 0 }
    public var answered: Int { count(.answered) }
    /// Probes of which the end is known.
    public var decided: Int { answered + count(.lost) + count(.refused) + count(.spoiled) }
    /// Of the lost: those that are known to be lost on the way there, on the way back.
    public var lostForward: Int { roundTrip.lost - backward.lost }
    public var lostBackward: Int { roundTrip.lost - forward.lost }

    mutating func take(_ told: ProbeOutcome) -> Outcome {
        let number = Int(told.sequence)
        var outcome = Outcome(told.kind, number: number, timeNanoseconds: told.sentNanoseconds)
        if number == 0, told.kind != .late, told.kind != .duplicate, count(.refused) == decided {
            // Where a host's first address refuses from the start, the next one is asked from number 0 on.
            counts[.refused] = 0
        }
        counts[told.kind, default: 0] += 1
        for sample in told.samples {
            switch sample.direction {
            case .inbound:
                forward.take(sample, number: number)
                outcome.forwardNanoseconds = sample.delayIfMeasured
                outcome.isLostForward = sample.metric == .lost
            case .outbound:
                backward.take(sample, number: number)
                outcome.backwardNanoseconds = sample.delayIfMeasured
                outcome.isLostBackward = sample.metric == .lost
            case .roundTrip:
                roundTrip.take(sample, number: number)
                outcome.roundTripNanoseconds = sample.delayIfMeasured
            }
            guard sample.metric == .delay, sample.direction != .roundTrip else { continue }
            outcome.errorNanoseconds = max(outcome.errorNanoseconds ?? 0, sample.auxiliary)
            if sample.flags.contains(.clockFault) { outcome.isClockFault = true }
            if sample.flags.contains(.clockUnsynchronised) { outcome.isUnsynchronised = true }
        }
        guard told.kind == .answered else { return outcome }
        outcome.isReordered = newest.map { number < $0 } ?? false
        if outcome.isReordered { reordered += 1 }
        newest = max(newest ?? number, number)
        return outcome
    }

    /// What the run proves so far of the limit.
    public struct Judgement: Sendable {
        public let verdict: Verdict
        /// Why it is unknown, where it is.
        public let reason: MissingReason?
        /// Bounds of the larger direction's p99, nanoseconds; `nil` where nothing bounds it from above.
        public let lo: Double
        public let hi: Double?
        /// It rests on the round trip alone.
        public let isEstimate: Bool
        /// Probes of the way that has fewest, answered or lost: the p99 needs `samplesNeeded`.
        public let samples: Int
    }

    /// By the rules of the indicators: the p99 of the larger direction against the limit.
    public var judgement: Judgement {
        let trips = roundTrip.tally.known > 0 ? roundTrip.tally : nil
        func side(_ way: Way, _ other: Way) -> DirectionEvidence? {
            way.evidence([0.99], WayLoss(way.tally, other: other.tally, roundTrip: trips))
        }
        let requirement = LatencyRequirement(
            limitNanoseconds: Double(limitNanoseconds), percentile: 0.99, layer: .ip, windowSeconds: 1)
        let judged = LatencyJudgement.judge(
            PathEvidence(
                layer: .ip, method: .stamp, forward: side(forward, backward), backward: side(backward, forward),
                roundTrip: roundTrip.evidence(
                    [requirement.roundTripPercentile, 0.99],
                    WayLoss(roundTrip.tally, other: SampleTally(), roundTrip: nil))), floors: floors, requirement)
        // A probe that was lost on the one way says nothing of the other; the round trip has them all.
        let samples =
            judged.method == .roundTrip
            ? roundTrip.tally.known : min(forward.tally.known, backward.tally.known)
        // Refusals are no samples, so the judgement knows nothing of them.
        let silence: MissingReason = decided > 0 && count(.refused) == decided ? .refused : .noAnswer
        return Judgement(
            verdict: judged.verdict,
            reason: judged.verdict == .unknown && answered == 0 ? silence : judged.reason, lo: judged.lo,
            hi: judged.hi, isEstimate: judged.method == .roundTrip, samples: samples)
    }

    /// Samples that the verdict's percentile needs.
    public static let samplesNeeded = DelayPercentile.minimumSamples(0.99)
    /// No delay can be below it, nanoseconds; `nil` where nothing is guaranteed.
    public var floorNanoseconds: Double? { floors.forward > 0 ? floors.forward : nil }
}

extension Sample {
    fileprivate var delayIfMeasured: Int64? { metric == .delay ? delayNanoseconds : nil }
}
