import Collecting
import Metro
import Objectives
import Telemetry

/// Makes the picture of one path, and the evidence that indicators are judged by, from the aggregates.
struct PathPictures: Sendable {
    private let inventory: Inventory
    private let windowSeconds: Int
    /// What verdicts need of each direction, and of the round trip.
    private let percentiles: [Double]
    private let roundTripPercentiles: [Double]
    private let reader: TelemetryReader

    init(_ inventory: Inventory, policy: IndicatorPolicy, _ reader: TelemetryReader) {
        self.inventory = inventory
        self.reader = reader
        windowSeconds = policy.liveWindowSeconds
        let requirements = policy.targets.compactMap { LatencyRequirement($0, policy: policy, form: .live) }
        // A path that serves no indicator is judged by its p99.
        percentiles = Set(requirements.map(\.percentile) + [0.99]).sorted()
        let halves = requirements.map(\.roundTripPercentile) + [2 * 0.99 - 1]
        roundTripPercentiles = Set(percentiles + halves.filter { $0 > 0 }).sorted()
    }

    /// Figures are those of the judgement, so that they go with the verdict. `lastMinute`: the newest one of the last
    /// hour.
    func picture(_ index: Int, _ judgement: Judgement, lastMinute: Int64, now: Int64) -> PathPicture {
        let assessment = judgement.paths[index]
        func side(_ direction: Direction) -> PathDirectionPicture {
            self.direction(
                index, direction, judgement.pathWindows[index][direction],
                outage: judgement.circumstances.pathOutages[index], lastMinute: lastMinute, now: now)
        }
        return PathPicture(
            forward: side(.forward), backward: side(.backward),
            roundTrip: inventory.paths[index].hasRoundTrip ? side(.roundTrip) : nil,
            verdict: assessment.verdict, reason: assessment.reason, severity: assessment.severity,
            limitNanoseconds: assessment.limitNanoseconds,
            guaranteedFloor: assessment.floor.guaranteed, expectedFloor: assessment.floor.expected,
            probes: judgement.circumstances.board.probeAccounts[index],
            clock: judgement.circumstances.board.pathClocks[index], judgedBy: assessment.judgement.method)
    }

    private func direction(
        _ index: Int, _ direction: Direction, _ telemetry: PathTelemetry?, outage: MissingReason?, lastMinute: Int64,
        now: Int64
    ) -> PathDirectionPicture {
        guard let telemetry else { return .missing(outage ?? .notMeasured, windowSeconds: windowSeconds) }
        let figures = telemetry.figures
        let none = telemetry.received == 0 ? outage ?? .awaitingFirstAnswer : MissingReason.tooFewSamples
        func exact(_ value: Int64?) -> Reading<Double> { value.map { .known(Double($0)) } ?? .missing(none) }
        func percentile(_ percentile: DelayPercentile) -> Reading<Double> {
            Reading(percentile, received: telemetry.received, outage: outage)
        }
        return PathDirectionPicture(
            p50: percentile(figures.p50), p95: percentile(figures.p95), p99: percentile(figures.p99),
            p999: percentile(figures.p999),
            lowerEdges: PathDirectionPicture.LowerEdges(
                p50: figures.p50.lower.map(Double.init), p95: figures.p95.lower.map(Double.init),
                p99: figures.p99.lower.map(Double.init), p999: figures.p999.lower.map(Double.init)),
            minimum: exact(Self.minimum(figures)),
            maximum: exact(figures.maximum), last: last(index, telemetry, outage, none: none, now),
            lossRatio: telemetry.lossRatio.map { .known($0) } ?? .missing(none),
            delayVariation: percentile(figures.delayVariation),
            uncertainty: figures.greatestUncertaintyNanoseconds.map { .known(Double($0)) } ?? .missing(none),
            n: telemetry.received, expected: telemetry.expected, lost: figures.lost, windowSeconds: windowSeconds,
            ageNanoseconds: telemetry.newest.map { now - $0.timeNanoseconds }, clockFaults: figures.clockFaults,
            minutes: Deferred { [reader] in
                reader.minutes(index, direction, endingAt: lastMinute, count: MetroSnapshot.minutesShown).map {
                    DelayMinute(
                        received: $0.received, lost: $0.lost, minimum: $0.minimum, p50: $0.p50, p99: $0.p99,
                        maximum: $0.maximum)
                }
            },
            histogram: Deferred {
                telemetry.histogram.buckets.map {
                    DelayBucket(lower: Double($0.lower), upper: Double($0.upper), count: Int($0.count))
                }
            })
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

    /// What the live window says of path `index`.
    func evidence(
        _ index: Int, _ windows: PathWindows, outage: MissingReason?, coveredSeconds: Double, now: Int64
    ) -> PathEvidence {
        let path = inventory.paths[index]
        let trips = windows.roundTrip.map(SampleTally.init).flatMap { $0.known > 0 ? $0 : nil }
        func side(_ window: PathTelemetry?, _ other: PathTelemetry?) -> DirectionEvidence? {
            window.map {
                let others = other.map(SampleTally.init) ?? SampleTally()
                let loss = WayLoss(SampleTally($0), other: others, roundTrip: trips)
                var side = evidence($0, percentiles, loss, outage, coveredSeconds, now)
                // A path that is to be judged by its round trip makes no use of the clocks.
                if path.method == .roundTrip { side.unsynchronised = $0.received }
                return side
            }
        }
        return PathEvidence(
            layer: path.layer, method: path.method, forward: side(windows.forward, windows.backward),
            backward: side(windows.backward, windows.forward),
            roundTrip: windows.roundTrip.map {
                let loss = WayLoss(SampleTally($0), other: SampleTally(), roundTrip: nil)
                return evidence($0, roundTripPercentiles, loss, outage, coveredSeconds, now)
            })
    }

    private func evidence(
        _ telemetry: PathTelemetry, _ percentiles: [Double], _ loss: WayLoss, _ outage: MissingReason?,
        _ coveredSeconds: Double, _ now: Int64
    ) -> DirectionEvidence {
        let figures = telemetry.figures
        return DirectionEvidence(
            tally: SampleTally(telemetry),
            coveredSeconds: coveredSeconds,
            quantiles: percentiles.map {
                let unknown = loss.unknown + figures.clockFaults
                return QuantileEvidence(
                    $0, DelayQuantile($0, of: telemetry.histogram, lost: loss.proven, unknown: unknown))
            },
            minimum: Self.minimum(figures).map { Double($0) },
            uncertainty: figures.greatestUncertaintyNanoseconds.map { Double($0) },
            unsynchronised: figures.unsynchronised, clockFaults: figures.clockFaults,
            ageNanoseconds: telemetry.newestNanoseconds.map { now - $0 }, missing: outage)
    }
}

extension SampleTally {
    init(_ telemetry: PathTelemetry) {
        self.init(received: telemetry.received, lost: telemetry.figures.lost, expected: telemetry.expected)
    }
}
