import Metro

/// One path against one requirement: what its window proves, at the layer that the requirement names.
public struct LatencyJudgement: Hashable, Sendable {
    public var verdict: Verdict
    /// Why it is unknown, where it is.
    public var reason: MissingReason?
    /// Proven bounds of the larger direction at the requirement's layer, nanoseconds. `lo` is 0 where nothing proves
    /// more and infinite where the percentile is lost; `hi` is exclusive and `nil` where nothing bounds it.
    public var lo: Double
    public var hi: Double?
    /// What the window shows so far, proven or not, at the path's own layer: for warnings, never for verdicts.
    public var observed: DelayBounds?
    /// The figure to show, nanoseconds: upper edge of the larger percentile, or the midpoint of a round trip's bounds.
    public var value: Double?
    /// `.roundTrip` labels an estimate from a round trip; `nil` where nothing was measured.
    public var method: DelayMethod?
    /// E of the deciding direction, or half the width of a round trip's bounds; nanoseconds.
    public var uncertainty: Double?
    /// A higher layer is over the limit of a lower one: unknown, but worth an alert.
    public var higherLayerAlert: Bool
    /// What a known verdict rests on, or what there is where it is unknown; empty where the floor alone decides.
    public var tally: SampleTally

    public init(
        verdict: Verdict, reason: MissingReason? = nil, lo: Double = 0, hi: Double? = nil,
        observed: DelayBounds? = nil, value: Double? = nil, method: DelayMethod? = nil, uncertainty: Double? = nil,
        higherLayerAlert: Bool = false, tally: SampleTally = SampleTally()
    ) {
        self.verdict = verdict
        self.reason = reason
        self.lo = lo
        self.hi = hi
        self.observed = observed
        self.value = value
        self.method = method
        self.uncertainty = uncertainty
        self.higherLayerAlert = higherLayerAlert
        self.tally = tally
    }

    /// Nothing measured: only the floor speaks.
    public static func unmeasured(floor: Double, _ requirement: LatencyRequirement) -> LatencyJudgement {
        let isOver = floor >= requirement.limitNanoseconds
        return LatencyJudgement(verdict: isOver ? .missed : .unknown, reason: isOver ? nil : .notMeasured, lo: floor)
    }

    /// Judges a path by `indicators.md` §1 and §3: one way where the clocks allow it; else, or where the error of the
    /// clocks leaves it open, by the round trip; then layers; a floor over the limit settles everything, unless the
    /// round trip shows that it cannot be.
    public static func judge(
        _ evidence: PathEvidence?, floors: DirectionalFloors, _ requirement: LatencyRequirement
    ) -> LatencyJudgement {
        guard let evidence else { return unmeasured(floor: floors.larger, requirement) }
        if contradicts(evidence.roundTrip, floors) {
            return LatencyJudgement(
                verdict: .unknown, reason: .clockFault, method: evidence.method,
                tally: evidence.roundTrip?.tally ?? SampleTally())
        }
        let forward = DirectionJudgement(evidence.forward, floor: floors.forward, requirement)
        let backward = DirectionJudgement(evidence.backward, floor: floors.backward, requirement)
        var judgement = oneWay(forward, backward, floors, requirement)
        let clock = clockReason(forward, backward)
        if judgement.verdict == .unknown, var estimate = roundTrip(evidence.roundTrip, floors, requirement),
            estimate.verdict != .unknown || clock != nil || evidence.forward == nil || evidence.backward == nil
        {
            if estimate.reason == .straddlesLimit { estimate.reason = clock ?? .straddlesLimit }
            judgement = estimate
        } else {
            judgement.method = evidence.method
        }
        judgement.project(from: evidence.layer, floors: floors, requirement)
        judgement.hi = judgement.hi.flatMap(\.ifFinite)
        judgement.value = judgement.value.flatMap(\.ifFinite)
        judgement.uncertainty = judgement.uncertainty.flatMap(\.ifFinite)
        return judgement
    }

    private static func oneWay(
        _ forward: DirectionJudgement, _ backward: DirectionJudgement, _ floors: DirectionalFloors,
        _ requirement: LatencyRequirement
    ) -> LatencyJudgement {
        let limit = requirement.limitNanoseconds
        let sides = [(forward, floors.forward), (backward, floors.backward)]
        var result = LatencyJudgement(verdict: .unknown, lo: floors.larger, tally: forward.tally + backward.tally)
        let sound = sides.filter { $0.0.gap == nil }
        if sound.contains(where: { $0.0.isLost }) {
            result.verdict = .missed
            result.lo = .infinity
            result.tally = sound.reduce(SampleTally()) { $0 + $1.0.tally }
            result.reason = forward.allLost(backward)
            return result
        }
        // A fault or a missing clock at one end spoils both directions: what one gains the other loses.
        if let clock = clockReason(forward, backward) {
            result.reason = clock == .clockFault ? clock : forward.gap ?? backward.gap ?? clock
            return result
        }
        result.observed = DelayBounds.larger(forward.oneWay, backward.oneWay)
        let bounds = sound.compactMap { side, floor in
            side.oneWay.map { DelayBounds(lower: max($0.lower, floor), upper: $0.upper, reachesUpper: $0.reachesUpper) }
        }
        result.lo = bounds.map(\.lower).reduce(floors.larger, max)
        let larger = bounds.count == 2 ? DelayBounds.larger(bounds[0], bounds[1]) : nil
        result.hi = larger?.upper
        result.value = sides.compactMap { $0.0.measured?.upper }.max()
        result.uncertainty = sides.compactMap { $0.0.uncertainty }.max()
        if bounds.contains(where: { $0.isOver(limit) }) {
            result.verdict = .missed
            result.tally = sound.reduce(SampleTally()) { $0 + $1.0.tally }
        } else if let larger, larger.isUnder(limit) {
            result.verdict = .met
        } else {
            // Losses that either way may have had leave the upper bound open.
            let isOpen = larger?.upper == .infinity && result.tally.lost > 0
            result.reason = forward.gap ?? backward.gap ?? (isOpen ? .lostOverPercentile : .straddlesLimit)
        }
        return result
    }

    private static func clockReason(_ forward: DirectionJudgement, _ backward: DirectionJudgement) -> MissingReason? {
        if forward.clock == .clockFault || backward.clock == .clockFault { return .clockFault }
        return forward.clock ?? backward.clock
    }

    /// Brings a verdict to the requirement's layer (`indicators.md` §3, Layers) and lets the floor have the last word.
    private mutating func project(
        from layer: NetworkLayer, floors: DirectionalFloors, _ requirement: LatencyRequirement
    ) {
        if let wanted = requirement.layer, wanted != layer {
            if layer.isAbove(wanted) {
                if verdict == .missed {
                    verdict = .unknown
                    reason = .higherLayerOnly
                    higherLayerAlert = true
                }
                lo = floors.larger
            } else {
                if verdict == .met {
                    verdict = .unknown
                    reason = .notMeasured
                }
                hi = nil
            }
        }
        if floors.larger >= requirement.limitNanoseconds {
            verdict = .missed
            reason = nil
            lo = max(lo, floors.larger)
            higherLayerAlert = false
            tally = SampleTally()
        }
    }
}

extension Double {
    /// `nil` for an infinity: the last bucket of a histogram has no upper edge, and nothing shown may pretend one.
    var ifFinite: Double? { isFinite ? self : nil }
}

extension NetworkLayer {
    /// Whether its delay contains that of `other`.
    func isAbove(_ other: NetworkLayer) -> Bool { self == .ip && other == .optical }
}

extension DirectionJudgement {
    /// `allLost` when not one packet came through either way.
    fileprivate func allLost(_ other: DirectionJudgement) -> MissingReason? {
        isLost && other.isLost && measured == nil && other.measured == nil ? .allLost : nil
    }
}

extension DelayBounds {
    /// Bounds of the larger of two delays; what is known of one when the other is not known at all.
    static func larger(_ left: DelayBounds?, _ right: DelayBounds?) -> DelayBounds? {
        guard let left, let right else { return left ?? right }
        let upper = max(left.upper, right.upper)
        return DelayBounds(
            lower: max(left.lower, right.lower), upper: upper,
            reachesUpper: left.reachesUpper && left.upper == upper || right.reachesUpper && right.upper == upper)
    }
}
