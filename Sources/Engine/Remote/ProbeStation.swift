import Collecting
import Configuration
import Logging
import Metro
import STAMP
import Sockets
import Synchronization
import Telemetry

/// An instance: measures the paths of a list under a supervisor, as the engine does its own, and tells of them in a
/// stream instead of aggregates. Bounded: while nobody reads the stream, samples are dropped and counted.
public final class ProbeStation: Sendable {
    /// Samples that wait for the stream, at most.
    static let capacity = 65_536

    private let supervisor: Supervisor
    private let lanes: CollectorLanes
    private let teller: Mutex<StationTeller>
    private let time: any TimeSource

    /// `software` is how it calls itself: `haomiao 0.1.0`. Throws when the system gives no readiness descriptor.
    public init(
        _ list: ProbeList, software: String, time: any TimeSource = SystemTime(), log: Logger
    ) throws {
        let lanes = CollectorLanes([.stamp], capacity: Self.capacity)
        self.lanes = lanes
        self.time = time
        let collectors = try StampCollector.collectors(of: list)
        supervisor = Supervisor(
            collectors: collectors, interfaces: 0, paths: collectors.count, time: time, log: log,
            door: lanes.door)
        teller = Mutex(StationTeller(ids: list.entries.map(\.id), software: software))
    }

    public func start() {
        ClockTruth.host.start()
        supervisor.start()
    }

    public func stop() async { await supervisor.stop() }

    /// What is to be written to the stream now; to be asked for ten times a second or so, and not before what came the
    /// last time is written.
    public func bytes() -> [UInt8] {
        teller.withLock { teller in
            let state = ClockTruth.host.state
            return teller.bytes(
                ring: lanes.ring, targets: supervisor.targets(), board: supervisor.subjects(),
                clock: state.map {
                    PathClock.End(
                        isSynchronised: $0.isSynchronised,
                        errorNanoseconds: $0.isSynchronised ? $0.maximumErrorNanoseconds : nil,
                        source: $0.source?.rawValue)
                }, wallNanoseconds: time.wallNanoseconds, monotonicNanoseconds: time.monotonicNanoseconds)
        }
    }
}

extension StampCollector {
    /// One for each path of a list, in its order.
    static func collectors(of list: ProbeList) throws -> [StampCollector] {
        let dispatcher = try StampDispatcher()
        return list.entries.enumerated().map { StampCollector($1, subject: UInt32($0), dispatcher: dispatcher) }
    }

    init(
        _ entry: ProbeList.Entry, subject: UInt32, dispatcher: StampDispatcher,
        timeoutNanoseconds: Int64 = 3_000_000_000, count: UInt64? = nil, observer: ProbeObserver? = nil
    ) {
        let path = MeasuredPath(
            id: entry.id, a: "", b: "", layer: .ip, method: .stamp, clock: entry.clock,
            probeIntervalMilliseconds: entry.intervalMilliseconds, dscp: entry.codePoint, probeBytes: entry.probeBytes)
        self.init(
            path: path, subject: subject, access: entry.access,
            guaranteedFloorNanoseconds: Int64(entry.floorKilometres * PhysicalFloor.nanosecondsPerKilometre),
            dispatcher: dispatcher, timeoutNanoseconds: timeoutNanoseconds, count: count, observer: observer)
    }
}
