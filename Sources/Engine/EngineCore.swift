import Collecting
import Metro
import Synchronization
import Telemetry

/// One instance's path of samples and its pictures, without threads and with time as an argument: an engine runs it on
/// two threads, a test a day in seconds. Each half has one user at a time; the locks make that visible to the compiler,
/// and nobody contends for them. The two share what the path publishes, and neither waits for the other.
public final class EngineCore: Sendable {
    public let setup: EngineSetup
    public let subjects: SubjectIndex
    public let lanes: CollectorLanes
    /// What the memory budget holds.
    public let memory: MemoryPlan
    private let path: Mutex<SamplePath>
    private let publisher: Mutex<Publisher>

    public init(_ setup: EngineSetup) {
        self.setup = setup
        let subjects = SubjectIndex(setup.inventory)
        self.subjects = subjects
        // Simulated and measured samples never meet.
        let lanes = CollectorLanes(
            setup.source == .simulator
                ? [.simulator]
                : [.snmp, .stamp] + (setup.collectors.traps.isEnabled ? [.trap] : [])
                    + (setup.inventory.instances.isEmpty ? [] : [.probe])
                    + (setup.inventory.devices.contains { $0.gnmi != nil } ? [.gnmi] : [])
                    + (setup.inventory.exports.isEmpty ? [] : [.export]),
            capacity: setup.collectors.ringCapacity)
        self.lanes = lanes
        let path = SamplePath(setup, subjects, ring: lanes.ring)
        let (reader, memory, status) = (path.aggregator.reader, path.aggregator.memory, path.status)
        self.memory = memory
        self.path = Mutex(path)
        publisher = Mutex(Publisher(setup, subjects, lanes, reader, memory, status))
    }

    /// Samples that are there before the ring runs: the simulator's last hour, in order of time.
    public func preload(_ batch: [Sample]) { path.withLock { $0.preload(batch) } }

    /// Publishes all that was preloaded, for the first picture.
    public func publish() { path.withLock { $0.publish() } }

    /// One turn of the path: how many samples it took, and whether more is to be done at once.
    public func turn(wallNanoseconds: Int64, monotonicNanoseconds: Int64) -> (taken: Int, hasMore: Bool) {
        path.withLock { $0.turn(wallNanoseconds: wallNanoseconds, monotonicNanoseconds: monotonicNanoseconds) }
    }

    /// Turns until nothing is left to do.
    public func drain(wallNanoseconds: Int64, monotonicNanoseconds: Int64) {
        while turn(wallNanoseconds: wallNanoseconds, monotonicNanoseconds: monotonicNanoseconds).hasMore {}
    }

    /// offered = stored + queued + dropped, at any moment.
    public var ledger: Ledger { path.withLock { $0.ledger } }

    /// The picture of now.
    public func snapshot(
        wallNanoseconds: Int64, monotonicNanoseconds: Int64, targets: @autoclosure @Sendable () -> [TargetHealth],
        board: @autoclosure @Sendable () -> SubjectBoard, clock: ClockPicture, drift: DriftPicture = DriftPicture()
    ) -> MetroSnapshot {
        publisher.withLock {
            $0.snapshot(
                wallNanoseconds: wallNanoseconds, monotonicNanoseconds: monotonicNanoseconds, targets: targets,
                board: board, clock: clock, drift: drift)
        }
    }
}
