import Metro

/// Interns interfaces and paths: samples carry these dense numbers, nothing else on the hot path has a name.
/// Interfaces are those that links end at and exit ports name; a path's number is its index in the inventory.
public struct SubjectIndex: Sendable {
    /// In the order of their numbers.
    public let interfaces: [InterfaceReference]
    public let pathCount: Int
    private let numbers: [InterfaceReference: UInt32]
    private let pathNumbers: [PathID: UInt32]

    public init(_ inventory: Inventory) {
        var numbers: [InterfaceReference: UInt32] = [:]
        var interfaces: [InterfaceReference] = []
        func intern(_ reference: InterfaceReference) {
            guard numbers[reference] == nil else { return }
            numbers[reference] = UInt32(interfaces.count)
            interfaces.append(reference)
        }
        for link in inventory.links {
            intern(link.a)
            intern(link.b)
        }
        for site in inventory.sites {
            for exit in site.centre?.exits ?? [] {
                if let interface = exit.interface { intern(interface) }
            }
        }
        self.interfaces = interfaces
        self.numbers = numbers
        pathCount = inventory.paths.count
        pathNumbers = Dictionary(
            inventory.paths.enumerated().map { ($1.id, UInt32($0)) }, uniquingKeysWith: { first, _ in first })
    }

    public func interface(_ reference: InterfaceReference) -> UInt32? { numbers[reference] }
    public func path(_ id: PathID) -> UInt32? { pathNumbers[id] }

    /// The interfaces of one device that anything wants to know of.
    public func interfaces(of device: DeviceID) -> [(name: String, subject: UInt32)] {
        interfaces.enumerated().filter { $1.device == device }.map { ($1.name, UInt32($0)) }
    }
}
