import Metro
import Objectives
import Telemetry

/// What a run of probes to one reflector shows: a value that takes samples and tells what became of each probe and of
/// them all. Bounded, however long the run.
public struct ProbeTally: Sendable {
    /// What became of one probe.
    public struct Outcome: Hashable, Sendable {
        /// From 0, by the time when it was sent.
        public var number: Int
        /// When it was sent, wall clock.
        public var timeNanoseconds: Int64
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

        public var isAnswered: Bool { roundTripNanoseconds != nil }
        public var isLost: Bool { !isAnswered }
    }

    /// One direction, or the round trip.
    public struct Way: Sendable {
        public fileprivate(set) var received = 0
        public fileprivate(set) var lost = 0
        public fileprivate(set) var greatestErrorNanoseconds: UInt64?
        public fileprivate(set) var clockFaults = 0
        public fileprivate(set) var unsynchronised = 0
        /// |D(i) − D(i−1)| of probes sent one after the other (RFC 3393).
        public fileprivate(set) var variationCount = 0
        public fileprivate(set) var greatestVariationNanoseconds: Int64 = 0
        fileprivate var variationSum: Double = 0
        fileprivate var previous: (number: Int, nanoseconds: Int64)?
        fileprivate var histogram: DelayHistogram

        fileprivate var least: Int64?
        fileprivate var greatest: Int64?

        fileprivate init(_ layout: BucketLayout) { histogram = DelayHistogram(layout: layout) }

        public var minimum: Int64? { least }
        public var maximum: Int64? { greatest }
        public var meanVariationNanoseconds: Double? {
            variationCount > 0 ? variationSum / Double(variationCount) : nil
        }
        /// Upper edge of the bucket; `nil` with too few samples, infinite where it falls on lost ones.
        public func percentile(_ p: Double) -> Double? { Self.value(histogram.percentile(p, lost: lost)) }
        /// PDV (RFC 5481), p99 of D − min D.
        public var delayVariation: Double? { Self.value(histogram.delayVariation(0.99)) }

        private static func value(_ percentile: DelayPercentile) -> Double? {
            switch percentile {
            case .bounds(_, let upper): Double(upper)
            case .lost: .infinity
            case .tooFewSamples: nil
            }
        }

        fileprivate var tally: SampleTally { SampleTally(received: received, lost: lost, expected: received + lost) }

        fileprivate func evidence(_ percentiles: [Double], _ loss: WayLoss) -> DirectionEvidence? {
            guard received + lost > 0 else { return nil }
            return DirectionEvidence(
                tally: tally, coveredSeconds: 1,
                quantiles: percentiles.map {
                    QuantileEvidence(
                        $0, DelayQuantile($0, of: histogram, lost: loss.proven, unknown: loss.unknown + clockFaults))
                }, minimum: minimum.map { Double($0) }, uncertainty: greatestErrorNanoseconds.map { Double($0) },
                unsynchronised: unsynchronised, clockFaults: clockFaults)
        }

        fileprivate mutating func take(_ sample: Sample, number: Int) {
            guard sample.metric == .delay else {
                lost += 1
                return
            }
            received += 1
            let delay = sample.delayNanoseconds
            least = min(least ?? delay, delay)
            greatest = max(greatest ?? delay, delay)
            greatestErrorNanoseconds = max(greatestErrorNanoseconds ?? 0, sample.auxiliary)
            // As in the aggregates: such a delay is shown, and counts in no percentile.
            if sample.flags.contains(.clockFault) { clockFaults += 1 } else { histogram.record(delay) }
            if sample.flags.contains(.clockUnsynchronised) { unsynchronised += 1 }
            if let previous, number == previous.number + 1 {
                let variation = Int64(
                    clamping: delay.subtractingReportingOverflow(previous.nanoseconds).partialValue.magnitude)
                variationCount += 1
                variationSum += Double(variation)
                greatestVariationNanoseconds = max(greatestVariationNanoseconds, variation)
            }
            previous = (number, delay)
        }
    }

    private let limitNanoseconds: Int64
    private let floors: DirectionalFloors
    private let startNanoseconds: Int64
    private let intervalNanoseconds: Int64
    /// Probes numbered from here on are not counted: they were sent while the last ones were waited for.
    private let count: Int?

    public private(set) var forward: Way
    public private(set) var backward: Way
    public private(set) var roundTrip: Way
    /// Probes of which the end is known.
    public private(set) var decided = 0
    public private(set) var answered = 0
    public private(set) var reordered = 0
    private var newest: Int?
    /// When number 0 was sent, as far as one can tell.
    private var origin: Int64?
    /// Samples of one probe, which come together.
    private var group: [Sample] = []

    /// - Parameters:
    ///   - limitNanoseconds: what the p99 of both directions is judged by.
    ///   - floorKilometres: length of fibre that no delay can be below; 0 where nothing is guaranteed.
    ///   - startNanoseconds: wall clock when the probing began.
    ///   - count: how many probes are wanted.
    public init(
        limitNanoseconds: Int64 = 1_000_000, floorKilometres: Double = 0, startNanoseconds: Int64,
        intervalNanoseconds: Int64, count: Int? = nil
    ) {
        self.limitNanoseconds = limitNanoseconds
        let floor = floorKilometres * PhysicalFloor.nanosecondsPerKilometre
        floors = DirectionalFloors(forward: floor, backward: floor)
        self.startNanoseconds = startNanoseconds
        self.intervalNanoseconds = max(1, intervalNanoseconds)
        self.count = count
        let layout = BucketLayout(limitNanoseconds: [limitNanoseconds])
        (forward, backward, roundTrip) = (Way(layout), Way(layout), Way(layout))
    }

    /// Whether as many probes as were wanted are decided.
    public var isComplete: Bool { count.map { decided >= $0 } ?? false }

    /// Samples of whole probes, in the order in which they were offered.
    mutating func take(_ samples: [Sample]) -> [Outcome] {
        var outcomes: [Outcome] = []
        for sample in samples {
            if let last = group.last, last.timeNanoseconds != sample.timeNanoseconds { close(&outcomes) }
            group.append(sample)
        }
        close(&outcomes)
        return outcomes
    }

    private mutating func close(_ outcomes: inout [Outcome]) {
        defer { group = [] }
        guard let time = group.first?.timeNanoseconds else { return }
        let number = number(at: time)
        if let count, number >= count { return }
        var outcome = Outcome(number: number, timeNanoseconds: time)
        for sample in group {
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
        decided += 1
        if outcome.isAnswered {
            answered += 1
            outcome.isReordered = newest.map { number < $0 } ?? false
            if outcome.isReordered { reordered += 1 }
            newest = max(newest ?? number, number)
        }
        outcomes.append(outcome)
    }

    /// Probes leave at equal distances from a random beginning within the first interval.
    private mutating func number(at time: Int64) -> Int {
        let origin =
            self.origin ?? time - max(0, (time - startNanoseconds - intervalNanoseconds / 8) / intervalNanoseconds)
            * intervalNanoseconds
        self.origin = origin
        return Int((Double(time - origin) / Double(intervalNanoseconds)).rounded())
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
        return Judgement(
            verdict: judged.verdict, reason: decided == 0 ? .noAnswer : judged.reason, lo: judged.lo, hi: judged.hi,
            isEstimate: judged.method == .roundTrip)
    }

    /// Samples that the verdict's percentile needs.
    public static let samplesNeeded = DelayPercentile.minimumSamples(0.99)
    /// No delay can be below it, nanoseconds; `nil` where nothing is guaranteed.
    public var floorNanoseconds: Double? { floors.forward > 0 ? floors.forward : nil }
}

extension Sample {
    fileprivate var delayIfMeasured: Int64? { metric == .delay ? delayNanoseconds : nil }
}
