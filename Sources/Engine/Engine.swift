import Collecting
import Foundation
import Logging
import Metro
import Sockets
import Synchronization

/// One running instance: collectors under a supervisor, one thread that owns the aggregates, and the latest picture
/// for whoever asks. Neither a slow screen nor a slow target holds up anything here.
public final class Engine: Sendable {
    /// Between two looks at the ring, milliseconds.
    static let drainMilliseconds = 20

    private let latest: Mutex<MetroSnapshot>
    private let supervisor: Supervisor
    private let owner: AggregationThread
    /// Where everything is simulated.
    private let city: SimulatedCity?

    /// Makes the instance; nothing runs yet, and the first picture knows the inventory alone. `publishHertz` 1 … 10
    /// pictures a second. Throws when the system gives no readiness descriptor.
    public init(_ setup: EngineSetup, time: any TimeSource = SystemTime(), publishHertz: Int = 1, log: Logger) throws {
        let core = EngineCore(setup)
        let ring = core.ring
        let registry = try CollectorRegistry.standard(loop: try ReadinessLoop())
        let blueprint = CollectorBlueprint(setup: setup, subjects: core.subjects, time: time)
        city = setup.source == .simulator ? SimulatedCity(blueprint) : nil
        let collectors = try city?.collectors ?? registry.collectors(blueprint)
        supervisor = Supervisor(
            collectors: collectors, interfaces: core.subjects.interfaces.count, paths: core.subjects.pathCount,
            time: time, log: log, offer: { ring.offer($0) })
        let first = core.snapshot(
            wallNanoseconds: time.wallNanoseconds, targets: supervisor.targets(), board: supervisor.subjects(),
            clock: Self.clock())
        latest = Mutex(first)
        owner = AggregationThread(core, time: time, publishHertz: publishHertz)
    }

    /// The latest picture.
    public var snapshot: MetroSnapshot { latest.withLock { $0 } }

    /// Starts the collectors and the thread, which takes in the simulator's last hour first.
    public func start() {
        owner.start(
            prepare: { [self] core in
                city?.preload(core)
                supervisor.start()
            },
            publish: { [self] core, now in
                let picture = core.snapshot(
                    wallNanoseconds: now, targets: supervisor.targets(), board: supervisor.subjects(),
                    clock: Self.clock())
                latest.withLock { $0 = picture }
            })
    }

    /// Whether a picture was published since the start.
    public var hasPublished: Bool { latest.withLock { $0.sequence > 1 } }

    /// Cancels the collectors, takes in what is queued and publishes a last picture.
    public func stop() async {
        await supervisor.stop()
        await owner.stop()
    }

    private static func clock() -> ClockPicture {
        guard let state = SystemClock.state else { return ClockPicture(isSynchronised: false, errorNanoseconds: nil) }
        return ClockPicture(
            isSynchronised: state.isSynchronised,
            errorNanoseconds: state.isSynchronised ? Double(state.maximumErrorNanoseconds) : nil)
    }
}
