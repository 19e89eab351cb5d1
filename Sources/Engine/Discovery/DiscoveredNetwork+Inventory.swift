import Configuration
import Metro
import SNMP

extension DiscoveredNetwork {
    /// Lines of one kind that are written; the rest is counted.
    private static let remarkLimit = 1_000

    /// The network as a configuration with the sites left open.
    public var inventoryText: InventoryText {
        let (links, unwritable) = links()
        let surveys = members.map(\.found.survey)
        return InventoryText(
            heading: [
                "haomiao discover: \(members.count) devices, \(links.count) links; 待填报 / to be filled in: city, sites "
                    + "and the site of each device"
            ],
            devices: members.map { member in
                InventoryText.Device(
                    id: member.id, name: name(member), host: member.found.address.host,
                    port: member.found.address.port, security: member.security, remarks: remarks(member))
            }, links: links,
            remarks: bounded(unwritable) + bounded(crowdedRemarks) + bounded(looseRemarks(surveys))
                + bounded(silentRemarks) + bounded(notAskedRemarks) + countRemarks)
    }

    private func name(_ member: Member) -> String {
        let name = member.found.survey.systemName
        return name.contains { !$0.isWhitespace } ? name : member.id
    }

    private func remarks(_ member: Member) -> [String] {
        let survey = member.found.survey
        let others = member.found.otherAddresses.map(\.host).joined(separator: ", ")
        return [survey.description, others.isEmpty ? "" : "answers at \(others) too"].filter { !$0.isEmpty }
            + survey.oddities
    }

    private func links() -> (links: [InventoryText.Link], unwritable: [String]) {
        var ids = UniqueIDs()
        var links: [InventoryText.Link] = []
        var unwritable: [String] = []
        for link in topology.links {
            let (a, b) = (reference(link.a), reference(link.b))
            guard a.isWritable, b.isWritable else {
                unwritable.append("left out, a name that a configuration cannot hold: \(a) – \(b)")
                continue
            }
            let speeds = [link.a, link.b].map { Double(topology.interface($0)?.speedBitsPerSecond ?? 0) }
            let known = speeds.filter { $0 > 0 }
            var remarks: [String] = []
            if !link.isSeenFromBoth {
                remarks.append("seen from one end only: \(members[(link.isSeenFromA ? link.a : link.b).device].id)")
            }
            if known.count == 2, known[0] != known[1] {
                remarks.append("the ends differ: \(BitRate.text(known[0])) and \(BitRate.text(known[1]))")
            }
            let aliases = [link.a, link.b].compactMap { topology.interface($0)?.alias }.filter { !$0.isEmpty }
            if !aliases.isEmpty { remarks.append("alias: \(aliases.joined(separator: " | "))") }
            for (end, name) in [(link.a, a), (link.b, b)]
            where topology.interface(named: name.name, of: end.device, mapping: .name) != end.interface {
                remarks.append("\(name) is not unique on the device: it cannot be polled by this name")
            }
            links.append(
                InventoryText.Link(
                    id: ids.take("\(a.device.text.prefix(27))-\(b.device.text.prefix(27))"), a: a, b: b,
                    capacity: Set(known).count == 1 ? known[0] : nil, remarks: remarks))
        }
        return (links, unwritable)
    }

    private func reference(_ end: Topology.End) -> InterfaceReference {
        InterfaceReference(
            device: DeviceID(members[end.device].id), name: topology.interface(end)?.name ?? "")
    }

    private var crowdedRemarks: [String] {
        topology.crowded.map { "heard too, but its port is in a link already: \(reference($0.a)) – \(reference($0.b))" }
    }

    /// What is heard and cannot become a link.
    private func looseRemarks(_ surveys: [DeviceSurvey]) -> [String] {
        topology.sightings.compactMap { sighting in
            guard sighting.remoteInterface == nil || sighting.interface == nil, !sighting.neighbour.isHost else {
                return nil
            }
            let interface = sighting.interface.map { surveys[sighting.device].interfaces[$0].name }
            let here = "\(members[sighting.device].id):\(interface ?? "LLDP port \(sighting.neighbour.localPort)")"
            let there = "\(sighting.neighbour.label):\(sighting.neighbour.portLabel)"
            let reason =
                switch sighting.remote {
                case .none: "which was not surveyed"
                case .ambiguous: "and which device that is cannot be told"
                case .device: interface == nil ? "on no interface of IF-MIB" : "a port that it does not have in IF-MIB"
                }
            return "\(here) hears \(there), \(reason)"
        }
    }

    private var silentRemarks: [String] { silent.map { "no answer: \($0.label): \($0.reason)" } }

    private var notAskedRemarks: [String] {
        notAsked.map { entry in
            let address = entry.address.map { " at \($0.host)" } ?? ""
            return "not asked: \(entry.label)\(address): \(sentence(entry.reason))"
        }
    }

    func sentence(_ reason: DiscoveryFrontier.NotAsked.Reason) -> String {
        switch reason {
        case .noAddress: "it gives no management address; name one with --seed"
        case .outsideRanges:
            "outside \(limits.ranges.prefix(8).map(\.description).joined(separator: ", ")); widen with --within"
        case .hopLimit: "more than \(limits.hops) hops from a seed (--max-hops)"
        case .deviceLimit: "\(limits.devices) devices were found already (--max-devices)"
        case .timeLimit: "the time was over (--limit)"
        }
    }

    private var countRemarks: [String] {
        (hosts > 0 ? ["\(hosts) telephones, access points or stations were heard and left out"] : [])
            + (forgotten > 0 ? ["\(forgotten) more neighbours were heard than are remembered"] : [])
    }

    private func bounded(_ lines: [String]) -> [String] {
        let rest = lines.count - Self.remarkLimit
        return rest > 0 ? lines.prefix(Self.remarkLimit) + ["… and \(rest) more like these"] : lines
    }
}
