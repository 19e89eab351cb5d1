import Metro

/// A configuration that holds together: every reference leads somewhere, every value is possible.
public struct LoadedConfiguration: Sendable {
    /// Its `version` is the hash of the file's bytes.
    public let inventory: Inventory
    public let policy: IndicatorPolicy
    public let collectors: CollectorSettings
    public let console: ConsoleSettings
    public let simulator: SimulatorSettings
    /// The file as it was named.
    public let source: String
    /// Things worth knowing, in order of line; all of severity `warning`.
    public let warnings: [Diagnostic]
}
