import Collecting
import Exports
import Mapping
import Metro

extension CollectorRegistry {
    /// One collector for each export.
    static func exports(_ blueprint: CollectorBlueprint, _ owners: InterfaceOwners) -> [any Collector] { [] }
}

extension CollectorBlueprint {
    /// The inventory by all names under which others may bring it.
    var directory: SubjectDirectory {
        SubjectDirectory(
            inventory: setup.inventory,
            interfaces: subjects.interfaces.enumerated().map { .init(reference: $1, subject: UInt32($0)) })
    }
}
