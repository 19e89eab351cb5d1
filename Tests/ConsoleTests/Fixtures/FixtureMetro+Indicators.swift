import Metro

extension FixtureMetro {
    /// Both forms for the city and for two operators.
    static let indicators: [IndicatorResult] = {
        var results: [IndicatorResult] = []
        for scope in [IndicatorScope.city, .networkOperator(telecom), .networkOperator(mobile)] {
            for form in IndicatorForm.allCases { results += five(scope, form) }
        }
        return results
    }()

    private static func five(_ scope: IndicatorScope, _ form: IndicatorForm) -> [IndicatorResult] {
        let isCity = scope == .city
        let window = form == .live ? 3600 : 30 * 86_400
        var results: [IndicatorResult] = [
            IndicatorResult(
                indicator: .interconnection, scope: scope, form: form, unit: .ratio, value: 10.0 / 15, lo: 10.0 / 15,
                hi: 14.0 / 15, target: 1, verdict: .missed, n: 41_220, expected: 54_000, completeness: 0.97,
                methods: [.odukDelay, .stamp], layer: .optical, uncertaintyNanoseconds: 1_000, windowSeconds: window,
                inventoryVersion: "fixture-1", members: pairMembers),
            IndicatorResult(
                indicator: .circleCoverage, scope: scope, form: form, unit: .ratio, value: isCity ? 0.846 : 0.71,
                lo: isCity ? 0.808 : 0.66, hi: isCity ? 0.885 : 0.75, target: 0.70, verdict: isCity ? .met : .unknown,
                reason: isCity ? nil : .straddlesLimit, n: 90_013, expected: 93_600, completeness: 0.962,
                methods: [.stamp],
                layer: .ip, uncertaintyNanoseconds: 38_000, windowSeconds: window, inventoryVersion: "fixture-1",
                members: coverageMembers, secondary: 0.913),
            IndicatorResult(
                indicator: .exits400G, scope: scope, form: form, unit: .ratio, value: 0.6, lo: 0.5, hi: 0.6,
                target: 0.5,
                verdict: .met, n: 3600, expected: 3600, completeness: 1, windowSeconds: window,
                inventoryVersion: "fixture-1",
                members: centres.map { site in
                    let exits = site.centre?.exits ?? []
                    let met = exits.contains { $0.gigabitsPerSecond >= 400 && $0.state != .planned }
                    return IndicatorMember(
                        sites: [site.id], verdict: exits.isEmpty ? .unknown : (met ? .met : .missed),
                        reason: exits.isEmpty ? .classUnknown : nil)
                }, secondary: 0.8),
            IndicatorResult(
                indicator: .allOpticalCrossConnect, scope: scope, form: form, unit: .ratio, value: 6.0 / 11,
                lo: 6.0 / 12,
                hi: 7.0 / 12, target: 0.5, verdict: .met, completeness: 1, windowSeconds: window,
                inventoryVersion: "fixture-1",
                members: importantSites.map { site in
                    let connect = site.importantSite?.crossConnect
                    return IndicatorMember(
                        sites: [site.id], verdict: connect == nil ? .unknown : (connect == .oxc ? .met : .missed),
                        reason: connect == nil ? .nothingToJudge : nil)
                }),
            IndicatorResult(
                indicator: .reach, scope: scope, form: form, unit: .nanoseconds, value: 3_190_000, lo: 3_152_000,
                hi: 3_228_000, target: 10e6, verdict: .met, n: 14_336, expected: 14_400, completeness: 0.995,
                methods: [.stamp], layer: .ip, uncertaintyNanoseconds: 38_000, windowSeconds: window,
                inventoryVersion: "fixture-1",
                members: [
                    IndicatorMember(
                        sites: ["tg1", "dc5"], verdict: .met, lo: 3_152_000, hi: 3_228_000, path: "tg1~dc5"),
                    IndicatorMember(sites: ["tg2", "dc1"], verdict: .met, lo: 890_000, hi: 970_000, path: "tg2~dc1"),
                ]),
        ]
        guard form == .official else { return results }
        for index in results.indices where results[index].indicator != .allOpticalCrossConnect {
            results[index].verdict = .unknown
            results[index].reason = .windowNotCovered
            results[index].value = nil
            results[index].lo = nil
            results[index].hi = nil
            results[index].completeness = 0.04
        }
        return results
    }

    private static func member(_ index: Int) -> IndicatorMember {
        let path = paths[index]
        let picture = pathPictures[index]
        let error = picture.forward.uncertainty.value ?? 0
        return IndicatorMember(
            sites: [path.a, path.b], verdict: picture.verdict, lo: picture.worstP99.map { $0 - error },
            hi: picture.worstP99.map { $0 + error }, path: path.id, reason: picture.reason)
    }

    private static func rank(_ verdict: Verdict) -> Int {
        switch verdict {
        case .missed: 0
        case .unknown: 1
        case .met: 2
        }
    }

    private static let pairMembers: [IndicatorMember] = (0..<15).map(member).enumerated()
        .sorted { (rank($0.element.verdict), $0.offset) < (rank($1.element.verdict), $1.offset) }.map(\.element)

    static let coveragePoints: [Site] = (importantSites + points).filter(\.isCoveragePoint)

    private static let coverageMembers: [IndicatorMember] = coveragePoints.map { point in
        guard let index = paths.firstIndex(where: { $0.a == point.id }) else {
            return IndicatorMember(sites: [point.id], verdict: .unknown, reason: .notMeasured)
        }
        var one = member(index)
        one.sites = [point.id]
        return one
    }.enumerated()
        .sorted { (rank($0.element.verdict), $0.offset) < (rank($1.element.verdict), $1.offset) }.map(\.element)

    static let circles: [CentreCircle] = centres.map { centre in
        let members = coveragePoints.map { point -> IndicatorMember in
            guard let index = paths.firstIndex(where: { $0.a == point.id && $0.b == centre.id }) else {
                return IndicatorMember(sites: [point.id], verdict: .unknown, reason: .notMeasured)
            }
            var one = member(index)
            one.sites = [point.id]
            return one
        }
        let met = Double(members.filter { $0.verdict == .met }.count)
        let unknown = Double(members.filter { $0.verdict == .unknown }.count)
        let all = Double(max(1, members.count))
        return CentreCircle(centre: centre.id, points: members, lo: met / all, hi: (met + unknown) / all)
    }
}
