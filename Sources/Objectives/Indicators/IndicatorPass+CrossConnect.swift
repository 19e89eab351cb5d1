import Metro

/// K4: important sites with an all-optical cross-connect in service, as the inventory states it.
extension IndicatorPass {
    func crossConnects(_ target: IndicatorTarget, _ scope: IndicatorScope) -> IndicatorResult {
        let members = index.importantSites.filter { evaluation.isIn(scope, site: $0) }.map { site in
            let verdict = verdict(of: sites[site].importantSite?.crossConnect)
            return JudgedMember(
                IndicatorMember(
                    sites: [sites[site].id], verdict: verdict, reason: verdict == .unknown ? .notMeasured : nil))
        }
        let interval = RatioInterval.members(
            members.lazy.map { RatioInterval.Member(belongs: true, verdict: $0.member.verdict) })
        return result(target, scope, interval, members)
    }

    private func verdict(of crossConnect: ImportantSite.CrossConnect?) -> Verdict {
        guard let crossConnect else { return .unknown }
        return switch crossConnect {
        case .oxc: .met
        case .roadm: evaluation.policy.roadmCounts ? .met : .missed
        case .oadm, .none: .missed
        }
    }
}
