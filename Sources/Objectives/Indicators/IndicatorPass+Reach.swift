import Metro

/// K5: rows of terminal class, industry and centre, each as bad as the worst terminal group in it (our reading); the
/// figure shown is the worst row's, met iff all rows are. Rows are the combinations that some path measures; a terminal
/// group that none joins with any centre is an unknown row of its own.
extension IndicatorPass {
    func reach(_ target: IndicatorTarget, _ scope: IndicatorScope) -> IndicatorResult? {
        guard let limit = target.limitNanoseconds else { return nil }
        var members: [JudgedMember] = []
        var worst: [LatencyJudgement] = []
        for (row, judged) in zip(index.rows, reaches) {
            let inScope = zip(row.pairs, judged).filter { evaluation.isIn(scope, site: $0.0.a) }
            guard let decisive = inScope.max(by: { $0.1.judgement.isBetter(than: $1.1.judgement) }) else { continue }
            members.append(
                JudgedMember(
                    decisive.1, sites: [sites[decisive.0.a].id, sites[decisive.0.b].id],
                    paths: evaluation.inventory.paths))
            worst.append(contentsOf: inScope.map(\.1.judgement))
        }
        for site in index.unmeasuredTerminals where evaluation.isIn(scope, site: site) {
            members.append(
                JudgedMember(IndicatorMember(sites: [sites[site].id], verdict: .unknown, reason: .notMeasured)))
            worst.append(LatencyJudgement(verdict: .unknown))
        }
        let verdict: Verdict
        if worst.isEmpty {
            verdict = .unknown
        } else if worst.contains(where: { $0.verdict == .missed }) {
            verdict = .missed
        } else {
            verdict = worst.allSatisfy { $0.verdict == .met } ? .met : .unknown
        }
        let bounds = worst.compactMap(\.hi)
        return result(
            target, scope, verdict: verdict,
            reason: verdict == .unknown ? members.commonReason ?? .nothingToJudge : nil, unit: .nanoseconds,
            value: worst.compactMap(\.value).max(), lo: worst.compactMap(\.lo.ifFinite).max(),
            hi: bounds.count == worst.count ? bounds.max() : nil, required: Double(limit), members)
    }
}
