import Foundation

/// Prints a line that is seen at once, in a pipe too.
func say(_ line: String) {
    print(line)
    fflush(nil)
}

/// The table on the screen and the list in the file.
enum Report {
    private static let columns = [30, 12, 12, 12, 12, 8, 12, 8]

    static func heading() -> String {
        line(["name", "value", "min", "max", "reference", "ratio", "goal", ""]) + "  unit, reference"
    }

    static func row(_ row: Measurement, isJudged: Bool) -> String {
        let mark =
            switch isJudged ? row.goal.isMet(by: row) : nil {
            case true?: "met"
            case false?: "MISSED"
            case nil: ""
            }
        let cells = [
            row.name, number(row.value), number(row.min), number(row.max), number(row.referenceValue),
            row.ratio.map { String(format: "%.2f", $0) } ?? "", goal(row.goal), mark,
        ]
        return line(cells) + "  " + [row.unit, row.reference].compactMap { $0 }.joined(separator: ", ")
    }

    private static func line(_ cells: [String]) -> String {
        zip(cells, columns).enumerated().map { position, cell in
            let padding = String(repeating: " ", count: max(0, cell.1 - cell.0.count))
            return position == 0 ? cell.0 + padding : padding + cell.0
        }.joined()
    }

    private static func number(_ value: Double?) -> String {
        guard let value else { return "" }
        return String(format: abs(value) < 10 ? "%.3f" : "%.1f", value)
    }

    private static func goal(_ goal: Goal) -> String {
        switch goal {
        case .none: ""
        case .ratioAtLeast(let least): String(format: "≥ %.2f ×", least)
        case .ratioAtMost(let most): String(format: "≤ %.2f ×", most)
        case .atLeast(let least): String(format: "≥ %g", least)
        case .atMost(let most): String(format: "≤ %g", most)
        case .atLeastAndRatio(let least, let ratio): String(format: "≥ %g, %g ×", least, ratio)
        }
    }

    static func write(_ rows: [Measurement], to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        try encoder.encode(rows).write(to: URL(filePath: path))
    }
}
