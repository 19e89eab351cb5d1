import Collecting
import Logging
import Metro
import Telemetry

@testable import Engine

/// One instance under a clock that the test moves: the real core, the real supervisor, simulated collectors.
final class SimulatedRun {
    static let clock = ClockPicture(isSynchronised: true, errorNanoseconds: 1_000, source: "ntp")

    let core: EngineCore
    let time: ManualTime
    private let supervisor: Supervisor
    private let collectorCount: Int

    init(_ setup: EngineSetup, start: Int64 = midnight, preloadMinutes: Int = 0) {
        let time = ManualTime(wallNanoseconds: start, monotonicNanoseconds: 1_000 * second)
        let core = EngineCore(setup)
        let city = SimulatedCity(CollectorBlueprint(setup: setup, subjects: core.subjects, time: time))
        if preloadMinutes > 0 { city.preload(core, minutes: preloadMinutes) }
        let collectors = city.collectors
        let lanes = core.lanes
        collectorCount = collectors.count
        supervisor = Supervisor(
            collectors: collectors, interfaces: core.subjects.interfaces.count, paths: core.subjects.pathCount,
            time: time, log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, door: lanes.door)
        self.core = core
        self.time = time
    }

    var now: Int64 { time.wallNanoseconds }

    func start() async {
        supervisor.start()
        await settle()
    }

    /// Moves both clocks and returns when every collector sleeps again.
    func step(nanoseconds: Int64) async {
        time.advance(nanoseconds: nanoseconds)
        await settle()
    }

    func drain() { core.drain(wallNanoseconds: now, monotonicNanoseconds: time.monotonicNanoseconds) }

    func snapshot() -> MetroSnapshot {
        let supervisor = supervisor
        return core.snapshot(
            wallNanoseconds: now, monotonicNanoseconds: time.monotonicNanoseconds, targets: supervisor.targets(),
            board: supervisor.subjects(), clock: Self.clock)
    }

    func stop() async { await supervisor.stop() }

    private func settle() async {
        while time.sleeperCount < collectorCount { await Task.yield() }
    }
}
