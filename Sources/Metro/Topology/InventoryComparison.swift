/// Holds the inventory against what its devices say, and finds the differences.
///
/// A device that was not asked or does not answer contradicts nothing, nor does a neighbour that cannot be told for
/// certain, nor a device that speaks no LLDP.
public struct InventoryComparison: Sendable {
    /// By kind, device and interface.
    public private(set) var findings: [DriftFinding] = []

    private let inventory: Inventory
    private let topology: Topology
    /// Which link each interface of the inventory is in.
    private var linkOfEnd: [Topology.End: Int] = [:]
    private var sightingsAt: [Topology.End: [Topology.Sighting]] = [:]
    private var sightingsBy: [Int: [Topology.Sighting]] = [:]
    /// Far ends that hear an interface which does not hear them.
    private var heardBy: [Topology.End: [Topology.End]] = [:]
    /// Interfaces that a link is found on under another name.
    private var renamed: Set<Topology.End> = []

    /// `surveys`: of devices of the inventory; `strangers`: other devices that answered; `silent`: devices of the
    /// inventory that did not.
    public init(
        _ inventory: Inventory, surveys: [DeviceID: DeviceSurvey], strangers: [Topology.KnownDevice] = [],
        silent: Set<DeviceID> = []
    ) {
        self.inventory = inventory
        topology = Topology(
            inventory.devices.map { device in
                Topology.KnownDevice(
                    names: [device.id.text, device.name.english ?? "", device.name.chinese ?? ""],
                    addresses: [device.snmp?.host, device.stamp?.host].compactMap { $0 }, survey: surveys[device.id])
            } + strangers)
        index()
        for link in inventory.links.indices { compare(link) }
        compareUnlisted()
        for device in inventory.devices where silent.contains(device.id) {
            findings.append(DriftFinding(.deviceSilent, device: device.id, expected: device.snmp?.host))
        }
        for stranger in strangers {
            let name = Self.name(stranger)
            let place = stranger.addresses.first.map { $0 == name ? name : "\(name) at \($0)" } ?? name
            findings.append(DriftFinding(.deviceUnlisted, found: place))
        }
        let ranks = Dictionary(uniqueKeysWithValues: zip(DriftFinding.Kind.allCases, 0...))
        findings.sort { left, right in
            let (a, b) = (ranks[left.kind] ?? 0, ranks[right.kind] ?? 0)
            if a != b { return a < b }
            return (left.device?.text ?? "\u{10FFFF}", left.interface ?? "", left.found ?? "")
                < (right.device?.text ?? "\u{10FFFF}", right.interface ?? "", right.found ?? "")
        }
    }

    private mutating func index() {
        for (number, link) in inventory.links.enumerated() {
            for end in [link.a, link.b] { if let place = place(of: end) { linkOfEnd[place] = number } }
        }
        sightingsBy = Dictionary(grouping: topology.sightings, by: \.device)
        for sighting in topology.sightings {
            guard let interface = sighting.interface else { continue }
            sightingsAt[Topology.End(device: sighting.device, interface: interface), default: []].append(sighting)
        }
        for link in topology.links {
            if !link.isSeenFromA { heardBy[link.a, default: []].append(link.b) }
            if !link.isSeenFromB { heardBy[link.b, default: []].append(link.a) }
        }
    }

    private mutating func compare(_ number: Int) {
        let link = inventory.links[number]
        var isConfirmed = false
        var isContradicted = false
        var unseenEnds = 0
        for (end, far) in [(link.a, link.b), (link.b, link.a)] {
            guard let device = inventory.deviceIndex(end.device), let survey = topology.devices[device].survey else {
                continue
            }
            func note(_ kind: DriftFinding.Kind, expected: String, found: String?) {
                findings.append(
                    DriftFinding(
                        kind, device: end.device, interface: end.name, link: link.id, expected: expected, found: found)
                )
            }
            guard let place = place(of: end) else {
                isContradicted = true
                if let other = otherName(of: end, to: far) {
                    renamed.insert(other)
                    note(.interfaceRenamed, expected: end.name, found: topology.interface(other)?.name)
                } else {
                    note(.interfaceMissing, expected: end.name, found: nil)
                }
                continue
            }
            let speed = Double(topology.interface(place)?.speedBitsPerSecond ?? 0)
            if let capacity = link.capacityBitsPerSecond, speed > 0, abs(speed - capacity) > capacity / 1000 {
                note(.speedDiffers, expected: BitRate.text(capacity), found: BitRate.text(speed))
            }
            let seen = sightingsAt[place] ?? []
            let heard = heardBy[place] ?? []
            if seen.contains(where: { confirms($0, far) }) {
                isConfirmed = true
            } else if let other = seen.first(where: { $0.remote != .ambiguous }) {
                isContradicted = true
                note(.otherNeighbour, expected: far.description, found: name(of: other))
            } else if heard.contains(where: { $0 == self.place(of: far) }) {
                isConfirmed = true
            } else if let other = heard.first {
                isContradicted = true
                note(.otherNeighbour, expected: far.description, found: name(other))
            } else if seen.isEmpty, !survey.neighbours.isEmpty {
                unseenEnds += 1
            }
        }
        if !isConfirmed, !isContradicted, unseenEnds == 2 {
            findings.append(
                DriftFinding(
                    .linkUnseen, device: link.a.device, interface: link.a.name, link: link.id,
                    expected: link.b.description))
        }
    }

    /// Links and neighbours that the inventory does not name.
    private mutating func compareUnlisted() {
        for link in topology.links {
            let ends = [link.a, link.b].sorted { isListed($0) && !isListed($1) }
            guard ends.allSatisfy({ linkOfEnd[$0] == nil && !renamed.contains($0) }) else { continue }
            let first = ends[0]
            findings.append(
                isListed(first)
                    ? DriftFinding(
                        .linkUnlisted, device: inventory.devices[first.device].id,
                        interface: topology.interface(first)?.name, found: name(ends[1]))
                    : DriftFinding(.linkUnlisted, found: "\(name(first)) – \(name(ends[1]))"))
        }
        for sighting in topology.sightings where sighting.remoteInterface == nil && !sighting.neighbour.isHost {
            let end = sighting.interface.map { Topology.End(device: sighting.device, interface: $0) }
            if let end, linkOfEnd[end] != nil || renamed.contains(end) { continue }
            let device = inventory.devices.indices.contains(sighting.device) ? inventory.devices[sighting.device] : nil
            let kind: DriftFinding.Kind
            switch sighting.remote {
            case .device: kind = .linkUnlisted
            case .none: kind = .unknownNeighbour
            case .ambiguous: continue
            }
            findings.append(
                DriftFinding(
                    kind, device: device?.id,
                    interface: end.flatMap { topology.interface($0)?.name } ?? "port \(sighting.neighbour.localPort)",
                    found: name(of: sighting)))
        }
    }

    private func isListed(_ end: Topology.End) -> Bool { end.device < inventory.devices.count }

    private func place(of end: InterfaceReference) -> Topology.End? {
        guard let device = inventory.deviceIndex(end.device) else { return nil }
        let mapping = inventory.devices[device].snmp?.mapping ?? .name
        return topology.interface(named: end.name, of: device, mapping: mapping)
            .map { Topology.End(device: device, interface: $0) }
    }

    /// The one interface outside all links on which the device of `end` sees `far`.
    private func otherName(of end: InterfaceReference, to far: InterfaceReference) -> Topology.End? {
        guard let device = inventory.deviceIndex(end.device) else { return nil }
        let places = (sightingsBy[device] ?? []).lazy
            .filter { confirms($0, far) }
            .compactMap { $0.interface.map { Topology.End(device: device, interface: $0) } }
            .filter { linkOfEnd[$0] == nil }
        let found = Set(places)
        return found.count == 1 ? found.first : nil
    }

    /// Whether what is heard there may be `far`. Only a port that is named, and named otherwise, speaks against it.
    private func confirms(_ sighting: Topology.Sighting, _ far: InterfaceReference) -> Bool {
        guard case .device(let device) = sighting.remote, inventory.deviceIndex(far.device) == device else {
            return false
        }
        if let interface = sighting.remoteInterface {
            return Topology.End(device: device, interface: interface) == place(of: far)
        }
        let neighbour = sighting.neighbour
        guard neighbour.port?.kind == .interfaceName else { return true }
        return [neighbour.port?.text, neighbour.portDescription].contains(far.name)
    }

    private func name(_ end: Topology.End) -> String {
        let interface = topology.interface(end)?.name ?? "?"
        return "\(deviceName(end.device)):\(interface)"
    }

    /// `pe2:400GE0/1/0` as far as it is known.
    private func name(of sighting: Topology.Sighting) -> String {
        guard case .device(let device) = sighting.remote else {
            return "\(sighting.neighbour.label):\(sighting.neighbour.portLabel)"
        }
        if let interface = sighting.remoteInterface { return name(Topology.End(device: device, interface: interface)) }
        return "\(deviceName(device)):\(sighting.neighbour.portLabel)"
    }

    private func deviceName(_ device: Int) -> String {
        device < inventory.devices.count ? inventory.devices[device].id.text : Self.name(topology.devices[device])
    }

    private static func name(_ device: Topology.KnownDevice) -> String {
        [device.survey?.systemName ?? "", device.addresses.first ?? ""].first { !$0.isEmpty } ?? "?"
    }
}
