import Collecting
import Metro
import Objectives
import Telemetry

/// Judges everything once a second: indicators, severities, events. It looks at all links and paths, so that pictures
/// need not.
final class Judge {
    private let setup: EngineSetup
    private let subjects: SubjectIndex
    private let evaluation: IndicatorEvaluation
    private let links: LinkPictures
    private let paths: PathPictures
    private let reader: TelemetryReader
    private let day: LocalDay
    private var tracker = EventTracker()
    private var routes: RouteMinutes
    private var number: UInt64 = 0

    init(
        _ setup: EngineSetup, _ subjects: SubjectIndex, links: LinkPictures, paths: PathPictures, day: LocalDay,
        _ reader: TelemetryReader
    ) {
        self.setup = setup
        self.subjects = subjects
        self.links = links
        self.paths = paths
        self.day = day
        self.reader = reader
        routes = RouteMinutes(setup.inventory, reader)
        evaluation = IndicatorEvaluation(inventory: setup.inventory, policy: setup.policy)
    }

    /// `beginning`: where the data begins.
    func judge(
        _ capture: TelemetryCapture, _ circumstances: Circumstances, beginning: Int64, now: Int64
    ) -> Judgement {
        let inventory = setup.inventory
        let today = day.day(now)
        let covered = max(0, Double(now - beginning) / 1e9)
        let windows = inventory.paths.enumerated().map { PathWindows(capture, $0, of: $1, now: now) }
        let live = IndicatorEvidence(
            paths: inventory.paths.indices.map { index in
                paths.evidence(
                    index, windows[index], outage: circumstances.pathOutages[index], coveredSeconds: covered,
                    now: now)
            },
            ports: ports(windowSeconds: setup.policy.liveWindowSeconds, coveredSeconds: covered, now: now))
        let official = IndicatorEvidence(
            paths: live.paths.map { $0.map(officially) },
            ports: ports(windowSeconds: setup.policy.officialWindowSeconds, coveredSeconds: covered, now: now))
        let (results, circles) = evaluation.evaluate(day: today, live: live, official: official)

        let assessments = evaluation.assessPaths(day: today, live: live)
        var conditions = circumstances.targets.compactMap { EventCondition($0) }
        for (index, assessment) in assessments.enumerated() {
            conditions += EventCondition.path(inventory.paths[index].id, assessment, evidence: live.path(index))
        }
        let severities = inventory.links.indices.map { index in
            let (forward, backward) = links.directions(index, capture, circumstances, now: now)
            let assessment = LinkAssessment(forward: forward, backward: backward)
            conditions += EventCondition.link(
                inventory.links[index].id, assessment,
                isToldDown: links.isToldDown(index, circumstances.board, now: now))
            return assessment.severity
        }
        tracker.update(conditions, at: now)
        tracker.add(routes.events(now: now) { uncertainty($0, live, circumstances.board) })
        number += 1
        return Judgement(
            number: number, day: today, circumstances: circumstances, linkSeverities: severities,
            pathWindows: windows, paths: assessments,
            indicators: results.map { uncovered($0, coveredSeconds: covered) }, circles: circles,
            events: tracker.events)
    }

    /// Of a path's one-way delays, nanoseconds; `nil` while its clocks are not to be believed.
    private func uncertainty(_ path: Int, _ live: IndicatorEvidence, _ board: SubjectBoard) -> Double? {
        guard board.pathClocks[path]?.fault == nil, let evidence = live.path(path) else { return nil }
        let sides = [evidence.forward, evidence.backward].compactMap { $0 }
        guard sides.allSatisfy({ $0.unsynchronised == 0 && $0.clockFaults == 0 }) else { return nil }
        return sides.compactMap(\.uncertainty).max()
    }

    /// The same evidence against the official window, which it does not fill before 30 d have passed.
    private func officially(_ evidence: PathEvidence) -> PathEvidence {
        let ratio = setup.policy.officialWindowSeconds / max(1, setup.policy.liveWindowSeconds)
        func widen(_ direction: DirectionEvidence?) -> DirectionEvidence? {
            guard var direction else { return nil }
            direction.tally.expected *= ratio
            return direction
        }
        var evidence = evidence
        evidence.forward = widen(evidence.forward)
        evidence.backward = widen(evidence.backward)
        evidence.roundTrip = widen(evidence.roundTrip)
        return evidence
    }

    /// An official figure before its window is covered would be a live one under another name.
    private func uncovered(_ result: IndicatorResult, coveredSeconds: Double) -> IndicatorResult {
        guard result.form == .official, result.verdict == .unknown,
            coveredSeconds < Double(setup.policy.officialWindowSeconds)
        else { return result }
        var result = result
        result.value = nil
        result.secondary = nil
        return result
    }

    /// Exit ports, in seconds of ifOperStatus up.
    private func ports(
        windowSeconds: Int, coveredSeconds: Double, now: Int64
    ) -> [InterfaceReference: PortEvidence] {
        var ports: [InterfaceReference: PortEvidence] = [:]
        for site in setup.inventory.sites {
            for case let interface? in site.centre?.exits.map(\.interface) ?? [] {
                guard let subject = subjects.interface(interface),
                    let coverage = reader.operationalCoverage(Int(subject), now: now)
                else { continue }
                ports[interface] = PortEvidence(
                    up: Int(coverage.upSeconds), observed: Int(coverage.coveredSeconds),
                    expected: max(windowSeconds, Int(coverage.windowSeconds)),
                    coveredSeconds: min(coveredSeconds, Double(windowSeconds)))
            }
        }
        return ports
    }
}
