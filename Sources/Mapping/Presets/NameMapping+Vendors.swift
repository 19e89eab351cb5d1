import Metro

extension NameMapping {
    /// Native models, where OpenConfig is not spoken. Path elements as gNMI has them, keys as `element_key`.
    private static func native(
        _ id: String, interfaces: [String], _ leaves: [(String, Quantity, Unit, Kind)]
    ) -> NameMapping {
        NameMapping(
            id: id, devices: gnmiDevices, interfaces: interfaces.map { InterfaceTag($0) },
            rules: leaves.map { Rule(field: $0, $1, $2, $3) })
    }

    /// Cisco-IOS-XR-infra-statsd-oper, Cisco-IOS-XR-pfi-im-cmd-oper.
    static let ciscoXR: NameMapping = {
        let counters = "/infra-statistics/interfaces/interface/latest/generic-counters/"
        let state = "/interfaces/interface-xr/interface/"
        return native(
            "cisco-xr", interfaces: ["interface_interface-name", "interface_name", "interface_interface_name"],
            [
                (counters + "bytes-received", .inOctets, .octets, .counter),
                (counters + "bytes-sent", .outOctets, .octets, .counter),
                (counters + "input-errors", .inErrors, .none, .counter),
                (counters + "output-errors", .outErrors, .none, .counter),
                (counters + "input-drops", .inDiscards, .none, .counter),
                (counters + "output-drops", .outDiscards, .none, .counter),
                (state + "state", .operationalStatus, .none, .gauge),
                (state + "bandwidth", .speed, .kilobitsPerSecond, .gauge),
                (state + "description", .alias, .none, .gauge),
            ])
    }()

    /// srl_nokia-interfaces.
    static let nokiaSRLinux: NameMapping = {
        let counters = "/interface/statistics/"
        return native(
            "nokia-srlinux", interfaces: ["interface_name"],
            [
                (counters + "in-octets", .inOctets, .octets, .counter),
                (counters + "out-octets", .outOctets, .octets, .counter),
                (counters + "in-error-packets", .inErrors, .none, .counter),
                (counters + "out-error-packets", .outErrors, .none, .counter),
                (counters + "in-discarded-packets", .inDiscards, .none, .counter),
                (counters + "out-discarded-packets", .outDiscards, .none, .counter),
                // A date and time as text.
                (counters + "last-clear", .lastClear, .nanoseconds, .gauge),
                ("/interface/oper-state", .operationalStatus, .none, .gauge),
                ("/interface/ethernet/port-speed", .speed, .bitsPerSecond, .gauge),
                ("/interface/description", .alias, .none, .gauge),
            ])
    }()

    /// nokia-state, ports.
    static let nokiaSROS: NameMapping = {
        let port = "/state/port/"
        return native(
            "nokia-sros", interfaces: ["port_port-id", "port_port_id"],
            [
                (port + "statistics/in-octets", .inOctets, .octets, .counter),
                (port + "statistics/out-octets", .outOctets, .octets, .counter),
                (port + "statistics/in-errors", .inErrors, .none, .counter),
                (port + "statistics/out-errors", .outErrors, .none, .counter),
                (port + "statistics/in-discards", .inDiscards, .none, .counter),
                (port + "statistics/out-discards", .outDiscards, .none, .counter),
                (port + "oper-state", .operationalStatus, .none, .gauge),
                (port + "ethernet/oper-speed", .speed, .megabitsPerSecond, .gauge),
            ])
    }()

    /// huawei-ifm.
    static let huawei: NameMapping = {
        let interface = "/ifm/interfaces/interface/"
        return native(
            "huawei-ifm", interfaces: ["interface_name"],
            [
                (interface + "mib-statistics/receive-byte", .inOctets, .octets, .counter),
                (interface + "mib-statistics/send-byte", .outOctets, .octets, .counter),
                (interface + "mib-statistics/receive-error-packet", .inErrors, .none, .counter),
                (interface + "mib-statistics/send-error-packet", .outErrors, .none, .counter),
                (interface + "mib-statistics/receive-drop-packet", .inDiscards, .none, .counter),
                (interface + "mib-statistics/send-drop-packet", .outDiscards, .none, .counter),
                (interface + "dynamic/oper-status", .operationalStatus, .none, .gauge),
                (interface + "description", .alias, .none, .gauge),
            ])
    }()
}
