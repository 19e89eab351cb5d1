import Metro

extension NameMapping {
    /// Objects of IF-MIB (RFC 2863). The 32-bit octets are left out: beside the 64-bit ones they would tell the same
    /// twice, and at today's speeds they wrap unseen.
    private static let objects: [(String, Quantity, Unit, Kind)] = [
        ("ifHCInOctets", .inOctets, .octets, .counter),
        ("ifHCOutOctets", .outOctets, .octets, .counter),
        ("ifInErrors", .inErrors, .none, .counter32),
        ("ifOutErrors", .outErrors, .none, .counter32),
        ("ifInDiscards", .inDiscards, .none, .counter32),
        ("ifOutDiscards", .outDiscards, .none, .counter32),
        ("ifHighSpeed", .speed, .megabitsPerSecond, .gauge),
        ("ifOperStatus", .operationalStatus, .none, .gauge),
        // In hundredths of a second of sysUpTime: no instant, but another one when the counters start anew.
        ("ifCounterDiscontinuityTime", .lastClear, .none, .gauge),
        ("ifAlias", .alias, .none, .gauge),
    ]

    private static let names: [InterfaceTag] = [
        InterfaceTag("ifName"), InterfaceTag("ifDescr"), InterfaceTag("ifAlias", .alias),
        InterfaceTag("ifIndex", .index),
    ]

    /// Telegraf's snmp input: fields of a measurement, or metrics of its Prometheus output.
    static let interfaceTablesOfTelegraf = NameMapping(
        id: "if-mib-telegraf",
        devices: [
            DeviceTag("hostname"), DeviceTag("hostname", .firstLabel), DeviceTag("sysName"),
            DeviceTag("sysName", .firstLabel), DeviceTag("agent_host", .withoutPort), DeviceTag("source", .withoutPort),
            DeviceTag("source", .firstLabel),
        ],
        interfaces: names,
        rules: objects.flatMap { object, quantity, unit, kind in
            [
                Rule(field: object, quantity, unit, kind),
                Rule(group: "interface_" + object, field: "", quantity, unit, kind),
            ]
        })

    /// Prometheus' snmp_exporter, module if_mib: one metric an object. `instance` is the device where the scrape was
    /// relabelled as its guide has it.
    static let interfaceTablesOfExporter = NameMapping(
        id: "if-mib-snmp-exporter",
        devices: [
            DeviceTag("instance", .withoutPort), DeviceTag("instance", .firstLabel), DeviceTag("device"),
            DeviceTag("target", .withoutPort), DeviceTag("sysName"), DeviceTag("sysName", .firstLabel),
        ],
        interfaces: names,
        rules: objects.map { object, quantity, unit, kind in
            Rule(group: object, field: "", quantity, unit, kind)
        })
}
