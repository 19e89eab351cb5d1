import Collecting
import Metro

/// What a factory may look at when it makes the collectors of its kind.
public struct CollectorBlueprint: Sendable {
    public let setup: EngineSetup
    public let subjects: SubjectIndex
    public let time: any TimeSource
}

/// Makes collectors, one factory a kind. Kinds are a closed list and a second factory for one is refused, so nothing
/// replaces a collector unseen.
public struct CollectorRegistry: Sendable {
    public typealias Factory = @Sendable (CollectorBlueprint) throws -> [any Collector]

    public struct DuplicateKind: Error, CustomStringConvertible {
        public let kind: CollectorKind
        public var description: String { "collector kind '\(kind.rawValue)' is registered already" }
    }

    private var factories: [CollectorKind: Factory] = [:]

    public init() {}

    public mutating func register(_ kind: CollectorKind, _ factory: @escaping Factory) throws(DuplicateKind) {
        guard factories[kind] == nil else { throw DuplicateKind(kind: kind) }
        factories[kind] = factory
    }

    /// All collectors of a blueprint, kinds in the order of `CollectorKind`.
    public func collectors(_ blueprint: CollectorBlueprint) throws -> [any Collector] {
        try CollectorKind.allCases.flatMap { try factories[$0]?(blueprint) ?? [] }
    }
}
