import Mapping
import Metro
import Testing

@Suite("Which interface a foreign series is of")
struct ResolutionTests {
    private static func fate(
        _ series: ForeignSeries, _ inventory: Inventory = Town.inventory(), source: Converter.Source = .export("edge"),
        mappings: [NameMapping] = NameMapping.presets
    ) -> SeriesFate {
        SeriesResolver(source: source, mappings: mappings, directory: Town.directory(inventory)).fate(of: series)
    }

    private static func end(_ fate: SeriesFate, _ inventory: Inventory = Town.inventory()) -> String {
        switch fate {
        case .mapped(let target):
            "\(Town.directory(inventory).interfaces[target.interface].reference) \(target.rule.quantity.rawValue)"
        case .unmapped: "unmapped"
        case .refused(let refusal): refusal.reason(Town.directory(inventory))
        }
    }

    static let names: [(ForeignSeries, String)] = [
        (.inOctets, "pe1:Ethernet1 in_octets"),
        // Names of devices: id, alias, hosts; case, port, domain.
        (.openConfig("state/oper-status", source: "core-1.example.net:57400"), "pe1:Ethernet1 oper_status"),
        (.openConfig("state/oper-status", source: "192.0.2.1:57400"), "pe1:Ethernet1 oper_status"),
        (.openConfig("state/oper-status", source: "PE1.example.net"), "pe1:Ethernet1 oper_status"),
        (.openConfig("state/oper-status", source: "pe9:57400"), "device not in the inventory"),
        (
            .openConfig("state/oper-status", source: "[2001:DB8::2]:9339", interface: "HundredGigE0/0/0/1"),
            "pe2:HundredGigE0/0/0/1 oper_status"
        ),
        // Names of interfaces: as written, case, short forms; never a near one.
        (.openConfig("state/oper-status", interface: "ethernet2"), "pe1:Ethernet2 oper_status"),
        (.openConfig("state/oper-status", interface: "Et2"), "pe1:Ethernet2 oper_status"),
        (
            .openConfig("state/oper-status", source: "pe2", interface: "Hu0/0/0/2"),
            "pe2:HundredGigE0/0/0/2 oper_status"
        ),
        (.openConfig("state/oper-status", source: "pe2", interface: "Hu0/0/0/3"), "interface not in the inventory"),
        (.openConfig("state/oper-status", interface: "Ethernet11"), "interface not in the inventory"),
        // What a subinterface counts is not what its interface counts.
        (.openConfig("subinterfaces/subinterface/state/counters/in-octets"), "unmapped"),
        (.openConfig("state/counters/in-pkts"), "unmapped"),
        // Modules in paths.
        (
            ForeignSeries(
                tags: [.init("source", "pe1"), .init("interface_name", "Ethernet1")],
                field: "openconfig-interfaces:/interfaces/oc-if:interface/state/counters/out-octets"),
            "pe1:Ethernet1 out_octets"
        ),
        // gnmic's Prometheus output.
        (
            ForeignSeries(
                group: "gnmic_sub1_interfaces_interface_state_counters_in_octets",
                tags: [.init("source", "pe1"), .init("interface_name", "Ethernet1")]), "pe1:Ethernet1 in_octets"
        ),
        (
            ForeignSeries(
                group: "gnmic_sub1_interfaces_interface_subinterfaces_subinterface_state_counters_in_octets",
                tags: [.init("source", "pe1"), .init("interface_name", "Ethernet1")]), "unmapped"
        ),
        // Telegraf's gnmi input.
        (
            ForeignSeries(
                group: "ifcounters",
                tags: [
                    .init("name", "Ethernet1"), .init("path", "/interfaces/interface/state/counters"),
                    .init("source", "192.0.2.1"),
                ], field: "in_octets"), "pe1:Ethernet1 in_octets"
        ),
        (
            ForeignSeries(
                group: "ifcounters",
                tags: [
                    .init("name", "Ethernet1"), .init("index", "7"), .init("source", "192.0.2.1"),
                    .init("path", "/interfaces/interface/subinterfaces/subinterface/state/counters"),
                ], field: "in_octets"), "unmapped"
        ),
        // Telegraf's snmp input, and snmp_exporter.
        (
            ForeignSeries(
                group: "interface", tags: [.init("agent_host", "192.0.2.1"), .init("ifName", "Ethernet1")],
                field: "ifHCInOctets"), "pe1:Ethernet1 in_octets"
        ),
        (
            ForeignSeries(
                group: "ifHighSpeed",
                tags: [
                    .init("instance", "pe1:161"), .init("ifName", "Et1/9"), .init("ifDescr", "Ethernet1"),
                ]), "pe1:Ethernet1 speed"
        ),
        // A description that reads like an interface's name is not one.
        (
            ForeignSeries(
                group: "ifHCInOctets",
                tags: [.init("instance", "pe1"), .init("ifName", "Ethernet7"), .init("ifAlias", "Ethernet1")]),
            "interface not in the inventory"
        ),
        (ForeignSeries(tags: [.init("interface_name", "Ethernet1")], field: inField), "no tag that names the device"),
        (ForeignSeries(tags: [.init("source", "pe1")], field: inField), "no tag that names the interface"),
    ]
    private static let inField = "/interfaces/interface/state/counters/in-octets"

    @Test("A series is of the interface that its tags name, or of none", arguments: names)
    func resolves(series: ForeignSeries, end: String) {
        #expect(Self.end(Self.fate(series)) == end)
    }

    @Test("What was probably meant is said")
    func nearest() {
        let directory = Town.directory()
        func example(_ series: ForeignSeries) -> String? {
            guard case .refused(let refusal) = Self.fate(series) else { return nil }
            return refusal.example(directory, of: series)
        }
        #expect(
            example(.openConfig("state/oper-status", source: "core-2.example.net:57400"))
                == "core-2.example.net:57400 (did you mean \"core-1.example.net\"?)")
        #expect(
            example(.openConfig("state/oper-status", interface: "Ethernet3"))
                == "pe1:Ethernet3 (did you mean \"Ethernet1\"?)")
        #expect(
            example(ForeignSeries(tags: [.init("source", "pe1")], field: Self.inField))?
                .contains("none of interface_name, component_name, name") == true)
    }

    @Test("Two interfaces that differ in case alone are told apart by their exact names only")
    func ambiguous() {
        let inventory = Inventory(
            city: LocalizedName(english: "T"), sites: [],
            devices: [
                Device(id: "pe1", name: LocalizedName(english: "pe1"), interfacesFrom: .anyExport),
                Device(id: "pe2", name: LocalizedName(english: "pe2"), aliases: ["shared"]),
                Device(id: "pe3", name: LocalizedName(english: "pe3"), aliases: ["Shared"]),
            ],
            links: [
                Link(
                    id: "l", a: InterfaceReference(device: "pe1", name: "Eth1"),
                    b: InterfaceReference(device: "pe1", name: "eth1"))
            ], version: "1")
        func end(_ name: String, _ source: String = "pe1") -> String {
            Self.end(Self.fate(.openConfig("state/oper-status", source: source, interface: name), inventory), inventory)
        }
        #expect(end("Eth1") == "pe1:Eth1 oper_status")
        #expect(end("eth1") == "pe1:eth1 oper_status")
        #expect(end("ETH1") == "several interfaces have that name")
        #expect(end("Ethernet1") == "several interfaces have that name")
        #expect(end("Eth1", "shared") == "several devices have that name")
    }

    @Test(
        "One source tells of a device's interfaces, and the others hear why they may not",
        arguments: [
            (.snmp, .export("edge"), "pe1 is polled by SNMP (interfaces_from)"),
            (.gnmi, .export("edge"), "pe1 tells of itself by gNMI (interfaces_from)"),
            (.gnmi, .gnmi("pe1"), "pe1:Ethernet1 in_octets"),
            (.export("edge"), .export("edge"), "pe1:Ethernet1 in_octets"),
            (.export("core"), .export("edge"), "pe1 is told of by the export core (interfaces_from)"),
            (.export("core"), .gnmi("pe1"), "pe1 is told of by the export core (interfaces_from)"),
            (.anyExport, .export("edge"), "pe1:Ethernet1 in_octets"),
        ] as [(InterfaceSource, Converter.Source, String)])
    func ownership(configured: InterfaceSource, source: Converter.Source, end: String) {
        let inventory = Town.inventory(pe1: configured)
        #expect(Self.end(Self.fate(.inOctets, inventory, source: source), inventory) == end)
    }

    @Test("A session of its own needs no device tag; one to a gateway does")
    func sessions() {
        let bare = ForeignSeries(tags: [.init("interface_name", "Ethernet1")], field: Self.inField)
        var other = bare
        other.tags += [.init("target", "pe2")]
        let own = Town.inventory(pe1: .gnmi, gnmi: GNMIAccess(host: "192.0.2.1"))
        #expect(Self.end(Self.fate(bare, own, source: .gnmi("pe1")), own) == "pe1:Ethernet1 in_octets")
        #expect(Self.end(Self.fate(other, own, source: .gnmi("pe1")), own) == "pe1:Ethernet1 in_octets")
        let gateway = Town.inventory(pe1: .gnmi, gnmi: GNMIAccess(host: "192.0.2.1", target: "*"))
        #expect(
            Self.end(Self.fate(other, gateway, source: .gnmi("pe1")), gateway) == "interface not in the inventory")
    }

    @Test("Configured mappings: wildcards, a rate as a gauge, circuits by alias")
    func own() {
        let own = NameMapping(
            id: "own", devices: [.init("router")], interfaces: [.init("circuit", .alias)],
            rules: [.init(group: "if_*_rate", field: "*bits", .inOctets, .bitsPerSecond, .gauge)])
        func end(_ group: String, _ field: String, _ router: String = "pe2") -> String {
            Self.end(
                Self.fate(
                    ForeignSeries(
                        group: group, tags: [.init("router", router), .init("circuit", "HundredGigE0/0/0/1")],
                        field: field), mappings: [own]))
        }
        #expect(end("if_5m_rate", "rx_bits") == "pe2:HundredGigE0/0/0/1 in_octets")
        #expect(end("if__rate", "bits") == "pe2:HundredGigE0/0/0/1 in_octets")
        #expect(end("if_rate", "bits") == "unmapped")
        #expect(end("if_5m_rate", "rx_bitsx") == "unmapped")
    }

    @Test("Presets bear the names that a configuration may use, and their rules make sense")
    func presets() {
        #expect(NameMapping.presets.map(\.id) == NameMapping.presetNames)
        for mapping in NameMapping.presets {
            for rule in mapping.rules {
                #expect(rule.quantity.kinds.contains(rule.kind), "\(mapping.id): \(rule)")
                #expect(rule.quantity.units(rule.kind).contains(rule.unit), "\(mapping.id): \(rule)")
            }
        }
        let inventory = Town.inventory()
        #expect(NameMapping.named([], in: inventory) == NameMapping.presets)
        #expect(
            NameMapping.named(["huawei-ifm", "openconfig"], in: inventory).map(\.id) == ["huawei-ifm", "openconfig"])
    }
}
