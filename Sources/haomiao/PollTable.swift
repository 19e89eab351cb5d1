import Console
import Engine
import Foundation
import Metro

/// A poll for people: what it cost, what is grey and why, what is odd, then the interfaces as a table with columns as wide
/// as their content.
struct PollTable {
    private let document: PollDocument
    private let showsRequests: Bool

    init(_ document: PollDocument, showsRequests: Bool = false) {
        self.document = document
        self.showsRequests = showsRequests
    }

    var text: String {
        var lines = [
            "\(document.device)  \(document.address)  \(document.systemName ?? "no sysName")  source: \(document.source)",
            cost,
        ]
        if let sensors { lines.append(sensors) }
        lines += document.notes.map { "! \($0)" }
        lines += grey
        if document.error == nil {
            lines += interfaces
            lines.append("* used by the inventory   ? missing, with the reason")
        }
        if showsRequests { lines += requests }
        return lines.joined(separator: "\n") + "\n"
    }

    /// `43 interfaces in 213 ms: 12 requests (2 GET, 10 GETBULK) with 1 retry, 1204 variables in 48311 octets; agent up 3 d 4 h`.
    private var cost: String {
        let kinds = ["get", "getbulk"].compactMap { kind in
            let count = document.exchanges.count { $0.request == kind }
            return count > 0 ? "\(count) \(kind.uppercased())" : nil
        }
        let octets = document.exchanges.reduce(0) { $0 + ($1.octets ?? 0) }
        return counted(document.interfaces.count, "interface")
            + String(format: " in %.0f ms: ", document.durationMs) + counted(document.requests, "request")
            + (kinds.isEmpty ? "" : " (\(kinds.joined(separator: ", ")))")
            + " with \(document.retries) \(document.retries == 1 ? "retry" : "retries"), "
            + counted(document.variables, "variable") + (octets > 0 ? " in \(octets) octets" : "")
            + (document.agentTicks.map { "; agent up \(Self.uptime($0))" } ?? "")
    }

    private var sensors: String? {
        guard let sensors = document.sensors else { return nil }
        var parts = sensors.temperatures.prefix(4).map { String(format: "%.1f °C %@", $0.celsius, $0.name) }
        if let load = sensors.processorLoad {
            parts.insert(String(format: "CPU %.0f %% of %d", load * 100, sensors.processors), at: 0)
        }
        return parts.isEmpty ? nil : parts.joined(separator: "   ")
    }

    // MARK: Why is this grey?

    private var grey: [String] {
        let used = max(document.grey.count, document.interfaces.count { $0.inInventory } + document.notFound.count)
        guard !document.grey.isEmpty else {
            return used > 0 ? ["all \(counted(used, "interface")) of the inventory can have rates"] : []
        }
        let head =
            "\(document.grey.count) of \(counted(used, "interface")) of the inventory "
            + (document.grey.count == 1 ? "is grey:" : "are grey:")
        return [head]
            + document.grey.flatMap { grey in
                ["? \(grey.name): \(grey.reason): \(grey.explanation)"]
                    + (MissingReason(rawValue: grey.reason).flatMap(Self.advice).map { ["    next: \($0)"] } ?? [])
            }
    }

    static func advice(_ reason: MissingReason) -> String? {
        switch reason {
        case .interfaceNotFound:
            """
            give the inventory a name from the table below, or another column to compare with \
            (snmp.mapping: ifname, ifalias or ifindex)
            """
        case .columnAbsent: "let the community or user read IF-MIB (1.3.6.1.2.1.2 and 1.3.6.1.2.1.31)"
        case .agentClockStopped:
            "let it read sysUpTime (1.3.6.1.2.1.1.3); a recorded or frozen agent never has rates"
        case .speedUnknown: "set the interface's bandwidth on the device: octets are counted, utilization is not"
        case .counter32TooFast: "let the agent show ifXTable (1.3.6.1.2.1.31.1.1), or shorten snmp.period"
        default: nil
        }
    }

    // MARK: Tables

    private var interfaces: [String] {
        let hasOptics = document.interfaces.contains { $0.optics != nil }
        let head =
            ["", "index", "name", "oper", "speed Mb/s", "in octets", "out octets", "errors", "discards"]
            + (hasOptics ? ["rx dBm", "tx dBm"] : []) + ["alias"]
        let rows = document.interfaces.map { row($0, hasOptics: hasOptics) }
        return Self.aligned([head] + rows, leading: [0, 2, 3, head.count - 1])
    }

    private var requests: [String] {
        let head = ["", "ms", "tries", "asked", "came"]
        let rows = document.exchanges.enumerated().map { number, exchange -> [String] in
            let repetitions = exchange.maxRepetitions.map { " × \($0)" } ?? ""
            let few = exchange.objects.prefix(4).joined(separator: " ") + (exchange.objects.count > 4 ? " …" : "")
            let asked = "\(exchange.request.uppercased()) \(counted(exchange.names, "name"))\(repetitions): \(few)"
            let status = exchange.errorIndex.map { "\(exchange.result) at \($0)" } ?? exchange.result
            let came = exchange.variables.map {
                status + ", " + counted($0, "variable") + ", " + counted(exchange.octets ?? 0, "octet")
            }
            return [
                String(number + 1), String(format: "%.1f", exchange.durationMs), String(exchange.tries), asked,
                came ?? exchange.result,
            ]
        }
        let left = document.requests - document.exchanges.count
        return ["", "requests:"] + Self.aligned([head] + rows, leading: [3, 4])
            + (left > 0 ? ["… and \(left) more"] : [])
    }

    private static func aligned(_ rows: [[String]], leading: Set<Int>) -> [String] {
        let widths = (rows.first ?? []).indices.map { column in
            rows.map { DisplayWidth.narrow.of($0[column]) }.max() ?? 0
        }
        return rows.map { row in
            let cells = row.indices.map { column in
                let blanks = String(repeating: " ", count: widths[column] - DisplayWidth.narrow.of(row[column]))
                return leading.contains(column) ? row[column] + blanks : blanks + row[column]
            }
            return cells.joined(separator: "  ").trimmingTrailingBlanks
        }
    }

    private func row(_ interface: PollDocument.Interface, hasOptics: Bool) -> [String] {
        func figure(_ key: String, _ text: String?) -> String {
            text ?? "? " + (interface.missing[key] ?? "not_measured")
        }
        /// Both directions together; one that is missing makes the sum missing.
        func sum(_ key: String, _ incoming: UInt64?, _ outgoing: UInt64?) -> String {
            guard let incoming else { return figure("in_" + key, nil) }
            guard let outgoing else { return figure("out_" + key, nil) }
            return String(incoming &+ outgoing)
        }
        func power(_ key: String, _ value: Double?) -> String {
            guard let optics = interface.optics else { return "" }
            return value.map { String(format: "%.1f", $0) } ?? "? " + (optics.missing[key] ?? "not_measured")
        }
        let light = [
            power("received_dbm", interface.optics?.receivedDbm),
            power("transmitted_dbm", interface.optics?.transmittedDbm),
        ]
        return [
            interface.inInventory ? "*" : " ", interface.ifIndex.map { String($0) } ?? "–", interface.name,
            interface.operStatus ?? "?", figure("speed_bps", interface.speedBps.map(Self.megabits)),
            figure("in_octets", interface.inOctets.map { String($0) }),
            figure("out_octets", interface.outOctets.map { String($0) }),
            sum("errors", interface.inErrors, interface.outErrors),
            sum("discards", interface.inDiscards, interface.outDiscards),
        ] + (hasOptics ? light : []) + [interface.alias]
    }

    /// Exact, with as many decimals as that takes: 64 kb/s is 0.064 Mb/s.
    static func megabits(_ bitsPerSecond: UInt64) -> String {
        let (whole, rest) = bitsPerSecond.quotientAndRemainder(dividingBy: 1_000_000)
        guard rest > 0 else { return String(whole) }
        var decimals = Substring(String(1_000_000 + rest).dropFirst())
        while decimals.last == "0" { decimals.removeLast() }
        return "\(whole).\(decimals)"
    }

    /// Hundredths of a second in two units: `3 d 4 h`, `12 min 5 s`.
    static func uptime(_ ticks: UInt32) -> String {
        let seconds = Int(ticks) / 100
        let parts = [
            (seconds / 86_400, "d"), (seconds / 3_600 % 24, "h"), (seconds / 60 % 60, "min"), (seconds % 60, "s"),
        ]
        let first = parts.firstIndex { $0.0 > 0 } ?? 3
        return parts[first..<min(first + 2, 4)].map { "\($0.0) \($0.1)" }.joined(separator: " ")
    }
}

extension String {
    var trimmingTrailingBlanks: String {
        var text = Substring(self)
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
