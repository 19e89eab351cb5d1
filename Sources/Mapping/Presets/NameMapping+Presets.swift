import Metro

extension NameMapping {
    /// What is built in; `presetNames` says the same in Metro, for who reads a configuration.
    public static let presets: [NameMapping] = [
        .openConfig, .interfaceTablesOfTelegraf, .interfaceTablesOfExporter, .ciscoXR, .nokiaSRLinux, .nokiaSROS,
        .huawei,
    ]

    /// The mappings of these names, in their order: of the inventory first, so that an operator's own may take the name
    /// of a preset. No names: all presets.
    public static func named(_ names: [String], in inventory: Inventory) -> [NameMapping] {
        guard !names.isEmpty else { return presets }
        return names.compactMap { name in (inventory.mappings + presets).first { $0.id == name } }
    }

    /// Who brought it, as gNMI collectors tag it: the path target where a gateway speaks for others, the address of the
    /// session, a name.
    static let gnmiDevices: [DeviceTag] = [
        DeviceTag("target"), DeviceTag("source", .withoutPort), DeviceTag("source", .firstLabel), DeviceTag("device"),
        DeviceTag("hostname"), DeviceTag("hostname", .firstLabel), DeviceTag("system_name"),
    ]

    /// OpenConfig: gNMI paths, gnmic's names of Prometheus metrics (path elements joined by `_`), and Telegraf's
    /// fields, which stand under a tag `path`.
    static let openConfig: NameMapping = {
        let interface = "/interfaces/interface"
        let leaves: [(String, Quantity, Unit, Kind)] = [
            ("state/counters/in-octets", .inOctets, .octets, .counter),
            ("state/counters/out-octets", .outOctets, .octets, .counter),
            ("state/counters/in-errors", .inErrors, .none, .counter),
            ("state/counters/out-errors", .outErrors, .none, .counter),
            ("state/counters/in-discards", .inDiscards, .none, .counter),
            ("state/counters/out-discards", .outDiscards, .none, .counter),
            ("state/counters/last-clear", .lastClear, .nanoseconds, .gauge),
            ("state/oper-status", .operationalStatus, .none, .gauge),
            ("state/description", .alias, .none, .gauge),
            ("ethernet/state/port-speed", .speed, .bitsPerSecond, .gauge),
            // Of a LAG, from its active members.
            ("aggregation/state/lag-speed", .speed, .megabitsPerSecond, .gauge),
            // Junos says it here.
            ("state/high-speed", .speed, .megabitsPerSecond, .gauge),
        ]
        let powers: [(String, Quantity)] = [
            ("input-power/instant", .receivePower), ("output-power/instant", .transmitPower),
        ]
        let places = [
            "/components/component/transceiver/physical-channels/channel/state/",
            "/components/component/optical-channel/state/",
        ]
        var rules = leaves.flatMap { path, quantity, unit, kind in
            [
                Rule(field: "\(interface)/\(path)", quantity, unit, kind),
                Rule(
                    group: "*interfaces_interface_" + path.replacing("/", with: "_").replacing("-", with: "_"),
                    field: "", quantity, unit, kind),
            ]
        }
        for place in places {
            rules += powers.map { Rule(field: place + $0, $1, .decibelMilliwatt, .gauge) }
        }
        return NameMapping(
            id: "openconfig", devices: gnmiDevices,
            interfaces: [InterfaceTag("interface_name"), InterfaceTag("component_name"), InterfaceTag("name")],
            rules: rules)
    }()
}
