extension DeviceSurvey {
    /// What of it is needed to compare it with the inventory, for keeping: interfaces that `names` names or that have a
    /// neighbour, those that could be mistaken for them, and the ports and neighbours there.
    public func condensed(to names: Set<String>, mapping: InterfaceMapping) -> DeviceSurvey {
        let directory = PortDirectory(self)
        var kept = Set(names.compactMap { directory.interface(named: $0, mapping: mapping) })
        var condensed = self
        condensed.neighbours = neighbours.filter { neighbour in
            let place = directory.interface(ofPort: neighbour.localPort)
            return !neighbour.isHost || place.map(kept.contains) ?? false
        }
        kept.formUnion(condensed.neighbours.compactMap { directory.interface(ofPort: $0.localPort) })
        let words = Set(kept.flatMap { Self.words(interfaces[$0]) } + names)
        condensed.interfaces = interfaces.filter { !words.isDisjoint(with: Self.words($0)) }
        let numbers = Set(condensed.neighbours.map(\.localPort))
        condensed.ports = ports.filter { port in
            numbers.contains(port.number)
                || directory.interface(ofPort: port.number).map { words.contains(interfaces[$0].name) } ?? false
        }
        return condensed
    }

    /// All that an interface may be called by.
    private static func words(_ interface: Interface) -> [String] {
        [
            interface.name, interface.ifName ?? "", interface.description ?? "", interface.alias,
            interface.physicalAddress ?? "", "\(interface.ifIndex)",
        ].filter { !$0.isEmpty }
    }
}
