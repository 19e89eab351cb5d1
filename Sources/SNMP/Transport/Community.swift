/// An SNMPv1/v2c community: a secret that prints as dots wherever it goes.
public struct Community: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The well-known community of agents that nobody has configured.
    public static let wellKnown = Community(Array("public".utf8))

    public let bytes: [UInt8]

    public init(_ bytes: [UInt8]) { self.bytes = bytes }

    public var description: String { "••••" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
