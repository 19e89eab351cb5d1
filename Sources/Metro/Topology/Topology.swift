/// How devices hang together, from what each of them hears of its neighbours.
public struct Topology: Sendable {
    /// A device, and what it said if it was asked.
    public struct KnownDevice: Sendable {
        public var names: [String]
        public var addresses: [String]
        public var survey: DeviceSurvey?

        public init(names: [String] = [], addresses: [String] = [], survey: DeviceSurvey?) {
            self.names = names
            self.addresses = addresses
            self.survey = survey
        }
    }

    /// One neighbour that one device hears.
    public struct Sighting: Hashable, Sendable {
        /// Who hears it, on which interface (place in its survey; `nil` where the port is no interface of it).
        public var device: Int
        public var interface: Int?
        public var neighbour: DeviceSurvey.Neighbour
        public var remote: DeviceDirectory.Match
        /// The neighbour's interface (place in its survey), where both are known.
        public var remoteInterface: Int?
    }

    public struct End: Hashable, Sendable, Comparable {
        public var device: Int
        /// Place in the device's survey.
        public var interface: Int

        public init(device: Int, interface: Int) {
            self.device = device
            self.interface = interface
        }
        public static func < (left: End, right: End) -> Bool {
            (left.device, left.interface) < (right.device, right.interface)
        }
    }

    /// Two interfaces of which at least one hears the other.
    public struct Adjacency: Hashable, Sendable {
        /// `a < b`.
        public var a: End
        public var b: End
        public var isSeenFromA: Bool
        public var isSeenFromB: Bool
        public var isSeenFromBoth: Bool { isSeenFromA && isSeenFromB }
    }

    public let devices: [KnownDevice]
    /// In the order of the devices and of what each of them hears.
    public let sightings: [Sighting]
    /// Each interface in one link: adjacencies that both ends see go before those that one end sees.
    public let links: [Adjacency]
    /// Adjacencies whose interfaces are in a link already: more than two ports hear each other there.
    public let crowded: [Adjacency]

    private let ports: [PortDirectory?]
    private let directory: DeviceDirectory

    public init(_ devices: [KnownDevice]) {
        self.devices = devices
        var directory = DeviceDirectory()
        for device in devices {
            directory.add(
                names: device.names + (device.survey?.names ?? []), chassis: device.survey?.chassis,
                addresses: device.addresses)
        }
        self.directory = directory
        let ports = devices.map { $0.survey.map { PortDirectory($0) } }
        self.ports = ports
        sightings = devices.enumerated().flatMap { number, device in
            (device.survey?.neighbours ?? []).map { Self.sighting($0, by: number, directory, ports) }
        }
        (links, crowded) = Self.parted(Self.adjacencies(sightings))
    }

    private static func sighting(
        _ neighbour: DeviceSurvey.Neighbour, by device: Int, _ directory: DeviceDirectory, _ ports: [PortDirectory?]
    ) -> Sighting {
        let remote = directory.find(
            systemName: neighbour.systemName, chassis: neighbour.chassis, addresses: neighbour.addresses)
        var remoteInterface: Int?
        if case .device(let number) = remote {
            remoteInterface = ports[number]?.interface(heardAs: neighbour.port, description: neighbour.portDescription)
        }
        return Sighting(
            device: device, interface: ports[device]?.interface(ofPort: neighbour.localPort), neighbour: neighbour,
            remote: remote, remoteInterface: remoteInterface)
    }

    private static func adjacencies(_ sightings: [Sighting]) -> [Adjacency] {
        var found: [[End]: Adjacency] = [:]
        for sighting in sightings {
            guard let interface = sighting.interface, case .device(let remote) = sighting.remote,
                let remoteInterface = sighting.remoteInterface
            else { continue }
            let here = End(device: sighting.device, interface: interface)
            let there = End(device: remote, interface: remoteInterface)
            guard here != there else { continue }
            let (a, b) = here < there ? (here, there) : (there, here)
            var adjacency =
                found[[a, b]] ?? Adjacency(a: a, b: b, isSeenFromA: false, isSeenFromB: false)
            if here == a { adjacency.isSeenFromA = true } else { adjacency.isSeenFromB = true }
            found[[a, b]] = adjacency
        }
        return found.values.sorted { ($0.a, $0.b) < ($1.a, $1.b) }
    }

    private static func parted(_ adjacencies: [Adjacency]) -> (links: [Adjacency], crowded: [Adjacency]) {
        var taken: Set<End> = []
        var links: [Adjacency] = []
        var crowded: [Adjacency] = []
        for isSeenFromBoth in [true, false] {
            for adjacency in adjacencies where adjacency.isSeenFromBoth == isSeenFromBoth {
                if taken.isDisjoint(with: [adjacency.a, adjacency.b]) {
                    taken.formUnion([adjacency.a, adjacency.b])
                    links.append(adjacency)
                } else {
                    crowded.append(adjacency)
                }
            }
        }
        return (links.sorted { ($0.a, $0.b) < ($1.a, $1.b) }, crowded)
    }

    public func interface(_ end: End) -> DeviceSurvey.Interface? {
        guard let interfaces = devices[end.device].survey?.interfaces, interfaces.indices.contains(end.interface) else {
            return nil
        }
        return interfaces[end.interface]
    }

    /// The interface of a surveyed device that the inventory means; place in its survey.
    public func interface(named name: String, of device: Int, mapping: InterfaceMapping) -> Int? {
        ports[device]?.interface(named: name, mapping: mapping)
    }
}
