import Metro

/// Our interfaces and paths by all the names under which others may bring them. Immutable; made by the engine.
public struct SubjectDirectory: Sendable {
    public struct Interface: Hashable, Sendable {
        public let reference: InterfaceReference
        public let subject: UInt32
        public init(reference: InterfaceReference, subject: UInt32) {
            self.reference = reference
            self.subject = subject
        }
    }

    public let inventory: Inventory
    public let interfaces: [Interface]

    /// `interfaces`: those that links and exits name, with their dense indices; a path's is its place in the inventory.
    public init(inventory: Inventory, interfaces: [Interface]) {
        self.inventory = inventory
        self.interfaces = interfaces
    }
}
