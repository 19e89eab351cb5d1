import Metro

/// What the simulator plays.
public struct SimulatorSettings: Hashable, Sendable {
    /// The same seed gives the same city.
    public var seed: UInt64 = 1
    public var faults: [ScriptedFault] = []

    public init() {}
}
