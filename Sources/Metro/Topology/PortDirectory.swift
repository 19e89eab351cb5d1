/// Finds the interfaces of one device by what the device itself, its neighbours and the inventory call them. What fits
/// several interfaces finds none: a wrong end is worse than an open one.
public struct PortDirectory: Sendable {
    private var byIfName = UniqueIndex<String>()
    private var byDescription = UniqueIndex<String>()
    private var byAlias = UniqueIndex<String>()
    private var byIfIndex = UniqueIndex<UInt32>()
    private var byPhysicalAddress = UniqueIndex<String>()
    private var ports: [UInt32: DeviceSurvey.Port] = [:]
    private var portNumbers = UniqueIndex<LLDPIdentifier>()

    public init(_ survey: DeviceSurvey) {
        for (place, interface) in survey.interfaces.enumerated() {
            byIfName.add(interface.ifName, place)
            byDescription.add(interface.description, place)
            byAlias.add(interface.alias, place)
            byIfIndex.add(interface.ifIndex, place)
            byPhysicalAddress.add(interface.physicalAddress, place)
        }
        for port in survey.ports {
            ports[port.number] = port
            if let identifier = port.identifier { portNumbers.add(identifier, Int(port.number)) }
        }
    }

    /// The interface, as a place in the survey's, that the inventory means.
    public func interface(named name: String, mapping: InterfaceMapping) -> Int? {
        switch mapping {
        case .name: byIfName[name] ?? byDescription[name]
        case .alias: byAlias[name]
        case .index: UInt32(name).flatMap { byIfIndex[$0] }
        }
    }

    /// The interface behind the LLDP agent's port `number`.
    public func interface(ofPort number: UInt32) -> Int? {
        let port = ports[number]
        return interface(called: port?.identifier, description: port?.description ?? "") ?? byIfIndex[number]
    }

    /// The interface that a neighbour hears under this port id: by the device's own list of ports where it has it there.
    public func interface(heardAs identifier: LLDPIdentifier?, description: String) -> Int? {
        if let identifier, let number = portNumbers[identifier], let found = interface(ofPort: UInt32(number)) {
            return found
        }
        return interface(called: identifier, description: description)
    }

    private func interface(called identifier: LLDPIdentifier?, description: String) -> Int? {
        let text = identifier?.text ?? ""
        let byText = byIfName[text] ?? byDescription[text]
        let byWords = byIfName[description] ?? byDescription[description]
        let byNumber = UInt32(text).flatMap { byIfIndex[$0] }
        return switch identifier?.kind {
        case .interfaceName: byText ?? byWords
        case .interfaceAlias: byAlias[text] ?? byText ?? byWords
        case .macAddress: byPhysicalAddress[text] ?? byWords ?? byAlias[description]
        // Some agents number their ports here (Junos: the ifIndex), some name them.
        default: byText ?? byWords ?? byNumber ?? byAlias[text] ?? byAlias[description]
        }
    }
}

/// Places by keys; a key that stands for two places stands for none, nor does an empty one.
struct UniqueIndex<Key: Hashable & Sendable>: Sendable {
    private var places: [Key: Int?] = [:]

    mutating func add(_ key: Key?, _ place: Int) {
        guard let key else { return }
        if let known = places[key] {
            if known != place { places[key] = .some(nil) }
        } else {
            places[key] = .some(place)
        }
    }

    subscript(key: Key) -> Int? { (key as? String)?.isEmpty == true ? nil : places[key] ?? nil }
}
