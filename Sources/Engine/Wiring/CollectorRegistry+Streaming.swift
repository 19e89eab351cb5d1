import Collecting
import Exports
import Mapping
import Metro

extension CollectorRegistry {
    /// One collector for each export.
    static func exports(_ blueprint: CollectorBlueprint) -> [any Collector] { [] }

    /// One for each device with gNMI settings.
    static func subscriptions(_ blueprint: CollectorBlueprint) -> [any Collector] { [] }
}
