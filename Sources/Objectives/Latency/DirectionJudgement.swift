import Metro
import Telemetry

/// Guaranteed propagation floors of both directions, nanoseconds; 0 where no length proves one.
public struct DirectionalFloors: Hashable, Sendable {
    public var forward: Double
    public var backward: Double

    public init(forward: Double = 0, backward: Double = 0) {
        self.forward = forward
        self.backward = backward
    }
    /// One route, the same both ways.
    public init(_ floor: PhysicalFloor) {
        self.init(forward: floor.guaranteed ?? 0, backward: floor.guaranteed ?? 0)
    }
    var larger: Double { max(forward, backward) }
    var smaller: Double { min(forward, backward) }
}

/// What the window of one direction, or of the round trip, proves of its percentile, before layers and the other direction come in.
struct DirectionJudgement {
    /// As measured, before any error is added; `nil` when the rank is lost or unknown.
    var measured: DelayBounds?
    /// More packets were lost than the percentile forgives: the delay is +∞, whatever the clocks say.
    var isLost = false
    /// Why the window proves nothing about the percentile; clocks are not its business.
    var gap: MissingReason?
    /// Why the clocks allow no one-way verdict.
    var clock: MissingReason?
    var uncertainty: Double?
    var tally = SampleTally()

    init(_ evidence: DirectionEvidence?, floor: Double, _ requirement: LatencyRequirement) {
        guard let evidence else {
            gap = .notMeasured
            return
        }
        tally = evidence.tally
        guard evidence.tally.known > 0 else {
            gap = evidence.missing ?? .awaitingFirstAnswer
            return
        }
        gap = requirement.gap(
            completeness: evidence.tally.completeness, coveredSeconds: evidence.coveredSeconds)
        switch evidence.quantile(requirement.percentile) {
        case .within(let bounds) where bounds.lower <= bounds.upper: measured = bounds
        case .lost: isLost = true
        case .within, .tooFewSamples, nil: gap = gap ?? .tooFewSamples
        }
        if evidence.tally.known < DelayPercentile.minimumSamples(requirement.percentile) {
            gap = gap ?? .tooFewSamples
        }
        if let error = evidence.uncertainty, error.isFinite, error >= 0 { uncertainty = error }
        let impossible = (oneWay?.upper).map { $0 < floor } ?? false
        if evidence.clockFaults > 0 || impossible {
            clock = .clockFault
        } else if evidence.unsynchronised > 0 || (uncertainty == nil && !isLost) {
            clock = .clockUnsynchronised
        }
    }

    /// The true percentile lies in here if the clocks are what they say: measured ± E.
    var oneWay: DelayBounds? {
        guard let measured, let uncertainty else { return nil }
        return measured.widened(by: uncertainty)
    }
}
