import Metro

extension Field {
    func indicatorPolicy() -> IndicatorPolicy? {
        let keys = [
            "targets", "medium_min_racks", "large_min_racks", "roadm_counts", "live_window", "official_window",
            "minimum_completeness",
        ]
        guard let section = section(keys) else { return nil }
        var policy = IndicatorPolicy()
        if let targets = section["targets"] { policy.targets = targets.indicatorTargets() }
        policy.mediumMinimumRacks = section["medium_min_racks"]?.number(1...1e6, unit: "standard racks")
        if let racks = section["large_min_racks"]?.number(1...1e6, unit: "standard racks") {
            policy.largeMinimumRacks = racks
        }
        if let medium = policy.mediumMinimumRacks, medium > policy.largeMinimumRacks {
            section["medium_min_racks"]?.refuse(
                expected: "at most large_min_racks, \(Field.plain(policy.largeMinimumRacks))")
        }
        if let flag = section["roadm_counts"]?.boolean() { policy.roadmCounts = flag }
        if let window = section["live_window"]?.seconds(Nanoseconds.minute...Nanoseconds.day) {
            policy.liveWindowSeconds = window
        }
        if let window = section["official_window"]?.seconds(Nanoseconds.day...366 * Nanoseconds.day) {
            policy.officialWindowSeconds = window
        }
        if let ratio = section["minimum_completeness"]?.ratio(0.5...1) { policy.minimumCompleteness = ratio }
        return policy
    }

    /// The notice's targets, changed by the listed ones: one without a date replaces the notice's, one with a date
    /// comes after it.
    private func indicatorTargets() -> [IndicatorTarget] {
        var targets = IndicatorTarget.notice
        var lines: [Start: Int] = [:]
        for item in items(of: "targets") {
            guard let target = item.indicatorTarget() else { continue }
            let start = Start(indicator: target.indicator, day: target.effectiveFrom)
            if let first = lines[start] {
                item.refuse(
                    "a second target of \(target.indicator.rawValue) from the same day (first at line \(first))",
                    expected: "one target an indicator and day")
            }
            lines[start] = item.line
            if target.effectiveFrom == nil {
                targets.removeAll { $0.indicator == target.indicator && $0.effectiveFrom == nil }
            }
            targets.append(target)
        }
        return targets
    }

    private func indicatorTarget() -> IndicatorTarget? {
        let keys = ["indicator", "effective_from", "limit", "ratio", "percentile", "layer"]
        guard let section = section(keys) else { return nil }
        let words = Indicator.allCases.map(\.rawValue).joined(separator: ", ")
        let indicator = section.required("indicator", "one of \(words)")?.choice(Indicator.self)
        let day = section["effective_from"]?.day()
        let limit = section["limit"]?.duration(Nanoseconds.microsecond...10 * Nanoseconds.second)
        let ratio = section["ratio"]?.ratio(0.01...1)
        let percentile = section["percentile"]?.ratio(0.5...0.999)
        let layer = section["layer"]?.choice(NetworkLayer.self)
        guard let indicator, var target = IndicatorTarget.notice.first(where: { $0.indicator == indicator }) else {
            return nil
        }
        if target.limitNanoseconds == nil {
            for key in ["limit", "percentile", "layer"] {
                section[key]?.refuse(expected: "no \(key), for \(indicator.rawValue) has no delay")
            }
        }
        target.effectiveFrom = day
        if let limit { target.limitNanoseconds = limit }
        if let ratio { target.ratio = ratio }
        if let percentile { target.percentile = percentile }
        if let layer { target.layer = layer }
        return target
    }
}

/// What makes a target unique.
private struct Start: Hashable {
    let indicator: Indicator
    let day: String?
}
