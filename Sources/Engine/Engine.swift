import Collecting
import Logging
import Metro
import SNMP
import STAMP
import Sockets
import Synchronization

/// One running instance: collectors under a supervisor, a thread that works the path of samples, a thread that makes
/// the pictures, and the latest picture for whoever asks. Neither a slow screen nor a slow target holds up anything
/// here, and no picture stops the path.
public final class Engine: Sendable {
    private let time: any TimeSource
    private let latest: Mutex<MetroSnapshot>
    private let supervisor: Supervisor
    private let core: EngineCore
    private let dispatcher: SNMPDispatcher
    private let pathThread = LoopThread("sample path")
    private let publisherThread = LoopThread("publisher")
    private let driftThread = LoopThread("drift")
    private let drift: DriftWatch
    private let publishNanoseconds: Int64
    /// Where everything is simulated.
    private let city: SimulatedCity?

    /// Makes the instance; nothing runs yet, and the first picture knows the inventory alone. `publishHertz` 1 … 10
    /// pictures a second. Throws when the system gives no readiness descriptor.
    public init(_ setup: EngineSetup, time: any TimeSource = SystemTime(), publishHertz: Int = 1, log: Logger) throws {
        self.time = time
        let core = EngineCore(setup)
        self.core = core
        let lanes = core.lanes
        let dispatcher = SNMPDispatcher(loop: try ReadinessLoop(), time: time)
        self.dispatcher = dispatcher
        let registry = try CollectorRegistry.standard(dispatcher: dispatcher)
        let blueprint = CollectorBlueprint(setup: setup, subjects: core.subjects, time: time)
        city = setup.source == .simulator ? SimulatedCity(blueprint) : nil
        let collectors = try city?.collectors ?? registry.collectors(blueprint)
        let supervisor = Supervisor(
            collectors: collectors, interfaces: core.subjects.interfaces.count, paths: core.subjects.pathCount,
            time: time, log: log, door: lanes.door)
        self.supervisor = supervisor
        let memory = core.memory
        if memory.exceedsBudget {
            log.warning(
                "aggregates take \(memory.plannedBytes >> 20) MiB, more than collectors.memory_mib (\(memory.budgetBytes >> 20)) holds: \(memory.minutesKept) minutes are kept at least; raise it, or measure less with one instance"
            )
        }
        publishNanoseconds = 1_000_000_000 / Int64(min(10, max(1, publishHertz)))
        let drift = DriftWatch(setup)
        self.drift = drift
        latest = Mutex(Self.picture(core, supervisor, drift, dispatcher, time))
    }

    /// The latest picture.
    public var snapshot: MetroSnapshot { latest.withLock { $0 } }

    /// Starts the threads and the collectors, after the simulator's last hour was taken in.
    public func start() {
        ClockTruth.host.start(
            asymmetryNanoseconds: UInt64(clamping: core.setup.collectors.stamp.ptpAsymmetryNanoseconds))
        pathThread.start(
            TurnPause(laneCapacity: core.lanes.ring.laneCapacity),
            prepare: { [self] in
                city?.preload(core)
                core.publish()
                supervisor.start()
                startPublishing()
                startComparing()
            },
            round: { [self] pause in
                let turn = core.turn(
                    wallNanoseconds: time.wallNanoseconds, monotonicNanoseconds: time.monotonicNanoseconds)
                return pause.after(taken: turn.taken, hasMore: turn.hasMore)
            },
            finish: { [self] in
                core.drain(wallNanoseconds: time.wallNanoseconds, monotonicNanoseconds: time.monotonicNanoseconds)
            })
    }

    private func startPublishing() {
        publisherThread.start(
            time.monotonicNanoseconds,
            round: { [self] next in
                publish()
                let now = time.monotonicNanoseconds
                // A machine that slept does not owe the pictures of that time.
                next = max(next + publishNanoseconds, now)
                return next - now
            },
            finish: { [self] in publish() })
    }

    private func startComparing() {
        driftThread.start(
            drift,
            round: { [self] drift in
                drift.look(at: supervisor.subjects())
                return DriftWatch.intervalNanoseconds
            }, finish: {})
    }

    private func publish() {
        let picture = Self.picture(core, supervisor, drift, dispatcher, time)
        latest.withLock { $0 = picture }
    }

    /// Whether a picture was published since the start.
    public var hasPublished: Bool { latest.withLock { $0.sequence > 1 } }

    /// Cancels the collectors, takes in what is queued and publishes a last picture.
    public func stop() async {
        await supervisor.stop()
        await driftThread.stop()
        await pathThread.stop()
        await publisherThread.stop()
    }

    private static func picture(
        _ core: EngineCore, _ supervisor: Supervisor, _ drift: DriftWatch, _ dispatcher: SNMPDispatcher,
        _ time: any TimeSource
    ) -> MetroSnapshot {
        var picture = core.snapshot(
            wallNanoseconds: time.wallNanoseconds, monotonicNanoseconds: time.monotonicNanoseconds,
            targets: supervisor.targets(), board: supervisor.subjects(), clock: clock(), drift: drift.picture)
        let counters = dispatcher.counters
        picture.pipeline.network = PipelinePicture.Network(
            unknown: counters.unknown, unsent: counters.unsent, overflowed: counters.overflowed)
        return picture
    }

    private static func clock() -> ClockPicture {
        guard let state = ClockTruth.host.state else {
            return ClockPicture(isSynchronised: false, errorNanoseconds: nil)
        }
        return ClockPicture(
            isSynchronised: state.isSynchronised,
            errorNanoseconds: state.isSynchronised ? Double(state.maximumErrorNanoseconds) : nil,
            source: state.source?.rawValue)
    }
}
