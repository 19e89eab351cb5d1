import Foundation
import Metro
import Synchronization

/// A city that is computed instead of measured: delays from glass, equipment and queues, traffic from the hour of the
/// day, faults from a script.
///
/// What it yields at an instant is a function of (inventory, traits, faults, seed, start, instant) alone; how often, in
/// what order or in what portions it is asked changes nothing. It works for any inventory; what an inventory does not
/// state is derived from the seed.
public final class Simulation: Sendable {
    public let inventory: Inventory
    public let seed: UInt64
    /// Simulation time 0, to which the script refers: nanoseconds since 1970-01-01 UTC.
    public let startWallNanoseconds: Int64

    let traffic: CityTraffic
    let paths: PathLegs
    let hasClockSteps: Bool
    let clocks: [SiteClock]
    /// By device index: when it answers nothing.
    let outages: [Int: [TimeWindow]]
    /// Queues and clocks of the ten seconds asked for last; shared, so that they are computed once for all probes.
    let state: Mutex<CityState>

    /// - Parameter startWallNanoseconds: when the console opens; faults may lie before it.
    public init(
        inventory: Inventory, seed: UInt64, faults: [ScriptedFault] = [], traits: SimulationTraits = .init(),
        startWallNanoseconds: Int64
    ) {
        self.inventory = inventory
        self.seed = seed
        self.startWallNanoseconds = startWallNanoseconds
        let plan = FaultPlan(faults, in: inventory)
        let graph = FibreGraph(inventory)
        let clocks = inventory.sites.enumerated().map { index, site in
            SiteClock(
                site.id, isSynchronised: !traits.unsynchronisedSites.contains(site.id),
                steps: plan.clockSteps[index] ?? [], seed: seed)
        }
        self.clocks = clocks
        outages = plan.outages
        traffic = CityTraffic(
            inventory, graph: graph, faults: plan, traits: traits, seed: seed,
            secondsOfDay: Self.secondsOfDay(startWallNanoseconds, inventory.timeZone))
        paths = LegBuilder(
            inventory: inventory, graph: graph, faults: plan, traits: traits, clocks: clocks, seed: seed
        ).build()
        hasClockSteps = !plan.clockSteps.isEmpty
        state = Mutex(CityState())
    }

    /// Local time of day when the simulation starts. A zone that changes its offset later keeps this one.
    private static func secondsOfDay(_ wallNanoseconds: Int64, _ zone: String) -> Double {
        let seconds = Double(wallNanoseconds) * 1e-9
        let zone = TimeZone(identifier: zone) ?? .gmt
        let offset = Double(zone.secondsFromGMT(for: Date(timeIntervalSince1970: seconds)))
        return (seconds + offset).truncatingRemainder(dividingBy: 86_400)
    }

    @inline(__always)
    func relative(_ wallNanoseconds: Int64) -> Int64 { wallNanoseconds &- startWallNanoseconds }
}

/// What all paths share for ten seconds: the queues of every port and the offset of every clock.
struct CityState: Sendable {
    static let stepNanoseconds: Int64 = 10_000_000_000

    /// Number of the step that the rest belongs to.
    private var step: Int64?
    struct Queue: Sendable {
        /// Mean, nanoseconds.
        let wait: Double
        /// Share of packets, 0 … 1.
        let discardRatio: Double
    }
    /// By 2 · trunk + direction.
    private(set) var queues: [Queue] = []
    /// By site, nanoseconds, without steps.
    private(set) var clockOffsets: [Double] = []

    static func step(of relative: Int64) -> Int64 {
        let quotient = relative / stepNanoseconds
        return relative % stepNanoseconds < 0 ? quotient - 1 : quotient
    }

    mutating func move(to step: Int64, of simulation: Simulation) {
        if self.step == step { return }
        self.step = step
        let middle = step &* Self.stepNanoseconds &+ Self.stepNanoseconds / 2
        let seconds = Double(middle) * 1e-9
        let traffic = simulation.traffic
        let values = traffic.basis.values(at: seconds)
        queues.removeAll(keepingCapacity: true)
        for (trunk, description) in traffic.trunks.enumerated() {
            for direction in 0..<2 {
                let load = traffic.utilization(2 * trunk + direction, at: middle, values: values)
                queues.append(
                    Queue(
                        wait: FibrePhysics.meanQueue(load: load, capacity: description.capacity),
                        discardRatio: FibrePhysics.discardRatio(load: load)))
            }
        }
        clockOffsets.removeAll(keepingCapacity: true)
        for clock in simulation.clocks { clockOffsets.append(clock.wander(at: seconds)) }
    }
}
