import Configuration
import Metro
import SNMP
import Sockets

/// What a discovery found: to be written down as an inventory, or held against one.
public struct DiscoveredNetwork: Sendable {
    struct Member: Sendable {
        var found: DiscoveryFrontier.Found
        var id: String
        /// What it answered to.
        var security: SNMPSecurity
    }

    /// By id.
    let members: [Member]
    let topology: Topology
    let silent: [DiscoveryFrontier.Silent]
    let notAsked: [DiscoveryFrontier.NotAsked]
    let forgotten: Int
    let hosts: Int
    let limits: DiscoveryFrontier.Limits
    public let isOutOfTime: Bool
    /// From the inventory; empty without one.
    public let differences: [DriftFinding]
    /// What the comparison could not say anything of.
    public let uncompared: Uncompared

    /// Parts of the inventory that nothing was seen of, so that they cannot differ either.
    public struct Uncompared: Hashable, Sendable {
        /// With `snmp`, and not asked: out of range, time or number.
        public var devicesNotAsked = 0
        /// Asked, and they hear no neighbour.
        public var deafDevices = 0
        /// Neither end hears neighbours.
        public var links = 0
        public init() {}
        public var isEmpty: Bool { self == Uncompared() }
    }
    /// Devices that answered.
    public var answered: Int { members.count }

    /// `members`: the inventory's devices by the address that they are polled at.
    init(
        _ outcome: Discovery.Outcome, inventory: Inventory?, members known: [SocketAddress: DeviceID],
        securities: [SocketAddress: SNMPSecurity]
    ) {
        let frontier = outcome.frontier
        silent = frontier.silent
        notAsked = frontier.notAsked
        forgotten = frontier.forgotten
        hosts = frontier.hosts
        limits = frontier.limits
        isOutOfTime = outcome.isOutOfTime
        var names = UniqueIDs()
        members = frontier.found.map { found in
            let own = found.survey.systemName
            return Member(
                found: found, id: names.take(own.isEmpty ? found.address.host : DeviceDirectory.shortName(own)),
                security: securities[found.address] ?? .community(nil))
        }.sorted { $0.id < $1.id }
        topology = Topology(members.map(Self.known))
        (differences, uncompared) = inventory.map { Self.compare(frontier, $0, known) } ?? ([], Uncompared())
    }

    private static func known(_ member: Member) -> Topology.KnownDevice { known(member.found) }
    private static func known(_ found: DiscoveryFrontier.Found) -> Topology.KnownDevice {
        Topology.KnownDevice(addresses: ([found.address] + found.otherAddresses).map(\.host), survey: found.survey)
    }

    private static func compare(
        _ frontier: DiscoveryFrontier, _ inventory: Inventory, _ polled: [SocketAddress: DeviceID]
    ) -> ([DriftFinding], Uncompared) {
        var directory = DeviceDirectory()
        for device in inventory.devices {
            directory.add(
                names: [device.id.text, device.name.english ?? "", device.name.chinese ?? ""], chassis: nil,
                addresses: [device.snmp?.host, device.stamp?.host].compactMap { $0 })
        }
        var surveys: [DeviceID: DeviceSurvey] = [:]
        var rest: [DiscoveryFrontier.Found] = []
        for found in frontier.found {
            let addresses = [found.address] + found.otherAddresses
            if let id = addresses.lazy.compactMap({ polled[$0] }).first(where: { surveys[$0] == nil }) {
                surveys[id] = found.survey
            } else {
                rest.append(found)
            }
        }
        var strangers: [Topology.KnownDevice] = []
        for found in rest {
            let matches = (found.survey.names + [""]).lazy.map {
                directory.find(systemName: $0, chassis: nil, addresses: known(found).addresses)
            }
            let numbers = matches.compactMap { if case .device(let number) = $0 { number } else { nil } }
            if let id = numbers.map({ inventory.devices[$0].id }).first(where: { surveys[$0] == nil }) {
                surveys[id] = found.survey
            } else {
                strangers.append(known(found))
            }
        }
        let open = Set(frontier.notAsked.compactMap { $0.address.flatMap { polled[$0] } })
        let silent = inventory.devices.filter { $0.snmp != nil && surveys[$0.id] == nil && !open.contains($0.id) }
        let findings = InventoryComparison(
            inventory, surveys: surveys, strangers: strangers, silent: Set(silent.map(\.id))
        ).findings
        let hearing = Set(surveys.filter { !$0.value.neighbours.isEmpty }.keys)
        var uncompared = Uncompared()
        uncompared.devicesNotAsked = inventory.devices.count {
            $0.snmp != nil && surveys[$0.id] == nil && open.contains($0.id)
        }
        uncompared.deafDevices = surveys.count - hearing.count
        uncompared.links = inventory.links.count { !hearing.contains($0.a.device) && !hearing.contains($0.b.device) }
        return (findings, uncompared)
    }
}

/// Ids that a configuration takes, each once.
struct UniqueIDs {
    private var taken: Set<String> = []

    /// Letters, numbers, `.`, `_` and `-` of `wanted`, cut to fit, numbered where it is taken.
    mutating func take(_ wanted: String) -> String {
        let clean = wanted.prefix(56).map { character in
            character.isLetter || character.isNumber || "._-".contains(character) ? character : "-"
        }
        let base = clean.contains { $0 != "-" } ? String(clean) : "device"
        var id = base
        var number = 2
        while !taken.insert(id).inserted {
            id = "\(base)-\(number)"
            number += 1
        }
        return id
    }
}
