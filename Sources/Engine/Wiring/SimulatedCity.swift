import Collecting
import Metro
import Simulator

/// The simulator's part of an instance: the same subjects, fed by computed instruments instead of measured ones.
struct SimulatedCity {
    private let instruments: SimulatedInstruments

    var collectors: [any Collector] { instruments.collectors }

    init(_ blueprint: CollectorBlueprint) {
        let setup = blueprint.setup
        let simulation = Simulation(
            inventory: setup.inventory, seed: setup.simulator.seed, faults: setup.simulator.faults,
            traits: setup.traits, startWallNanoseconds: blueprint.time.wallNanoseconds)
        instruments = simulation.instruments(
            interfaceSubject: { blueprint.subjects.interface($0) }, pathSubject: { blueprint.subjects.path($0) })
    }

    /// The hour before the screen opens, straight into the aggregates: the ring is for what happens from now on.
    func preload(_ core: EngineCore, minutes: Int = 60) {
        instruments.backfill(minutes: minutes) { core.preload($0) }
    }

    func device(_ id: DeviceID) -> SimulatedDevice? {
        instruments.devices.first { $0.target.name == id.text }
    }
}
