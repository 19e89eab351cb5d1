import Collecting
import Metro
import Objectives
import Telemetry

/// Makes the pictures of paths, and the evidence that indicators are judged by, from the aggregates.
final class PathPictures {
    /// How often a path's full histogram is drawn anew, nanoseconds; it is for the eye, figures are always current.
    static let histogramInterval: Int64 = 5_000_000_000

    let inventory: Inventory
    private let windowSeconds: Int
    private let isSimulated: Bool
    /// What the targets ask for beside the usual ones.
    private let percentiles: [Double]
    /// Drawn minutes and histograms, kept until they change: both directions of path i at 2i and 2i + 1.
    private var drawn: [Drawn]

    private struct Drawn {
        var revision = -1
        var minutes: [DelayMinute] = []
        var histogramTime: Int64 = 0
        var histogram: [DelayBucket] = []
    }

    init(_ inventory: Inventory, policy: IndicatorPolicy, source: SnapshotSource) {
        self.inventory = inventory
        windowSeconds = policy.liveWindowSeconds
        isSimulated = source == .simulator
        let usual = [0.5, 0.95, 0.99, 0.999]
        percentiles = Set(policy.targets.compactMap(\.percentile)).subtracting(usual).sorted()
        drawn = Array(repeating: Drawn(), count: inventory.paths.count * 2)
    }

    /// Why path `index` has no values, if its collector says so.
    func outage(_ index: Int, board: SubjectBoard, outages: Outages) -> MissingReason? {
        outages.path(inventory.paths[index], isSimulated: isSimulated) ?? board.pathMissing[index]
    }

    func direction(
        _ index: Int, _ direction: Direction, _ aggregator: Aggregator, outage: MissingReason?, now: Int64
    ) -> PathDirectionPicture {
        guard let telemetry = aggregator.path(index, direction) else {
            return .missing(outage ?? .notMeasured, windowSeconds: windowSeconds)
        }
        let figures = telemetry.figures
        let none = telemetry.received == 0 ? outage ?? .awaitingFirstAnswer : MissingReason.tooFewSamples
        func exact(_ value: Int64?) -> Reading<Double> { value.map { .known(Double($0)) } ?? .missing(none) }
        func percentile(_ percentile: DelayPercentile) -> Reading<Double> {
            Reading(percentile, received: telemetry.received, outage: outage)
        }
        return PathDirectionPicture(
            p50: percentile(figures.p50), p95: percentile(figures.p95), p99: percentile(figures.p99),
            p999: percentile(figures.p999), minimum: exact(Self.minimum(figures)),
            maximum: exact(figures.maximum), last: last(index, telemetry, outage, none: none, now),
            lossRatio: telemetry.lossRatio.map { .known($0) } ?? .missing(none),
            delayVariation: percentile(figures.delayVariation),
            uncertainty: figures.greatestUncertaintyNanoseconds.map { .known(Double($0)) } ?? .missing(none),
            n: telemetry.received, expected: telemetry.expected, lost: figures.lost, windowSeconds: windowSeconds,
            ageNanoseconds: telemetry.newest.map { now - $0.timeNanoseconds }, clockFaults: figures.clockFaults,
            minutes: Deferred(minutes(index, direction, telemetry)),
            histogram: Deferred(histogram(index, direction, aggregator, now: now)))
    }

    /// The newest delay while it speaks of now: losses after it do not keep it young.
    private func last(
        _ index: Int, _ telemetry: PathTelemetry, _ outage: MissingReason?, none: MissingReason, _ now: Int64
    ) -> Reading<Double> {
        guard let newest = telemetry.newest else { return .missing(none) }
        let staleAfter = PathAssessment.staleAfterNanoseconds(inventory.paths[index])
        if now - newest.timeNanoseconds <= staleAfter { return .known(Double(newest.delayNanoseconds)) }
        let losesNow = telemetry.newestNanoseconds.map { now - $0 <= staleAfter } ?? false
        return .missing(outage ?? (losesNow ? .allLost : .stale))
    }

    /// Of all delays: a clock fault's is shown, and bounds what the round trip can have been.
    private static func minimum(_ figures: PathTelemetry.Figures) -> Int64? {
        [figures.minimum, figures.clockFaultMinimum].compactMap { $0 }.min()
    }

    private func minutes(_ index: Int, _ direction: Direction, _ telemetry: PathTelemetry) -> [DelayMinute] {
        let slot = index * 2 + Int(direction.rawValue)
        if drawn[slot].revision != telemetry.minutesRevision {
            drawn[slot].revision = telemetry.minutesRevision
            drawn[slot].minutes = telemetry.minutes.map {
                DelayMinute(
                    received: $0.received, lost: $0.lost, minimum: $0.minimum, p50: $0.p50, p99: $0.p99,
                    maximum: $0.maximum)
            }
        }
        return drawn[slot].minutes
    }

    private func histogram(
        _ index: Int, _ direction: Direction, _ aggregator: Aggregator, now: Int64
    ) -> [DelayBucket] {
        let slot = index * 2 + Int(direction.rawValue)
        if drawn[slot].histogram.isEmpty || now - drawn[slot].histogramTime >= Self.histogramInterval {
            // Paths take their turns, so that a thousand histograms are not drawn in one second.
            let turn = Int64(slot % 5) * 1_000_000_000
            drawn[slot].histogramTime = drawn[slot].histogram.isEmpty ? now - turn : now
            drawn[slot].histogram =
                aggregator.histogram(index, direction)?.buckets.map {
                    DelayBucket(lower: Double($0.lower), upper: Double($0.upper), count: Int($0.count))
                } ?? []
        }
        return drawn[slot].histogram
    }

    /// What the live window says of path `index`.
    func evidence(
        _ index: Int, _ aggregator: Aggregator, outage: MissingReason?, coveredSeconds: Double, now: Int64
    ) -> PathEvidence {
        let path = inventory.paths[index]
        return PathEvidence(
            layer: path.layer, method: path.method,
            forward: evidence(index, .forward, aggregator, outage, coveredSeconds, now),
            backward: evidence(index, .backward, aggregator, outage, coveredSeconds, now))
    }

    private func evidence(
        _ index: Int, _ direction: Direction, _ aggregator: Aggregator, _ outage: MissingReason?,
        _ coveredSeconds: Double, _ now: Int64
    ) -> DirectionEvidence? {
        guard let telemetry = aggregator.path(index, direction) else { return nil }
        let figures = telemetry.figures
        let histogram = percentiles.isEmpty ? nil : aggregator.histogram(index, direction)
        return DirectionEvidence(
            tally: SampleTally(received: telemetry.received, lost: figures.lost, expected: telemetry.expected),
            coveredSeconds: coveredSeconds,
            quantiles: [
                QuantileEvidence(0.5, DelayQuantile(figures.p50)), QuantileEvidence(0.95, DelayQuantile(figures.p95)),
                QuantileEvidence(0.99, DelayQuantile(figures.p99)),
                QuantileEvidence(0.999, DelayQuantile(figures.p999)),
            ]
                + percentiles.compactMap { p in
                    histogram.map { QuantileEvidence(p, DelayQuantile($0.percentile(p, lost: figures.lost))) }
                },
            minimum: Self.minimum(figures).map { Double($0) },
            uncertainty: figures.greatestUncertaintyNanoseconds.map { Double($0) },
            // A path that is to be judged by its round trip makes no use of the clocks.
            unsynchronised: inventory.paths[index].method == .roundTrip ? telemetry.received : figures.unsynchronised,
            clockFaults: figures.clockFaults,
            ageNanoseconds: telemetry.newestNanoseconds.map { now - $0 }, missing: outage)
    }
}
