/// The name by which configuration refers to one entity, unique among entities of its kind (`sites`, `links` …).
///
/// Identifiers are for people and files. The hot path knows integers: an entity's index in its `Inventory` array.
public struct Identifier<Entity>: Hashable, Sendable, Comparable, ExpressibleByStringLiteral, CustomStringConvertible {
    public let text: String

    public init(_ text: String) { self.text = text }
    public init(stringLiteral value: String) { text = value }

    public var description: String { text }
    public static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}

public typealias OperatorID = Identifier<NetworkOperator>
public typealias SiteID = Identifier<Site>
public typealias DeviceID = Identifier<Device>
public typealias LinkID = Identifier<Link>
public typealias PathID = Identifier<MeasuredPath>
public typealias InstanceID = Identifier<ProbeInstance>
