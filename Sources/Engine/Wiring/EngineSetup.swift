import Configuration
import Metro
import Simulator

/// All that one instance is made from: a configuration read from a file, or the demo metro.
public struct EngineSetup: Sendable {
    public var inventory: Inventory
    public var policy: IndicatorPolicy
    public var collectors: CollectorSettings
    public var simulator: SimulatorSettings
    /// Physical details of the simulated city that an inventory does not hold.
    public var traits: SimulationTraits
    public var source: SnapshotSource

    /// A configuration's instance. Simulated and measured samples never meet: where the simulator is on, it feeds
    /// everything.
    public init(_ configuration: LoadedConfiguration) {
        inventory = configuration.inventory
        policy = configuration.policy
        collectors = configuration.collectors
        simulator = configuration.simulator
        traits = SimulationTraits()
        source = configuration.collectors.isSimulatorEnabled ? .simulator : .measured
    }

    private init(
        inventory: Inventory, policy: IndicatorPolicy, collectors: CollectorSettings, simulator: SimulatorSettings,
        traits: SimulationTraits
    ) {
        self.inventory = inventory
        self.policy = policy
        self.collectors = collectors
        self.simulator = simulator
        self.traits = traits
        source = .simulator
    }

    /// The embedded demo metro, whose last hour is there when the screen opens.
    public static var demo: EngineSetup {
        var collectors = CollectorSettings()
        collectors.isSimulatorEnabled = true
        // The backfill offers an hour at once.
        collectors.ringCapacity = 1 << 17
        var simulator = SimulatorSettings()
        simulator.seed = DemoMetro.seed
        simulator.faults = DemoMetro.script()
        return EngineSetup(
            inventory: DemoMetro.inventory, policy: DemoMetro.policy, collectors: collectors, simulator: simulator,
            traits: DemoMetro.traits)
    }
}
