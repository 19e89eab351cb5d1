import Metro

/// Our interfaces and paths by all the names under which others may bring them. Immutable; made by the engine. What
/// fits several finds none: a wrong end is worse than an open one.
public struct SubjectDirectory: Sendable {
    public struct Interface: Hashable, Sendable {
        public let reference: InterfaceReference
        public let subject: UInt32
        public init(reference: InterfaceReference, subject: UInt32) {
            self.reference = reference
            self.subject = subject
        }
    }
    /// What a name stands for, as a place in the inventory's devices or in `interfaces`.
    public enum Match: Hashable, Sendable {
        case one(Int)
        case several
        case none
    }

    public let inventory: Inventory
    public let interfaces: [Interface]

    private var devices = NameIndex()
    private var ports: [Int: Ports] = [:]

    /// The interfaces of one device.
    private struct Ports: Sendable {
        var exact = NameIndex()
        var folded = NameIndex()
        var short = NameIndex()
    }

    /// `interfaces`: those that links and exits name, with their dense indices; a path's is its place in the inventory.
    public init(inventory: Inventory, interfaces: [Interface]) {
        self.inventory = inventory
        self.interfaces = interfaces
        for (place, device) in inventory.devices.enumerated() {
            let hosts = [device.snmp?.host, device.gnmi?.host, device.stamp?.host].compactMap { $0 }
            // An id stands for its device alone, whatever others call theirs.
            for name in device.aliases + hosts where inventory.device(DeviceID(name)) == nil {
                devices.add(DeviceName.folded(name), place)
            }
        }
        let ids = Dictionary(grouping: inventory.devices.indices) { DeviceName.folded(inventory.devices[$0].id.text) }
        for (name, places) in ids { devices.set(name, places.count == 1 ? .one(places[0]) : .several) }
        for (place, interface) in interfaces.enumerated() {
            guard let device = inventory.deviceIndex(interface.reference.device) else { continue }
            let name = interface.reference.name
            ports[device, default: Ports()].exact.add(name, place)
            ports[device]?.folded.add(name.lowercased(), place)
            if let short = InterfaceName.short(name) { ports[device]?.short.add(short, place) }
        }
    }

    /// The device that a tag's value names: an id as it is written first, then any name, letters' case ignored.
    public func device(_ text: String, _ reading: NameMapping.TagReading) -> Match {
        let name = DeviceName.read(text, reading)
        if let place = inventory.deviceIndex(DeviceID(name)) { return .one(place) }
        return devices[DeviceName.folded(name)]
    }

    /// The interface of a device, as a place in `interfaces`: by the name as it is written, then without regard to
    /// letters' case, then by the usual short forms (`Gi0/1`, `GigabitEthernet0/1`). By alias or index only where the
    /// inventory's names are such (`snmp.interfaces_by`), or where `isOnlyKey` says that nothing else is asked for.
    public func interface(
        _ text: String, _ key: NameMapping.InterfaceKey, of device: Int, isOnlyKey: Bool = false
    ) -> Match {
        guard let ports = ports[device] else { return .none }
        let mapping = inventory.devices[device].snmp?.mapping
        switch key {
        case .name:
            for (names, name) in [(ports.exact, text), (ports.folded, text.lowercased())] where names[name] != .none {
                return names[name]
            }
            return InterfaceName.short(text).map { ports.short[$0] } ?? .none
        case .alias: return mapping == .alias || (mapping == nil && isOnlyKey) ? ports.exact[text] : .none
        case .index: return mapping == .index || (mapping == nil && isOnlyKey) ? ports.exact[text] : .none
        }
    }

    /// The interfaces of a device, as places in `interfaces`.
    public func interfaces(of device: DeviceID) -> [Int] {
        interfaces.indices.filter { interfaces[$0].reference.device == device }
    }

    /// The inventory's name that was probably meant; a bounded search.
    public func nearestDevice(to text: String) -> String? {
        var budget = 20_000
        return Nearest.to(
            DeviceName.read(text, .withoutPort),
            among: inventory.devices.lazy.flatMap { [$0.id.text] + $0.aliases }, budget: &budget)
    }

    public func nearestInterface(to text: String, of device: Int) -> String? {
        var budget = 20_000
        let id = inventory.devices[device].id
        return Nearest.to(
            text, among: interfaces.lazy.filter { $0.reference.device == id }.map(\.reference.name), budget: &budget)
    }
}

/// Places by names; a name of two places stands for none of them.
private struct NameIndex: Sendable {
    private var places: [String: SubjectDirectory.Match] = [:]

    mutating func add(_ name: String, _ place: Int) {
        guard !name.isEmpty else { return }
        if let known = places[name], known != .one(place) {
            places[name] = .several
        } else {
            places[name] = .one(place)
        }
    }
    mutating func set(_ name: String, _ match: SubjectDirectory.Match) { places[name] = match }
    subscript(name: String) -> SubjectDirectory.Match { places[name] ?? .none }
}
