import Metro

/// K2 and K2c: coverage points within the latency circle of some centre of medium size or above, and of each centre.
extension IndicatorPass {
    /// More centres can only cover more points, so the worst case leaves every centre of unknown class out and the best
    /// case takes every one in: no search is needed.
    func coverage(_ target: IndicatorTarget, _ scope: IndicatorScope) -> IndicatorResult {
        let candidates = index.centres.indices.filter { evaluation.belonging[$0] != .below }
        let points = index.points.indices.filter { evaluation.isIn(scope, site: index.points[$0]) }
        guard !candidates.isEmpty else {
            return result(target, scope, RatioInterval(value: nil, lo: nil, hi: nil, mayBeEmpty: true), [])
        }
        let limit = Double(target.limitNanoseconds ?? 0)
        let members = points.map { covered($0, by: candidates, limit: limit) }
        var interval = RatioInterval.members(
            members.lazy.map { RatioInterval.Member(belongs: true, verdict: $0.member.verdict) })
        interval.mayBeEmpty = interval.mayBeEmpty || !candidates.contains { evaluation.belonging[$0] == .mediumOrAbove }
        return result(target, scope, interval, members, secondary: computeShare(points))
    }

    /// Covered iff some sure centre proves it; not covered iff every candidate is proven not to.
    private func covered(_ point: Int, by candidates: [Int], limit: Double) -> JudgedMember {
        let id = sites[index.points[point]].id
        var best: PairJudgement?
        var unsure: PairJudgement?
        var tally = SampleTally()
        var measured: Set<Int> = []
        for (pair, judged) in zip(index.pointPairs[point], coverages[point])
        where evaluation.belonging[pair.centre] != .below {
            measured.insert(pair.centre)
            tally += judged.tally
            if judged.judgement.verdict == .met, evaluation.belonging[pair.centre] == .unknown {
                unsure = unsure ?? judged
            } else if best.map({ judged.judgement.isBetter(than: $0.judgement) }) ?? true {
                best = judged
            }
        }
        if let best, best.judgement.verdict == .met {
            return JudgedMember(best, sites: [id], paths: evaluation.inventory.paths)
        }
        let isOpen = candidates.contains {
            !measured.contains($0) && index.geodesicFloor(point: point, centre: $0) < limit
        }
        var member: JudgedMember
        if let chosen = unsure ?? best {
            member = JudgedMember(chosen, sites: [id], paths: evaluation.inventory.paths)
        } else {
            member = JudgedMember(IndicatorMember(sites: [id], verdict: .missed))
        }
        member.tally = tally
        if unsure != nil {
            member.member.verdict = .unknown
            member.member.reason = .classUnknown
        } else if member.member.verdict == .missed, isOpen {
            member.member.verdict = .unknown
            member.member.reason = .notMeasured
        }
        return member
    }

    /// Share of the sure centres' PFLOPS within reach, over the pairs of point and centre that are judged; `nil` where
    /// none is, or where a sure centre does not state its compute.
    private func computeShare(_ points: [Int]) -> Double? {
        var weights = Array(repeating: 0.0, count: index.centres.count)
        for centre in index.centres.indices where evaluation.belonging[centre] == .mediumOrAbove {
            guard let compute = sites[index.centres[centre]].centre?.petaflops, compute >= 0 else { return nil }
            weights[centre] = compute
        }
        var reached = 0.0
        var judgedWeight = 0.0
        for point in points {
            for (pair, judged) in zip(index.pointPairs[point], coverages[point])
            where judged.judgement.verdict != .unknown {
                judgedWeight += weights[pair.centre]
                if judged.judgement.verdict == .met { reached += weights[pair.centre] }
            }
        }
        return judgedWeight > 0 ? reached / judgedWeight : nil
    }

    /// One circle for each centre, whatever its class; its points are all coverage points of the city.
    func circles() -> [CentreCircle] {
        guard !coverages.isEmpty,
            let limit = targets.first(where: { $0.indicator == .circleCoverage })?.limitNanoseconds
        else { return [] }
        let names = index.points.map { [sites[$0].id] }
        var members = Array(repeating: [IndicatorMember](), count: index.centres.count)
        for point in index.points.indices {
            var cursor = 0
            let pairs = index.pointPairs[point]
            for centre in index.centres.indices {
                if cursor < pairs.count, pairs[cursor].centre == centre {
                    members[centre].append(
                        JudgedMember(
                            coverages[point][cursor], sites: names[point], paths: evaluation.inventory.paths
                        ).member)
                    cursor += 1
                } else {
                    let floor = index.geodesicFloor(point: point, centre: centre)
                    let isOver = floor >= Double(limit)
                    members[centre].append(
                        IndicatorMember(
                            sites: names[point], verdict: isOver ? .missed : .unknown, lo: floor,
                            reason: isOver ? nil : .notMeasured))
                }
            }
        }
        return index.centres.indices.map { centre in
            let interval = RatioInterval.members(
                members[centre].lazy.map { RatioInterval.Member(belongs: true, verdict: $0.verdict) })
            return CentreCircle(
                centre: sites[index.centres[centre]].id, points: members[centre], lo: interval.lo, hi: interval.hi)
        }
    }
}
