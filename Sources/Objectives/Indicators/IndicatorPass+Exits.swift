import Metro

/// K3: centres of medium size and above with an exit port of 400 Gb/s in service. A centre that lists no exits has none.
extension IndicatorPass {
    private static let wantedGigabits = 400.0
    /// In service: up in at least this share of the window.
    private static let inServiceRatio = 0.95

    func exits(_ target: IndicatorTarget, _ scope: IndicatorScope) -> IndicatorResult {
        var ratios: [RatioInterval.Member] = []
        var members: [JudgedMember] = []
        var wide = 0.0
        var all = 0.0
        for (centre, site) in index.centres.enumerated()
        where evaluation.belonging[centre] != .below && evaluation.isIn(scope, site: site) {
            let ports = sites[site].centre?.exits ?? []
            let judged = ports.map { (port: $0, service: service(of: $0)) }
            let belongs = evaluation.belonging[centre] == .mediumOrAbove
            if belongs {
                for (port, service) in judged where service.verdict == .met {
                    all += port.gigabitsPerSecond
                    if port.gigabitsPerSecond >= Self.wantedGigabits { wide += port.gigabitsPerSecond }
                }
            }
            let member = Self.summary(
                judged.filter { $0.port.gigabitsPerSecond >= Self.wantedGigabits }.map(\.service), site: sites[site].id,
                belongs: belongs)
            ratios.append(RatioInterval.Member(belongs: belongs, verdict: member.member.verdict))
            members.append(member)
        }
        return result(
            target, scope, RatioInterval.members(ratios), members, secondary: all > 0 ? wide / all : nil)
    }

    /// Whether one port is in service, and the readings that say so.
    private struct Service {
        var verdict: Verdict
        var reason: MissingReason?
        var tally = SampleTally()
    }

    private static func summary(_ services: [Service], site: SiteID, belongs: Bool) -> JudgedMember {
        let verdict: Verdict
        let basis: [Service]
        if let inService = services.first(where: { $0.verdict == .met }) {
            verdict = .met
            basis = [inService]
        } else {
            verdict = services.allSatisfy { $0.verdict == .missed } ? .missed : .unknown
            basis = services
        }
        let reason = verdict == .unknown ? services.first { $0.verdict == .unknown }?.reason : nil
        return JudgedMember(
            IndicatorMember(sites: [site], verdict: verdict, reason: reason ?? (belongs ? nil : .classUnknown)),
            tally: basis.reduce(SampleTally()) { $0 + $1.tally })
    }

    private func service(of port: ExitPort) -> Service {
        switch port.state {
        case .planned: return Service(verdict: .missed)
        case .accepted(let text):
            guard let accepted = CivilDay(text), let today = CivilDay(day) else {
                return Service(verdict: .unknown, reason: .incomplete)
            }
            return Service(verdict: accepted <= today ? .met : .missed)
        case .installed:
            guard let reference = port.interface, let readings = evidence.ports[reference] else {
                return Service(verdict: .unknown, reason: .notMeasured)
            }
            return service(by: readings)
        }
    }

    private func service(by readings: PortEvidence) -> Service {
        let expected = max(readings.expected, readings.observed)
        let tally = SampleTally(received: readings.observed, expected: expected)
        let requirement = LatencyRequirement(
            limitNanoseconds: 0, percentile: 0, layer: nil, form: form,
            windowSeconds: evaluation.policy.windowSeconds(form),
            minimumCompleteness: evaluation.policy.minimumCompleteness)
        if let gap = requirement.gap(completeness: tally.completeness, coveredSeconds: readings.coveredSeconds) {
            return Service(verdict: .unknown, reason: gap, tally: tally)
        }
        guard expected > 0 else { return Service(verdict: .unknown, reason: .awaitingFirstAnswer) }
        let unseen = expected - readings.observed
        if Double(readings.up) >= Self.inServiceRatio * Double(expected) {
            return Service(verdict: .met, tally: tally)
        }
        let canReach = Double(readings.up + unseen) >= Self.inServiceRatio * Double(expected)
        return Service(verdict: canReach ? .unknown : .missed, reason: canReach ? .straddlesLimit : nil, tally: tally)
    }
}
