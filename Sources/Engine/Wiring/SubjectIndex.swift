import Metro

/// Interns interfaces and paths: samples carry these dense numbers, nothing else on the hot path has a name.
/// Interfaces are those that links end at and exit ports name; a path's number is its index in the inventory.
public struct SubjectIndex: Sendable {
    /// In the order of their numbers.
    public let interfaces: [InterfaceReference]
    public let pathCount: Int
    /// Those that have interfaces, and of each interface which one it is.
    let devices: [DeviceID]
    let deviceNumbers: [Int]
    private let numbers: [InterfaceReference: UInt32]
    private let pathNumbers: [PathID: UInt32]
    private let interfacesOfDevices: [DeviceID: [UInt32]]

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
        interfacesOfDevices = Dictionary(grouping: interfaces.indices.map { UInt32($0) }) { interfaces[Int($0)].device }
        devices = Array(interfacesOfDevices.keys)
        var deviceNumbers = Array(repeating: 0, count: interfaces.count)
        for (number, device) in devices.enumerated() {
            for interface in interfacesOfDevices[device] ?? [] { deviceNumbers[Int(interface)] = number }
        }
        self.deviceNumbers = deviceNumbers
        pathCount = inventory.paths.count
        pathNumbers = Dictionary(
            inventory.paths.enumerated().map { ($1.id, UInt32($0)) }, uniquingKeysWith: { first, _ in first })
    }

    public func interface(_ reference: InterfaceReference) -> UInt32? { numbers[reference] }
    public func path(_ id: PathID) -> UInt32? { pathNumbers[id] }

    /// The interfaces of one device that anything wants to know of.
    public func interfaces(of device: DeviceID) -> [(name: String, subject: UInt32)] {
        (interfacesOfDevices[device] ?? []).map { (interfaces[Int($0)].name, $0) }
    }
}
