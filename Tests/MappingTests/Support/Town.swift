import Collecting
import Mapping
import Metro
import Telemetry

let second: Int64 = 1_000_000_000
/// 2025-11-15 00:00:00 UTC.
let start: Int64 = 1_763_164_800 * second

/// Two routers, a link, and a path whose delays an export brings.
enum Town {
    static func inventory(
        pe1: InterfaceSource = .anyExport, pe2: InterfaceSource = .anyExport, gnmi: GNMIAccess? = nil,
        paths: [MeasuredPath]? = nil
    ) -> Inventory {
        Inventory(
            city: LocalizedName(english: "Town"),
            sites: [
                Site(id: "dc1", name: LocalizedName(english: "DC1"), coordinates: nil, roles: []),
                Site(id: "dc2", name: LocalizedName(english: "DC2"), coordinates: nil, roles: []),
            ],
            devices: [
                Device(
                    id: "pe1", name: LocalizedName(english: "pe1"), site: "dc1",
                    snmp: SNMPAccess(host: "192.0.2.1"), gnmi: gnmi, aliases: ["core-1.example.net"],
                    interfacesFrom: pe1),
                Device(
                    id: "pe2", name: LocalizedName(english: "pe2"), site: "dc2",
                    stamp: STAMPAccess(host: "2001:db8::2"), interfacesFrom: pe2),
            ],
            links: [
                Link(
                    id: "l1", a: InterfaceReference(device: "pe1", name: "Ethernet1"),
                    b: InterfaceReference(device: "pe2", name: "HundredGigE0/0/0/1")),
                Link(
                    id: "l2", a: InterfaceReference(device: "pe1", name: "Ethernet2"),
                    b: InterfaceReference(device: "pe2", name: "HundredGigE0/0/0/2")),
            ],
            paths: paths ?? [
                MeasuredPath(id: "p1", a: "dc1", b: "dc2", layer: .ip, method: .stamp, export: "edge")
            ], version: "1")
    }

    static func directory(_ inventory: Inventory = inventory()) -> SubjectDirectory {
        var interfaces: [SubjectDirectory.Interface] = []
        for link in inventory.links {
            for end in [link.a, link.b] {
                interfaces.append(.init(reference: end, subject: UInt32(interfaces.count)))
            }
        }
        return SubjectDirectory(inventory: inventory, interfaces: interfaces)
    }

    static func converter(
        _ inventory: Inventory = inventory(), source: Converter.Source = .export("edge"),
        mappings: [NameMapping] = NameMapping.presets, owners: InterfaceOwners = InterfaceOwners(),
        intervalMilliseconds: Int? = nil, maximumSeries: Int = Converter.greatestSeries
    ) -> Converter {
        Converter(
            source: source, mappings: mappings, directory: directory(inventory), owners: owners,
            intervalMilliseconds: intervalMilliseconds, seed: SeriesSeed(high: 1, low: 2),
            maximumSeries: maximumSeries)
    }
}

extension ForeignSeries {
    /// As gnmic has OpenConfig.
    static func openConfig(
        _ leaf: String, source: String = "pe1:57400", interface: String = "Ethernet1"
    ) -> ForeignSeries {
        ForeignSeries(
            tags: [Tag("source", source), Tag("interface_name", interface)],
            field: "/interfaces/interface/\(leaf)")
    }
    static let inOctets = openConfig("state/counters/in-octets")
    static let outOctets = openConfig("state/counters/out-octets")
    static let status = openConfig("state/oper-status")
    static let speed = openConfig("ethernet/state/port-speed")
    static let lastClear = openConfig("state/counters/last-clear")
}

extension ReadingSink {
    /// One reading, as a format would tell it.
    mutating func tell(_ series: ForeignSeries, _ value: ForeignValue, at stamp: Int64?) {
        var hash = SeriesHash(seed)
        hash.add(Array(series.description.utf8).span)
        take(place(of: hash.key) { series }, value, stampNanoseconds: stamp)
    }
}

extension Converter {
    /// Samples of what was taken, received half a second after the last stamp unless told.
    mutating func samples(at received: Int64 = start + second / 2) -> [Sample] {
        convert(receivedNanoseconds: received).samples
    }

    /// The samples of one reading alone.
    mutating func samples(
        _ series: ForeignSeries, _ value: ForeignValue, at stamp: Int64? = start, receivedNanoseconds: Int64? = nil
    ) -> [Sample] {
        tell(series, value, at: stamp)
        return samples(at: receivedNanoseconds ?? (stamp ?? start) + second / 2)
    }

    /// Reasons with their counts.
    var reasons: [String: UInt64] {
        Dictionary(uniqueKeysWithValues: account.refused.map { ($0.reason, $0.count) })
    }
    var isAccountClosed: Bool {
        account.readings == account.samples + account.unmapped + account.refused.reduce(0) { $0 + $1.count }
    }
}
