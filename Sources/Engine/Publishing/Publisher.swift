import Collecting
import Metro
import Telemetry

/// Makes the pictures: the work of a thread of its own, which reads what the path publishes and never stops it. A
/// picture captures the rows of all interfaces, so that it holds still; links and paths in it are made when somebody
/// looks. Time is an argument.
final class Publisher {
    /// Between two judgements, nanoseconds; a little less than a second, so that of pictures a second apart each has
    /// one of its own.
    static let judgementInterval: Int64 = 950_000_000

    private let setup: EngineSetup
    private let subjects: SubjectIndex
    private let lanes: CollectorLanes
    private let reader: TelemetryReader
    private let memory: MemoryPlan
    private let status: PathStatus
    private let links: LinkPictures
    private let paths: PathPictures
    private let judge: Judge
    private let day: LocalDay
    private var sequence: UInt64 = 0
    /// Of the latest picture, and of the one before: its storage is used again when nobody has that picture any more.
    private var capture = TelemetryCapture()
    private var spare = TelemetryCapture()
    private var latest: Judgement?
    /// Monotonic nanoseconds, and where the data began then.
    private var judgedAt: Int64 = 0
    private var judgedBeginning: Int64?
    private var clockSetbacks: UInt64 = 0

    init(
        _ setup: EngineSetup, _ subjects: SubjectIndex, _ lanes: CollectorLanes, _ reader: TelemetryReader,
        _ memory: MemoryPlan, _ status: PathStatus
    ) {
        self.setup = setup
        self.subjects = subjects
        self.lanes = lanes
        self.reader = reader
        self.memory = memory
        self.status = status
        links = LinkPictures(setup.inventory, subjects, reader)
        paths = PathPictures(setup.inventory, policy: setup.policy, reader)
        day = LocalDay(timeZone: setup.inventory.timeZone)
        judge = Judge(setup, subjects, links: links, paths: paths, day: day, reader)
    }

    /// The picture of `now`. Targets and board are asked for when a judgement is due.
    func snapshot(
        wallNanoseconds now: Int64, monotonicNanoseconds monotonic: Int64, targets: @Sendable () -> [TargetHealth],
        board: @Sendable () -> SubjectBoard, clock: ClockPicture, drift: DriftPicture
    ) -> MetroSnapshot {
        let status = status.now
        // At once after that, and for the picture at once: the ring goes on meanwhile.
        let pipeline = pipeline(status, monotonic)
        swap(&capture, &spare)
        reader.capture(into: &capture)
        let judgement = judgement(now, monotonic, status, targets, board)
        sequence += 1
        let (links, paths, capture, lastMinute) = (links, paths, capture, reader.lastClosedMinute)
        return MetroSnapshot(
            sequence: sequence, judgement: judgement.number, timeNanoseconds: now,
            zoneOffsetSeconds: day.offsetSeconds(now), zoneAbbreviation: day.abbreviation(now), day: judgement.day,
            source: setup.source, inventory: setup.inventory, policy: setup.policy,
            links: PictureList(count: setup.inventory.links.count) {
                links.picture($0, capture, judgement, lastMinute: lastMinute, now: now)
            },
            paths: PictureList(count: setup.inventory.paths.count) {
                paths.picture($0, judgement, lastMinute: lastMinute, now: now)
            },
            indicators: judgement.indicators, circles: judgement.circles,
            targets: judgement.circumstances.targets, pipeline: pipeline, clock: clock,
            events: judgement.events, traps: judgement.circumstances.board.traps, drift: drift)
    }

    /// The one that still holds, or a new one: after a second, when the data begins, or when everything was forgotten.
    private func judgement(
        _ now: Int64, _ monotonic: Int64, _ status: PathStatus.Now, _ targets: @Sendable () -> [TargetHealth],
        _ board: @Sendable () -> SubjectBoard
    ) -> Judgement {
        if let latest, monotonic - judgedAt < Self.judgementInterval, status.clockSetbacks == clockSetbacks,
            status.beginning == judgedBeginning
        {
            return latest
        }
        judgedAt = monotonic
        judgedBeginning = status.beginning
        clockSetbacks = status.clockSetbacks
        let judgement = judge.judge(
            capture, Circumstances(targets(), board(), subjects, setup), beginning: status.beginning ?? now, now: now)
        latest = judgement
        return judgement
    }

    private func pipeline(_ status: PathStatus.Now, _ monotonic: Int64) -> PipelinePicture {
        let ledger = Ledger(
            ring: lanes.ring, drained: status.drained, stored: status.stored, dropped: status.dropped)
        return PipelinePicture(
            offered: ledger.offered, stored: ledger.stored, queued: ledger.queued,
            dropped: DropReason.allCases.map { .init(reason: $0.rawValue, count: ledger.dropped[$0]) },
            ringCapacity: ledger.ringCapacity, ringHighWater: ledger.ringHighWater,
            lanes: lanes.kinds.enumerated().map { lane, kind in
                let counts = lanes.ring.laneCounts(lane)
                return .init(
                    name: kind.rawValue, offered: counts.offered, refused: counts.refused, depth: counts.depth,
                    highWater: counts.highWater)
            },
            lagNanoseconds: ledger.queued == 0 ? 0 : max(0, monotonic - (status.lastEmpty ?? monotonic)),
            windowsLate: status.windowsLate, clockSetbacks: status.clockSetbacks,
            memory: .init(
                minutesKept: memory.minutesKept, plannedBytes: memory.plannedBytes, budgetBytes: memory.budgetBytes))
    }
}
