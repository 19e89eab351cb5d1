import Foundation
import Mapping
import Metro

/// What `haomiao map` says: series that match, series that do not and why, what nobody wants, and the sums.
struct MapReport {
    private let rows: [MappingPreview.Row]
    private let problems: [FormatProblem]
    private let notes: [String]
    private let account: StreamPicture
    private let limit: Int

    init(_ preview: MappingPreview, limit: Int) {
        rows = preview.rows
        problems = preview.problems
        notes = preview.notes
        account = preview.account
        self.limit = limit
    }

    private var matched: [MappingPreview.Row] { rows.filter(\.isMatched) }
    private var refused: [MappingPreview.Row] { rows.filter { !$0.reason.isEmpty } }
    private var unmapped: [MappingPreview.Row] { rows.filter(\.isUnmapped) }

    /// All that the mappings know matches, and there is something that does.
    var isClean: Bool { !matched.isEmpty && refused.isEmpty && account.malformed == 0 }

    var text: String {
        var lines: [String] = []
        section("matches", matched, &lines) { row in
            let mapping = row.mapping.isEmpty ? "" : " by \(row.mapping)"
            return "\(row.subject) \(row.quantity) (\(row.form))\(mapping) = \(row.value)  from \(row.name)"
        }
        let reasons = Dictionary(grouping: refused, by: \.reason)
        for (reason, rows) in reasons.sorted(by: { ($1.value.count, $0.key) < ($0.value.count, $1.key) }) {
            section("does not match: \(reason)", rows, &lines) { row in
                let value = row.subject.isEmpty ? "" : "\(row.subject) \(row.quantity) = \(row.value), "
                return "\(value)\(row.example.isEmpty ? "" : "\(row.example)  ")from \(row.name)"
            }
        }
        section("no rule knows", unmapped, &lines) { $0.name }
        if !problems.isEmpty {
            lines.append("cannot be read (\(account.malformed)):")
            lines += problems.map { "  \($0)" }
        }
        lines += notes.map { "note: \($0)" }
        lines.append(summary)
        return lines.joined(separator: "\n") + "\n"
    }

    private var summary: String {
        let refusals = account.refused.reduce(0) { $0 + $1.count }
        return "\(counted(rows.count, "series", plural: "series")): \(matched.count) match, "
            + "\(refused.count) do not, \(unmapped.count) unknown to the mappings; \(account.readings) readings: "
            + "\(account.samples) usable, \(refusals) not, \(account.unmapped) unmapped; "
            + "\(account.malformed) malformed"
    }

    private func section(
        _ title: String, _ rows: [MappingPreview.Row], _ lines: inout [String],
        _ line: (MappingPreview.Row) -> String
    ) {
        guard !rows.isEmpty else { return }
        lines.append("\(title) (\(counted(rows.count, "series", plural: "series"))):")
        lines += rows.prefix(limit).map { "  \(line($0))" }
        if rows.count > limit { lines.append("  … \(rows.count - limit) more (--limit)") }
    }

    // MARK: JSON

    private struct Document: Encodable {
        struct Series: Encodable {
            let series: String
            let outcome: String
            let subject: String?
            let quantity: String?
            let form: String?
            let mapping: String?
            let reason: String?
            let example: String?
            let readings: UInt64
            let refused: UInt64
            let value: String
        }
        struct Problem: Encodable {
            let line: Int
            let reason: String
        }
        struct Readings: Encodable {
            let all: UInt64
            let usable: UInt64
            let refused: UInt64
            let unmapped: UInt64
            let malformed: UInt64
        }
        let schema = "haomiao.map/1"
        let series: [Series]
        let problems: [Problem]
        let notes: [String]
        let readings: Readings
    }

    /// Every series, whatever the limit.
    var json: String {
        func text(_ text: String) -> String? { text.isEmpty ? nil : text }
        let document = Document(
            series: rows.map { row in
                Document.Series(
                    series: row.name, outcome: row.isMatched ? "matched" : row.isUnmapped ? "unmapped" : "refused",
                    subject: text(row.subject), quantity: text(row.quantity), form: text(row.form),
                    mapping: text(row.mapping), reason: text(row.reason), example: text(row.example),
                    readings: row.readings, refused: row.refused, value: row.value)
            }, problems: problems.map { Document.Problem(line: $0.line, reason: $0.reason) }, notes: notes,
            readings: Document.Readings(
                all: account.readings, usable: account.samples,
                refused: account.refused.reduce(0) { $0 + $1.count }, unmapped: account.unmapped,
                malformed: account.malformed))
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let data = (try? encoder.encode(document)) ?? Data("{}".utf8)
        return String(decoding: data, as: UTF8.self) + "\n"
    }
}
