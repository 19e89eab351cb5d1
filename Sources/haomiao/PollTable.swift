import Console
import Engine
import Foundation

/// A poll as a table for people: columns as wide as their content, text columns to the left, figures to the right.
struct PollTable {
    private let document: PollDocument

    init(_ document: PollDocument) { self.document = document }

    var text: String {
        var lines = [
            "\(document.device)  \(document.address)  \(document.systemName ?? "no sysName")  source: \(document.source)",
            String(
                format: "%d interfaces in %.0f ms, %d requests, %d retries, %d variables", document.interfaces.count,
                document.durationMs, document.requests, document.retries, document.variables),
        ]
        lines += document.notes.map { "! \($0)" }
        lines += document.notFound.map { "! the inventory names \($0), the device has no such interface" }
        let head = [
            "", "index", "name", "oper", "speed Mb/s", "in octets", "out octets", "errors", "discards", "alias",
        ]
        let rows = document.interfaces.map { row($0) }
        let widths = head.indices.map { column in
            ([head] + rows).map { DisplayWidth.narrow.of($0[column]) }.max() ?? 0
        }
        let isText: Set<Int> = [0, 2, 3, 9]
        for row in [head] + rows {
            let cells = row.indices.map { column in
                let blanks = String(repeating: " ", count: widths[column] - DisplayWidth.narrow.of(row[column]))
                return isText.contains(column) ? row[column] + blanks : blanks + row[column]
            }
            lines.append(cells.joined(separator: "  ").trimmingTrailingBlanks)
        }
        lines.append("* used by the inventory   ? missing, with the reason")
        return lines.joined(separator: "\n") + "\n"
    }

    private func row(_ interface: PollDocument.Interface) -> [String] {
        func figure(_ key: String, _ text: String?) -> String {
            text ?? "? " + (interface.missing[key] ?? "not_measured")
        }
        /// Both directions together; one that is missing makes the sum missing.
        func sum(_ key: String, _ incoming: UInt64?, _ outgoing: UInt64?) -> String {
            guard let incoming else { return figure("in_" + key, nil) }
            guard let outgoing else { return figure("out_" + key, nil) }
            return String(incoming &+ outgoing)
        }
        return [
            interface.inInventory ? "*" : " ", interface.ifIndex.map { String($0) } ?? "–", interface.name,
            interface.operStatus ?? "?", figure("speed_bps", interface.speedBps.map(Self.megabits)),
            figure("in_octets", interface.inOctets.map { String($0) }),
            figure("out_octets", interface.outOctets.map { String($0) }),
            sum("errors", interface.inErrors, interface.outErrors),
            sum("discards", interface.inDiscards, interface.outDiscards), interface.alias,
        ]
    }

    /// Exact, with as many decimals as that takes: 64 kb/s is 0.064 Mb/s.
    static func megabits(_ bitsPerSecond: UInt64) -> String {
        let (whole, rest) = bitsPerSecond.quotientAndRemainder(dividingBy: 1_000_000)
        guard rest > 0 else { return String(whole) }
        var decimals = Substring(String(1_000_000 + rest).dropFirst())
        while decimals.last == "0" { decimals.removeLast() }
        return "\(whole).\(decimals)"
    }
}

extension String {
    var trimmingTrailingBlanks: String {
        var text = Substring(self)
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
