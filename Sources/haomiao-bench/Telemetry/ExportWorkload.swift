import Metro

/// What other collectors write of the interfaces of a metro: ten values each, of which eight are wanted.
struct ExportWorkload {
    static let interfacesEach = 50

    let format: ExportSource.Format
    let devices: Int

    /// Of IF-MIB; the packets are not mapped.
    private static let objects = [
        "ifHCInOctets", "ifHCOutOctets", "ifInErrors", "ifOutErrors", "ifInDiscards", "ifOutDiscards", "ifOperStatus",
        "ifHighSpeed", "ifHCInUcastPkts", "ifHCOutUcastPkts",
    ]
    private static let wanted = 8

    var interfaces: Int { devices * Self.interfacesEach }
    var values: Int { interfaces * Self.objects.count }

    var counts: StreamRun.Counts {
        let isBody = format == .prometheus || format == .openMetrics
        return StreamRun.Counts(
            messages: isBody ? 1 : interfaces, readings: values, samples: interfaces * Self.wanted)
    }

    /// One round of readings at `stamp`.
    func round(_ stamp: Int64) -> [UInt8] {
        let seconds = UInt64((stamp - StreamRun.start) / 1_000_000_000)
        var text = ""
        text.reserveCapacity(values * 120)
        if format == .influx { writeRows(stamp, seconds, &text) } else { writeMetrics(stamp, seconds, &text) }
        return Array(text.utf8)
    }

    private func value(_ object: Int, _ interface: Int, _ seconds: UInt64) -> UInt64 {
        let interface = UInt64(interface)
        switch object {
        case 0, 1: return 1 << 50 + seconds * (1_000_000_000 + interface * 7_919)
        case 6: return 1
        case 7: return 400_000
        case 8, 9: return 1 << 40 + seconds * (1_000_000 + interface)
        default: return interface % 1_000 + seconds * UInt64(object) / 10
        }
    }

    /// Telegraf's snmp input.
    private func writeRows(_ stamp: Int64, _ seconds: UInt64, _ text: inout String) {
        for number in 0..<interfaces {
            text += "interface,agent_host=192.0.2.\(number % 250),host=collector-1,hostname="
            text += "\(TelemetryTown.device(number / Self.interfacesEach)),ifAlias=to-core-\(number % 97),ifIndex="
            text += "\(number % Self.interfacesEach + 1),ifName="
            text += "\(TelemetryTown.interface(number % Self.interfacesEach)) "
            for (object, field) in Self.objects.enumerated() {
                text += "\(object == 0 ? "" : ",")\(field)=\(value(object, number, seconds))i"
            }
            text += " \(stamp)\n"
        }
    }

    /// snmp_exporter, module if_mib, of all devices after one another, as a federation has them.
    private func writeMetrics(_ stamp: Int64, _ seconds: UInt64, _ text: inout String) {
        let isOpen = format == .openMetrics
        let time = isOpen ? "\(stamp / 1_000_000_000)" : "\(stamp / 1_000_000)"
        for (object, field) in Self.objects.enumerated() {
            text += "# HELP \(field) The object of IF-MIB - 1.3.6.1.2.1.31.1.1.1.\(object)\n# TYPE \(field) "
            text += isOpen ? "unknown\n" : object == 6 || object == 7 ? "gauge\n" : "counter\n"
            for number in 0..<interfaces {
                text += "\(field){instance=\"\(TelemetryTown.device(number / Self.interfacesEach))\",ifAlias=\"to-core-"
                text += "\(number % 97)\",ifDescr=\"\",ifIndex=\"\(number % Self.interfacesEach + 1)\",ifName=\""
                text += "\(TelemetryTown.interface(number % Self.interfacesEach))\"} "
                text += "\(value(object, number, seconds)) \(time)\n"
            }
        }
        if isOpen { text += "# EOF\n" }
    }
}
