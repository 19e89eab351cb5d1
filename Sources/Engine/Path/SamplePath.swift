import Metro
import Simulator
import Synchronization
import Telemetry

/// From the ring into the aggregates, and what they publish: the work of one thread, which judges nothing and draws
/// nothing. It works in turns of a bounded length; time is an argument.
final class SamplePath {
    /// Samples taken from the ring in one turn.
    static let batch = 16_384
    /// Figures of path directions published in one turn.
    static let figures = 256
    /// Between two publications of all figures that changed, nanoseconds.
    static let figuresInterval: Int64 = 1_000_000_000

    let aggregator: Aggregator
    let status = PathStatus()
    private let ring: SampleRing
    /// Where the data begins: samples before it cannot exist.
    private var beginning: Int64?
    private var clockSetbacks: UInt64 = 0
    private var drained: UInt64 = 0
    private var lastEmpty: Int64?
    private var lastFigures: Int64?
    /// Of the hours that were there before the ring ran: they are no delay of anything.
    private var windowsLateBefore: UInt64 = 0

    init(_ setup: EngineSetup, _ subjects: SubjectIndex, ring: SampleRing) {
        self.ring = ring
        let inventory = setup.inventory
        var settings = AggregationSettings(
            limitNanoseconds: Array(Set(setup.policy.targets.compactMap(\.limitNanoseconds))).sorted(),
            liveWindowSeconds: setup.policy.liveWindowSeconds)
        let isSimulated = setup.source == .simulator
        settings.interfacePeriodMilliseconds = subjects.interfaces.map { interface in
            isSimulated
                ? SimulatedDevice.periodMilliseconds
                : inventory.interfacePeriodMilliseconds(of: interface.device)
        }
        settings.pathProbeIntervalMilliseconds = inventory.paths.map(\.probeIntervalMilliseconds)
        settings.memoryBudgetBytes = setup.collectors.memoryMebibytes << 20
        aggregator = Aggregator(
            settings: settings, interfaces: subjects.interfaces.count, paths: subjects.pathCount)
    }

    /// Samples that are there before the ring runs: the simulator's last hour, in order of time.
    func preload(_ batch: [Sample]) {
        guard let first = batch.first, let last = batch.last else { return }
        if beginning == nil { beginning = first.timeNanoseconds }
        aggregator.ingest(batch.span, wallNanoseconds: last.timeNanoseconds)
        windowsLateBefore = aggregator.windowsLate
        tell()
    }

    /// Publishes all figures at once: before the first picture of what was preloaded.
    func publish() {
        aggregator.publish()
        tell()
    }

    /// One turn: takes a batch in, publishes some figures. Returns how many samples it took, and whether more is to be
    /// done at once.
    func turn(wallNanoseconds now: Int64, monotonicNanoseconds: Int64) -> (taken: Int, hasMore: Bool) {
        if beginning == nil { beginning = now }
        let taken = ring.drain(max: Self.batch) { aggregator.ingest($0, wallNanoseconds: now) }
        aggregator.advance(wallNanoseconds: now)
        drained &+= UInt64(taken)
        let isEmpty = taken < Self.batch
        if isEmpty { lastEmpty = monotonicNanoseconds }
        if aggregator.clockSetbacks != clockSetbacks {
            // Everything was forgotten: windows fill anew from here.
            clockSetbacks = aggregator.clockSetbacks
            beginning = now
        }
        if lastFigures.map({ monotonicNanoseconds - $0 >= Self.figuresInterval }) ?? true {
            lastFigures = monotonicNanoseconds
            aggregator.requestFigures()
        }
        let hasMoreFigures = aggregator.publishFigures(limit: Self.figures)
        tell()
        return (taken, !isEmpty || hasMoreFigures)
    }

    var ledger: Ledger {
        Ledger(ring: ring, drained: drained, stored: aggregator.stored, dropped: aggregator.dropped)
    }

    private func tell() {
        status.tell(
            PathStatus.Now(
                drained: drained, stored: aggregator.stored, dropped: aggregator.dropped, clockSetbacks: clockSetbacks,
                windowsLate: aggregator.windowsLate - windowsLateBefore, beginning: beginning, lastEmpty: lastEmpty))
    }
}

/// Where the path stands after its last turn, for other threads.
final class PathStatus: Sendable {
    struct Now: Sendable {
        /// Samples taken from the ring, all of them stored or dropped.
        var drained: UInt64 = 0
        var stored: UInt64 = 0
        var dropped = DropCounts()
        var clockSetbacks: UInt64 = 0
        var windowsLate: UInt64 = 0
        /// Where the data begins, wall clock; `nil` before the first turn.
        var beginning: Int64?
        /// When the ring was last seen empty, monotonic.
        var lastEmpty: Int64?
    }
    private let latest = Mutex(Now())

    var now: Now { latest.withLock { $0 } }
    fileprivate func tell(_ now: Now) { latest.withLock { $0 = now } }
}
