import Metro

/// What all paths between two sites say together.
struct PairJudgement: Sendable {
    var judgement: LatencyJudgement
    /// Index of the path that decides.
    var path: Int?
    /// What a known verdict rests on; of all paths that were asked where it is unknown.
    var tally: SampleTally

    /// Paths at the requirement's layer decide, the worst of them: a service may ride on any. Where they leave it open,
    /// a higher layer can still prove it met and a lower one missed; where no path exists, the geodesic may.
    init(
        _ candidates: [(path: Int, layer: NetworkLayer, judgement: LatencyJudgement)], floor: Double,
        _ requirement: LatencyRequirement
    ) {
        let exact = candidates.filter { requirement.layer == nil || $0.layer == requirement.layer }
        let others = candidates.filter { requirement.layer != nil && $0.layer != requirement.layer }
        let worst = exact.max { $0.judgement.isBetter(than: $1.judgement) }
        let proof = others.first { $0.judgement.verdict == .missed } ?? others.first { $0.judgement.verdict == .met }
        let chosen: (path: Int, layer: NetworkLayer, judgement: LatencyJudgement)?
        if let worst, worst.judgement.verdict != .unknown {
            chosen = worst
        } else {
            chosen = proof ?? worst ?? others.first { $0.judgement.higherLayerAlert } ?? others.first
        }
        guard let chosen else {
            judgement = .unmeasured(floor: floor, requirement)
            tally = SampleTally()
            return
        }
        judgement = chosen.judgement
        path = chosen.path
        tally =
            chosen.judgement.verdict == .unknown
            ? candidates.reduce(SampleTally()) { $0 + $1.judgement.tally } : chosen.judgement.tally
        if judgement.verdict == .unknown, others.contains(where: { $0.judgement.higherLayerAlert }) {
            judgement.higherLayerAlert = true
        }
    }
}

extension Verdict {
    /// Worst first: missed, unknown, met.
    var rank: Int {
        switch self {
        case .missed: 0
        case .unknown: 1
        case .met: 2
        }
    }
}

extension LatencyJudgement {
    /// Whether this one is the lesser worry: by verdict, then by upper bound.
    func isBetter(than other: LatencyJudgement) -> Bool {
        if verdict != other.verdict { return verdict.rank > other.verdict.rank }
        return (hi ?? .infinity) < (other.hi ?? .infinity)
    }
}
