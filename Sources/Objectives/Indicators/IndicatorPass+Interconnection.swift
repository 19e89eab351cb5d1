import Metro

/// K1: unordered pairs of centres of medium size and above.
extension IndicatorPass {
    func interconnection(_ target: IndicatorTarget, _ scope: IndicatorScope) -> IndicatorResult {
        let candidates = index.centres.indices.filter {
            evaluation.belonging[$0] != .below && evaluation.isIn(scope, site: index.centres[$0])
        }
        let belongs = candidates.map { evaluation.belonging[$0] == .mediumOrAbove }
        let interval = RatioInterval.pairs(belongs: belongs) { left, right in
            interconnections[PathIndex.centrePair(candidates[left], candidates[right])].judgement.verdict
        }
        var members: [JudgedMember] = []
        for right in candidates.indices {
            for left in 0..<right {
                let number = PathIndex.centrePair(candidates[left], candidates[right])
                let pair = index.centrePairs[number]
                var member = JudgedMember(
                    interconnections[number], sites: [sites[pair.a].id, sites[pair.b].id],
                    paths: evaluation.inventory.paths)
                if !belongs[left] || !belongs[right] {
                    member.member.reason = member.member.reason ?? .classUnknown
                }
                members.append(member)
            }
        }
        return result(target, scope, interval, members)
    }
}
