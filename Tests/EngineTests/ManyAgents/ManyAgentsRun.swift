import Collecting
import Logging
import Metro
import SNMP
import Synchronization
import Telemetry

@testable import Engine

/// A ring of devices with a link from each to the next, measured over a network in memory: the real core, supervisor,
/// collectors and dispatcher under a clock that jumps from event to event.
final class ManyAgentsRun {
    static let period: Int64 = 30 * second

    let conditions: [MemoryNetwork.Condition]
    let network: MemoryNetwork
    let core: EngineCore
    let polls: [PollTimes]
    private let clock: EventTime
    private let supervisor: Supervisor
    private var drained = ManyAgentsRun.start
    private static let drainInterval: Int64 = second / 10

    /// When a device's polls began and ended, monotonic nanoseconds.
    final class PollTimes: Sendable {
        private let times = Mutex<[(began: Int64, ended: Int64)]>([])
        var all: [(began: Int64, ended: Int64)] { times.withLock { $0 } }
        func add(_ began: Int64, _ ended: Int64) { times.withLock { $0.append((began, ended)) } }
    }

    init(_ conditions: [MemoryNetwork.Condition], seed: UInt64) {
        self.conditions = conditions
        let clock = EventTime(wallNanoseconds: midnight, monotonicNanoseconds: Self.start)
        let network = MemoryNetwork(conditions, seed: seed, clock: clock)
        let core = EngineCore(Self.setup(conditions.count))
        let polls = conditions.map { _ in PollTimes() }
        let dispatcher = SNMPDispatcher(time: clock.source(of: .network)) { _, take in network.open(take) }
        let collectors = core.setup.inventory.devices.enumerated().compactMap { number, device in
            device.snmp.map { access in
                WatchedCollector(
                    collector: SNMPCollector(
                        device: device, access: access, interfaces: core.subjects.interfaces(of: device.id),
                        transport: dispatcher
                    ) { .community(.wellKnown) }, number: number, network: network, times: polls[number])
            }
        }
        let lanes = core.lanes
        supervisor = Supervisor(
            collectors: collectors, interfaces: core.subjects.interfaces.count, paths: core.subjects.pathCount,
            time: clock.source(of: .supervisor), log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            door: lanes.door)
        (self.clock, self.network, self.core, self.polls) = (clock, network, core, polls)
    }

    static let start: Int64 = 1_000_000 * second

    private static func setup(_ count: Int) -> EngineSetup {
        var setup = SmallCity.measured()
        let name = LocalizedName(english: "Place")
        func device(_ number: Int) -> DeviceID { DeviceID("pe\(number)") }
        setup.inventory = Inventory(
            city: LocalizedName(english: "Ring"),
            sites: [
                Site(
                    id: "place", name: name, coordinates: Coordinates(latitude: 30, longitude: 120),
                    roles: [.accessPoint(AccessPoint())])
            ],
            devices: (0..<count).map { number in
                Device(
                    id: device(number), name: name, site: "place",
                    snmp: SNMPAccess(host: MemoryNetwork.address(number).host))
            },
            links: (0..<count).map { number in
                let next = (number + 1) % count
                return Link(
                    id: LinkID("link\(number)"), a: InterfaceReference(device: device(number), name: "eth1"),
                    b: InterfaceReference(device: device(next), name: "eth2"), siteA: "place", siteB: "place",
                    capacityBitsPerSecond: Double(MemoryAgent.speedMegabits) * 1e6, fibreKilometres: 1)
            }, paths: [], version: "ring-1")
        return setup
    }

    func begin() async {
        supervisor.start()
        await settle()
    }

    /// Goes on until so long after the start.
    func run(untilSeconds seconds: Int64) async {
        let limit = Self.start + seconds * second
        while let woken = clock.advance(to: limit) {
            // A timer of the network has nothing to show when it has done its work: let the tasks have their turn.
            for _ in 0..<min(woken * 8, 64) { await Task.yield() }
            await settle()
            if clock.now - drained >= Self.drainInterval { drain() }
        }
        drain()
    }

    private func drain() {
        drained = clock.now
        core.drain(wallNanoseconds: clock.wallNanoseconds, monotonicNanoseconds: clock.now)
    }

    func snapshot() -> MetroSnapshot {
        let supervisor = supervisor
        return core.snapshot(
            wallNanoseconds: clock.wallNanoseconds, monotonicNanoseconds: clock.now, targets: supervisor.targets(),
            board: supervisor.subjects(), clock: SimulatedRun.clock)
    }

    func stop() async {
        await supervisor.stop()
        // Timers that nobody waits for any more.
        while clock.advance(to: .max) != nil {}
    }

    /// Returns when every collector sleeps or waits for the network.
    private func settle() async {
        while clock.supervisorSleepers + network.resting < conditions.count { await Task.yield() }
    }
}

/// Tells the network when its device's polls begin and end, and writes it down.
private struct WatchedCollector: Collector {
    let collector: SNMPCollector
    let number: Int
    let network: MemoryNetwork
    let times: ManyAgentsRun.PollTimes

    var target: TargetDescription { collector.target }
    var cadence: Cadence { collector.cadence }

    func collect(into intake: any Intake) async throws {
        let began = intake.time.monotonicNanoseconds
        network.pollBegins(number)
        defer {
            network.pollEnds(number)
            times.add(began, intake.time.monotonicNanoseconds)
        }
        try await collector.collect(into: intake)
    }
}
