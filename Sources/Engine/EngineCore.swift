import Collecting
import Metro
import Objectives
import Simulator
import Telemetry

/// The owner of one instance's aggregates: drains the ring, and makes the picture of an instant. One thread uses it;
/// time is an argument, so tests run a day in seconds.
public final class EngineCore {
    /// Samples taken from the ring at a time.
    static let batch = 4_096

    public let setup: EngineSetup
    public let subjects: SubjectIndex
    public let ring: SampleRing
    private let aggregator: Aggregator
    private let evaluation: IndicatorEvaluation
    private let links: LinkPictures
    private let paths: PathPictures
    private let day: LocalDay
    private var tracker = EventTracker()
    private var samples: [Sample] = []
    private var sequence: UInt64 = 0
    /// Where the data begins: samples before it cannot exist.
    private var beginning: Int64?
    private var clockSetbacks: UInt64 = 0
    /// Events are tracked by seconds, however many pictures are published.
    private var lastTracked = Int64.min

    public init(_ setup: EngineSetup) {
        self.setup = setup
        let inventory = setup.inventory
        subjects = SubjectIndex(inventory)
        ring = SampleRing(capacity: setup.collectors.ringCapacity)
        var settings = AggregationSettings(
            limitNanoseconds: Array(Set(setup.policy.targets.compactMap(\.limitNanoseconds))).sorted(),
            liveWindowSeconds: setup.policy.liveWindowSeconds)
        let isSimulated = setup.source == .simulator
        settings.interfacePeriodMilliseconds = subjects.interfaces.map { interface in
            isSimulated
                ? SimulatedDevice.periodMilliseconds
                : inventory.device(interface.device)?.snmp?.periodMilliseconds ?? 30_000
        }
        settings.pathProbeIntervalMilliseconds = inventory.paths.map(\.probeIntervalMilliseconds)
        aggregator = Aggregator(
            settings: settings, interfaces: subjects.interfaces.count, paths: subjects.pathCount)
        evaluation = IndicatorEvaluation(inventory: inventory, policy: setup.policy)
        links = LinkPictures(inventory, subjects)
        paths = PathPictures(inventory, policy: setup.policy, source: setup.source)
        day = LocalDay(timeZone: inventory.timeZone)
    }

    /// Samples that are there before the ring runs: the simulator's last hour, in order of time.
    public func preload(_ batch: [Sample]) {
        guard let first = batch.first, let last = batch.last else { return }
        if beginning == nil { beginning = first.timeNanoseconds }
        aggregator.ingest(batch, wallNanoseconds: last.timeNanoseconds)
    }

    /// Takes in what the ring holds, at most one ring's worth, so that a flood cannot keep the picture from being made.
    public func drain(wallNanoseconds now: Int64) {
        if beginning == nil { beginning = now }
        var taken = 0
        while taken < ring.capacity {
            samples.removeAll(keepingCapacity: true)
            let count = ring.drain(into: &samples, max: Self.batch)
            guard count > 0 else { break }
            aggregator.ingest(samples, wallNanoseconds: now)
            taken += count
        }
        aggregator.advance(wallNanoseconds: now)
        if aggregator.clockSetbacks != clockSetbacks {
            // Everything was forgotten: windows fill anew from here.
            clockSetbacks = aggregator.clockSetbacks
            beginning = now
            lastTracked = .min
        }
    }

    /// offered = stored + queued + dropped, at any moment.
    public var ledger: Ledger { Ledger(ring: ring, aggregator: aggregator) }

    /// The picture of `now`.
    public func snapshot(
        wallNanoseconds now: Int64, targets: [TargetHealth], board: SubjectBoard, clock: ClockPicture
    ) -> MetroSnapshot {
        let outages = Outages(targets)
        let today = day.day(now)
        let covered = max(0, Double(now - (beginning ?? now)) / 1e9)
        var linkPictures = links.pictures(aggregator, board: board, outages: outages, now: now)
        let reasons = setup.inventory.paths.indices.map { paths.outage($0, board: board, outages: outages) }
        let live = IndicatorEvidence(
            paths: setup.inventory.paths.indices.map { index in
                paths.evidence(index, aggregator, outage: reasons[index], coveredSeconds: covered, now: now)
            },
            ports: ports(windowSeconds: setup.policy.liveWindowSeconds, coveredSeconds: covered))
        let official = IndicatorEvidence(
            paths: live.paths.map { $0.map(officially) },
            ports: ports(windowSeconds: setup.policy.officialWindowSeconds, coveredSeconds: covered))
        let (results, circles) = evaluation.evaluate(day: today, live: live, official: official)
        let indicators = results.map { uncovered($0, coveredSeconds: covered) }

        let assessments = evaluation.assessPaths(day: today, live: live)
        let pathPictures = assessments.enumerated().map { index, assessment in
            PathPicture(
                forward: paths.direction(index, .forward, aggregator, outage: reasons[index], now: now),
                backward: paths.direction(index, .backward, aggregator, outage: reasons[index], now: now),
                verdict: assessment.verdict, reason: assessment.reason, severity: assessment.severity,
                limitNanoseconds: assessment.limitNanoseconds, guaranteedFloor: assessment.floor.guaranteed,
                expectedFloor: assessment.floor.expected)
        }
        var conditions = targets.compactMap { EventCondition($0.picture) }
        for (index, assessment) in assessments.enumerated() {
            conditions += EventCondition.path(
                setup.inventory.paths[index].id, assessment, evidence: live.path(index))
        }
        for index in linkPictures.indices {
            let picture = linkPictures[index]
            let assessment = LinkAssessment(forward: picture.forward, backward: picture.backward)
            linkPictures[index].severity = assessment.severity
            conditions += EventCondition.link(setup.inventory.links[index].id, assessment)
        }
        if lastTracked == .min || now - lastTracked >= 950_000_000 {
            lastTracked = now
            tracker.update(conditions, at: now)
        }
        sequence += 1
        return MetroSnapshot(
            sequence: sequence, judgement: sequence, timeNanoseconds: now, zoneOffsetSeconds: day.offsetSeconds(now),
            zoneAbbreviation: day.abbreviation(now), day: today, source: setup.source, inventory: setup.inventory,
            policy: setup.policy, links: PictureList(linkPictures), paths: PictureList(pathPictures),
            indicators: indicators, circles: circles,
            targets: targets.map(\.picture), pipeline: pipeline(), clock: clock,
            events: tracker.events)
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
    private func ports(windowSeconds: Int, coveredSeconds: Double) -> [InterfaceReference: PortEvidence] {
        var ports: [InterfaceReference: PortEvidence] = [:]
        for site in setup.inventory.sites {
            for case let interface? in site.centre?.exits.map(\.interface) ?? [] {
                guard let subject = subjects.interface(interface),
                    let coverage = aggregator.operationalCoverage(Int(subject))
                else { continue }
                ports[interface] = PortEvidence(
                    up: Int(coverage.upSeconds), observed: Int(coverage.coveredSeconds),
                    expected: max(windowSeconds, Int(coverage.windowSeconds)),
                    coveredSeconds: min(coveredSeconds, Double(windowSeconds)))
            }
        }
        return ports
    }

    private func pipeline() -> PipelinePicture {
        let ledger = ledger
        return PipelinePicture(
            offered: ledger.offered, stored: ledger.stored, queued: ledger.queued,
            dropped: DropReason.allCases.map { .init(reason: $0.rawValue, count: ledger.dropped[$0]) },
            ringCapacity: ledger.ringCapacity, ringHighWater: ledger.ringHighWater, clockSetbacks: clockSetbacks,
            memory: .init(minutesKept: 0, plannedBytes: 0, budgetBytes: 0))
    }
}
