import Metro

/// The round-trip rules of `indicators.md` §3, on round trips kept packet by packet. They need no common clock and are
/// always labelled an estimate.
///
/// Of one packet F + B = RTT. So F ≤ RTT − floor of the way back for each packet, and the percentile of RTT bounds those of
/// both directions from above. From below it is weaker: where RTT ≥ 2 · limit, F or B is over the limit, but the packets
/// of the one need not be those of the other. If a share s of the round trips is that long, one direction has at least s/2
/// over the limit: a miss of the p-th percentile is proven by the (2p − 1)-th of the round trip, p98 for p99.
extension LatencyJudgement {
    /// `nil` when no round trip was measured.
    static func roundTrip(
        _ evidence: DirectionEvidence?, _ floors: DirectionalFloors, _ requirement: LatencyRequirement
    ) -> LatencyJudgement? {
        guard let evidence, evidence.tally.known > 0 else { return nil }
        let limit = requirement.limitNanoseconds
        let trip = DirectionJudgement(evidence, floor: 0, requirement)
        let half = leastOfLarger(evidence, trip, requirement)
        var result = LatencyJudgement(verdict: .unknown, lo: floors.larger, method: .roundTrip, tally: trip.tally)
        let upper = trip.oneWay.map {
            DelayBounds(
                lower: floors.larger, upper: $0.upper - floors.smaller, reachesUpper: $0.reachesUpper)
        }
        result.observed = upper.map {
            DelayBounds(lower: max(half, floors.larger), upper: $0.upper, reachesUpper: $0.reachesUpper)
        }
        if let gap = trip.gap {
            result.reason = gap
            return result
        }
        if let upper {
            result.hi = upper.upper
            result.value = (upper.lower + upper.upper) / 2
            result.uncertainty = (upper.upper - upper.lower) / 2
        }
        let isSilent = trip.isLost && trip.tally.received == 0
        if let upper, upper.isUnder(limit) {
            result.verdict = .met
        } else if half >= limit && requirement.rule == .largerOfBoth || isSilent {
            result.verdict = .missed
            result.lo = half
            result.reason = isSilent ? .allLost : nil
        } else {
            result.reason = trip.isLost ? .lostOverPercentile : .straddlesLimit
        }
        return result
    }

    /// What the percentile of the larger direction has at least, nanoseconds; infinite where that is lost.
    private static func leastOfLarger(
        _ evidence: DirectionEvidence, _ trip: DirectionJudgement, _ requirement: LatencyRequirement
    ) -> Double {
        switch evidence.quantile(requirement.roundTripPercentile) {
        case .lost: .infinity
        case .within(let bounds): (bounds.lower - (trip.uncertainty ?? .infinity)) / 2
        case .tooFewSamples, nil: -.infinity
        }
    }

    /// Whether a packet came back sooner than the lengths of its ways allow: then a length is wrong, and no floor
    /// proves anything. No clock can do that.
    static func contradicts(_ evidence: DirectionEvidence?, _ floors: DirectionalFloors) -> Bool {
        guard let minimum = evidence?.minimum, let error = evidence?.uncertainty else { return false }
        return minimum + error < floors.forward + floors.backward
    }
}

extension LatencyRequirement {
    /// Which percentile of the round trip proves a miss of one direction's.
    public var roundTripPercentile: Double { 2 * percentile - 1 }
}
