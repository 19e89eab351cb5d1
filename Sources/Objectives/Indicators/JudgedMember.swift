import Metro

/// A member with what a result needs to know of it beside.
struct JudgedMember {
    var member: IndicatorMember
    var tally: SampleTally
    var method: DelayMethod?
    var uncertainty: Double?

    init(
        _ member: IndicatorMember, tally: SampleTally = SampleTally(), method: DelayMethod? = nil,
        uncertainty: Double? = nil
    ) {
        self.member = member
        self.tally = tally
        self.method = method
        self.uncertainty = uncertainty
    }

    init(_ pair: PairJudgement, sites: [SiteID], paths: [MeasuredPath]) {
        let judgement = pair.judgement
        self.init(
            IndicatorMember(
                sites: sites, verdict: judgement.verdict, lo: judgement.lo.ifFinite,
                hi: judgement.hi, path: pair.path.map { paths[$0].id }, reason: judgement.reason,
                higherLayerAlert: judgement.higherLayerAlert),
            tally: pair.tally, method: judgement.method, uncertainty: judgement.uncertainty)
    }
}

extension [JudgedMember] {
    /// Missed, unknown, met; the larger upper bound first within each; the given order where that is equal.
    func worstFirst() -> [JudgedMember] {
        indices.sorted { left, right in
            let ranks = (self[left].member.verdict.rank, self[right].member.verdict.rank)
            if ranks.0 != ranks.1 { return ranks.0 < ranks.1 }
            let bounds = (self[left].member.hi ?? .infinity, self[right].member.hi ?? .infinity)
            return bounds.0 != bounds.1 ? bounds.0 > bounds.1 : left < right
        }.map { self[$0] }
    }

    /// The commonest reason among unknown members, the schema's order deciding a draw.
    var commonReason: MissingReason? {
        var counts: [MissingReason: Int] = [:]
        for case let reason? in lazy.filter({ $0.member.verdict == .unknown }).map(\.member.reason) {
            counts[reason, default: 0] += 1
        }
        let most = counts.values.max()
        return MissingReason.allCases.first { counts[$0] != nil && counts[$0] == most }
    }
}

extension IndicatorPass {
    /// A ratio's result. What it rests on are the judged members where the verdict is known, all of them where not: a
    /// known verdict never rests on an incomplete window.
    func result(
        _ target: IndicatorTarget, _ scope: IndicatorScope, _ interval: RatioInterval, _ members: [JudgedMember],
        secondary: Double? = nil
    ) -> IndicatorResult {
        let verdict = interval.verdict(target: target.ratio)
        let reason: MissingReason? =
            verdict != .unknown
            ? nil
            : members.isEmpty
                ? .nothingToJudge : interval.mayBeEmpty ? .classUnknown : members.commonReason ?? .classUnknown
        return result(
            target, scope, verdict: verdict, reason: reason, unit: .ratio, value: interval.value, lo: interval.lo,
            hi: interval.hi, required: target.ratio, members, secondary: secondary)
    }

    func result(
        _ target: IndicatorTarget, _ scope: IndicatorScope, verdict: Verdict, reason: MissingReason?,
        unit: IndicatorUnit, value: Double?, lo: Double?, hi: Double?, required: Double, _ members: [JudgedMember],
        secondary: Double? = nil
    ) -> IndicatorResult {
        let sorted = members.worstFirst()
        let basis = verdict == .unknown ? sorted : sorted.filter { $0.member.verdict != .unknown }
        let tally = basis.reduce(SampleTally()) { $0 + $1.tally }
        let isSampled = target.limitNanoseconds != nil && verdict == .unknown
        let methods = Set(basis.compactMap(\.method))
        return IndicatorResult(
            indicator: target.indicator, scope: scope, form: form, unit: unit, value: value, lo: lo, hi: hi,
            target: required, verdict: verdict, reason: reason, n: tally.received, expected: tally.expected,
            completeness: tally.expected == 0 && !isSampled ? 1 : tally.completeness,
            methods: DelayMethod.allCases.filter(methods.contains), layer: target.layer,
            uncertaintyNanoseconds: sorted.first?.uncertainty,
            windowSeconds: evaluation.policy.windowSeconds(form), inventoryVersion: evaluation.inventory.version,
            members: sorted.map(\.member), secondary: secondary)
    }
}
