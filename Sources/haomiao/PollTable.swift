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
        func figure(_ key: String, _ value: UInt64?) -> String {
            value.map { String($0) } ?? "? " + (interface.missing[key] ?? "not_measured")
        }
        let errors = sum(interface.inErrors, interface.outErrors)
        let discards = sum(interface.inDiscards, interface.outDiscards)
        return [
            interface.inInventory ? "*" : " ", interface.ifIndex.map { String($0) } ?? "–", interface.name,
            interface.operStatus ?? "?", figure("speed_bps", interface.speedBps.map { $0 / 1_000_000 }),
            figure("in_octets", interface.inOctets), figure("out_octets", interface.outOctets), errors, discards,
            interface.alias,
        ]
    }

    private func sum(_ a: UInt64?, _ b: UInt64?) -> String {
        guard a != nil || b != nil else { return "?" }
        return String((a ?? 0) &+ (b ?? 0))
    }
}

extension String {
    var trimmingTrailingBlanks: String {
        var text = Substring(self)
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
