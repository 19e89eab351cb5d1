import Metro

/// The round-trip rules of `indicators.md` §3. They need no common clock and are always labelled an estimate.
extension LatencyJudgement {
    /// The bounds of a round trip's percentile, and what stands behind them.
    private struct RoundTrip {
        var bounds: DelayBounds?
        var isLost = false
        var gap: MissingReason?
        var tally: SampleTally
    }

    /// `nil` when no round trip can be made of the evidence.
    static func roundTrip(
        _ evidence: PathEvidence, _ forward: DirectionJudgement, _ backward: DirectionJudgement,
        _ floors: DirectionalFloors, _ requirement: LatencyRequirement
    ) -> LatencyJudgement? {
        guard
            let trip = kept(evidence.roundTrip, requirement)
                ?? summed(evidence.forward, evidence.backward, forward, backward)
        else { return nil }
        let limit = requirement.limitNanoseconds
        var result = LatencyJudgement(
            verdict: .unknown, lo: floors.larger, method: .roundTrip, tally: trip.tally)
        guard let bounds = trip.bounds else {
            if trip.isLost, trip.gap == nil, requirement.rule == .largerOfBoth {
                result.verdict = .missed
                result.lo = .infinity
                result.reason = trip.tally.received == 0 ? .allLost : nil
            } else {
                result.reason = trip.gap ?? .straddlesLimit
            }
            return result
        }
        let upper = DelayBounds(
            lower: floors.larger, upper: bounds.upper - floors.smaller, reachesUpper: bounds.reachesUpper)
        result.observed = DelayBounds(
            lower: max(bounds.lower / 2, floors.larger), upper: upper.upper, reachesUpper: upper.reachesUpper)
        if let gap = trip.gap {
            result.reason = gap
            return result
        }
        guard bounds.upper >= floors.forward + floors.backward else {
            result.reason = .clockFault
            return result
        }
        result.hi = upper.upper
        result.value = (upper.lower + upper.upper) / 2
        result.uncertainty = (upper.upper - upper.lower) / 2
        if upper.isUnder(limit) {
            result.verdict = .met
        } else if requirement.rule == .largerOfBoth, bounds.lower / 2 >= limit {
            result.verdict = .missed
            result.lo = bounds.lower / 2
        } else {
            result.reason = .straddlesLimit
        }
        return result
    }

    /// A round trip kept packet by packet: its own percentile, widened by the stamping error.
    private static func kept(_ evidence: DirectionEvidence?, _ requirement: LatencyRequirement) -> RoundTrip? {
        guard let evidence else { return nil }
        let judged = DirectionJudgement(evidence, floor: 0, requirement)
        return RoundTrip(
            bounds: judged.measured?.widened(by: judged.uncertainty ?? 0), isLost: judged.isLost, gap: judged.gap,
            tally: evidence.tally)
    }

    /// A round trip made of both directions. Their clock offset cancels: for a constant offset p(F + θ) + p(B − θ) is
    /// the sum of the true percentiles, and no directional one exceeds it less the other's floor. An offset that
    /// drifts or steps only raises that sum, so a miss is proven by the smallest delays alone: F + B of every packet
    /// is at least min F + min B.
    private static func summed(
        _ forwardEvidence: DirectionEvidence?, _ backwardEvidence: DirectionEvidence?,
        _ forward: DirectionJudgement, _ backward: DirectionJudgement
    ) -> RoundTrip? {
        guard let forwardEvidence, let backwardEvidence, forward.clock != nil || backward.clock != nil,
            let left = forward.measured, let right = backward.measured,
            let leftMinimum = forwardEvidence.minimum, let rightMinimum = backwardEvidence.minimum
        else { return nil }
        let upper = left.upper + right.upper
        return RoundTrip(
            bounds: DelayBounds(
                lower: min(leftMinimum + rightMinimum, upper), upper: upper,
                reachesUpper: left.reachesUpper && right.reachesUpper),
            gap: forward.gap ?? backward.gap, tally: forwardEvidence.tally + backwardEvidence.tally)
    }
}
