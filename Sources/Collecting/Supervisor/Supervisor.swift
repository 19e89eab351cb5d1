import Logging
import Metro
import Synchronization
import Telemetry

/// Runs collectors: calls each on its schedule, spaces attempts out when they fail, keeps their health, cancels them.
/// One task a collector; a slow or dead target delays no other.
public final class Supervisor: Sendable {
    private let time: any TimeSource
    private let log: Logger
    private let entries: [Entry]
    private let board: Mutex<SubjectBoard>
    private let phase = Mutex(Phase.idle)

    private enum Phase {
        case idle
        case running([Task<Void, Never>])
        case stopped
    }

    private struct Entry: Sendable {
        let collector: any Collector
        let intake: TargetIntake
        let alarm = Alarm()
    }
    /// Places of the periodic targets in `entries`, by id.
    private let places: [String: Int]

    /// `interfaces` and `paths` are the numbers of subjects that findings may speak of.
    public init(
        collectors: [any Collector], interfaces: Int, paths: Int, time: any TimeSource, log: Logger,
        door: SampleDoor
    ) {
        self.time = time
        self.log = log
        board = Mutex(SubjectBoard(interfaces: interfaces, paths: paths))
        entries = collectors.map { collector in
            Entry(collector: collector, intake: TargetIntake(collector: collector, time: time, door: door))
        }
        let periodic = collectors.enumerated().filter { $1.cadence != .continuous }
        places = Dictionary(periodic.map { ($1.target.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Starts every collector; does nothing when they run or were stopped.
    public func start() {
        phase.withLock { phase in
            guard case .idle = phase else { return }
            phase = .running(entries.map { entry in Task { await self.run(entry) } })
        }
    }

    /// Cancels every collector and waits until they have ended; none starts afterwards.
    public func stop() async {
        let running: [Task<Void, Never>] = phase.withLock { phase in
            defer { phase = .stopped }
            if case .running(let tasks) = phase { return tasks }
            return []
        }
        for task in running { task.cancel() }
        for task in running { await task.value }
    }

    /// The health of every target, in the order of `collectors`.
    public func targets() -> [TargetHealth] { entries.map { $0.intake.health.withLock { $0 } } }

    /// What was said of interfaces and paths.
    public func subjects() -> SubjectBoard { board.withLock { $0 } }

    /// Asks a periodic target before its time, within seconds; does nothing for others. Many calls make one early attempt,
    /// which leaves the period as it is.
    public func hasten(_ targetID: String) {
        guard let place = places[targetID] else { return }
        entries[place].alarm.ring(now: time.monotonicNanoseconds)
    }

    private func run(_ entry: Entry) async {
        let target = entry.collector.target
        var schedule = TargetSchedule(cadence: entry.collector.cadence, seed: JitterSequence.seed(of: target.id))
        var deadline = schedule.firstAttempt(now: time.monotonicNanoseconds)
        /// When the last collection that offered counters ended well.
        var lastReading: Int64?
        while !Task.isCancelled {
            do {
                let isEarly = try await entry.alarm.sleep(untilMonotonic: deadline, by: time)
                let now = time.monotonicNanoseconds
                let isGlance = isEarly && (lastReading.map { schedule.isTooSoon(now, after: $0) } ?? false)
                if isEarly, !isGlance { schedule.leaveGrid() }
                let intake = SupervisedIntake(target: entry.intake, isGlance: isGlance, apply: apply)
                let answersBefore = entry.intake.health.withLock { health in
                    health.attemptStarted()
                    return health.picture.answers
                }
                do {
                    try await entry.collector.collect(into: intake)
                    if isGlance {
                        schedule.recovered()
                    } else {
                        if let period = entry.intake.health.withLock({ $0.picture.periodMilliseconds }) {
                            schedule.period(milliseconds: period)
                        }
                        lastReading = time.monotonicNanoseconds
                        deadline = schedule.succeeded(now: time.monotonicNanoseconds)
                    }
                    let next = wall(at: deadline)
                    entry.intake.health.withLock { $0.attemptEnded(next: next) }
                } catch let error as CollectorError {
                    if entry.intake.health.withLock({ $0.picture.answers }) > answersBefore { schedule.recovered() }
                    deadline = schedule.failed(now: time.monotonicNanoseconds)
                    let next = wall(at: deadline)
                    let isBackingOff = schedule.isBackingOff
                    entry.intake.health.withLock { $0.attemptFailed(error, isBackingOff: isBackingOff, next: next) }
                    log.warning("\(target.id): \(error)", metadata: ["failures": "\(schedule.consecutiveFailures)"])
                }
            } catch is CancellationError {
                break
            } catch {
                // A collector that throws anything else breaks its contract: shown as an error of that collector.
                let unexpected = CollectorError(.system, "collector ended with \(error)")
                deadline = schedule.failed(now: time.monotonicNanoseconds)
                let next = wall(at: deadline)
                entry.intake.health.withLock { $0.attemptFailed(unexpected, isBackingOff: true, next: next) }
                log.error("\(target.id): \(unexpected)")
            }
        }
        entry.intake.health.withLock { $0.stopped() }
    }

    private func apply(_ finding: Finding) {
        if case .news(let target) = finding {
            hasten(target)
        } else {
            board.withLock { $0.apply(finding) }
        }
    }

    private func wall(at monotonic: Int64) -> Int64 {
        time.wallNanoseconds + (monotonic - time.monotonicNanoseconds)
    }
}

/// One target's health and its door to the ring.
final class TargetIntake: Sendable {
    let time: any TimeSource
    let health: Mutex<TargetHealth>
    private let kind: CollectorKind
    private let door: SampleDoor

    init(collector: any Collector, time: any TimeSource, door: SampleDoor) {
        self.time = time
        health = Mutex(TargetHealth(collector.target, cadence: collector.cadence))
        kind = collector.target.kind
        self.door = door
    }

    func offer(_ samples: [Sample]) {
        guard !samples.isEmpty else { return }
        let accepted = door.offer(kind, samples)
        if accepted < samples.count { health.withLock { $0.refused(samples: samples.count - accepted) } }
    }

    func offerWhatFits(_ samples: ArraySlice<Sample>) -> Int { door.offerWhatFits(kind, samples) }
    var lane: RingCounts { door.lane(kind) }
}

/// What a collector sees: health findings go to its target, the rest to the board of subjects.
struct SupervisedIntake: Intake {
    let target: TargetIntake
    /// An early look at states, too soon after the last reading for counters, which are left out.
    let isGlance: Bool
    let apply: @Sendable (Finding) -> Void

    var time: any TimeSource { target.time }
    func offer(_ samples: [Sample]) {
        target.offer(isGlance ? samples.filter { !$0.metric.isCounter } : samples)
    }

    func offerWhatFits(_ samples: ArraySlice<Sample>) -> Int { target.offerWhatFits(samples) }
    var lane: RingCounts { target.lane }

    func report(_ finding: Finding) {
        switch finding {
        case .interface, .optics, .interfaceMissing, .pathMissing, .probeAccount, .pathClock, .interfaceTold, .news,
            .traps,
            .survey:
            apply(finding)
        case .answered, .timedOut, .retried, .trouble, .notes, .period, .sensors, .strays, .stream:
            let now = target.time.wallNanoseconds
            target.health.withLock { $0.apply(finding, wallNanoseconds: now) }
        }
    }
}
