import Metro

/// Rows of a label and one value for each direction. Where the room is low but wide, rows fold into two columns.
struct TwoWayTable {
    struct Row: Hashable, Sendable {
        var label: String
        var forward: StyledText
        var backward: StyledText
    }
    var rows: [Row]
    var headers: (StyledText, StyledText)

    private static let narrowestBlock = 36

    func draw(into frame: inout Frame, area: Rect) {
        guard area.height >= 2, area.width >= 12 else { return }
        let fitting = area.height - 1
        let wanted = (rows.count + fitting - 1) / fitting
        let blocks = max(1, min(wanted, area.width / Self.narrowestBlock))
        // The figures stay near their labels, however wide the screen.
        let width = min(52, area.width / blocks)
        let perBlock = blocks == 1 ? fitting : min(fitting, (rows.count + blocks - 1) / blocks)
        for block in 0..<blocks {
            let first = min(rows.count, block * perBlock)
            let shown = rows[first..<min(rows.count, first + perBlock)]
            guard !shown.isEmpty else { return }
            draw(
                Array(shown), into: &frame,
                Rect(x: area.x + block * width, y: area.y, width: width - 1, height: area.height))
        }
    }

    private func draw(_ shown: [Row], into frame: inout Frame, _ area: Rect) {
        let labels = min(area.width / 3, (rows.map { frame.widths.of($0.label) }.max() ?? 0) + 1)
        let column = (area.width - labels) / 2
        frame.put(
            headers.0, x: area.x + labels, y: area.y, style: Style(.columnTitle), maxWidth: column - 1,
            alignment: .trailing)
        frame.put(
            headers.1, x: area.x + labels + column, y: area.y, style: Style(.columnTitle), maxWidth: column - 1,
            alignment: .trailing)
        for (index, row) in shown.enumerated() {
            let y = area.y + 1 + index
            frame.put(row.label, x: area.x, y: y, style: .dim, maxWidth: labels - 1)
            frame.put(row.forward, x: area.x + labels, y: y, maxWidth: column - 1, alignment: .trailing)
            frame.put(row.backward, x: area.x + labels + column, y: y, maxWidth: column - 1, alignment: .trailing)
        }
    }

    /// A value, or why there is none.
    static func text<Value>(_ reading: Reading<Value>, _ language: Language, _ format: (Value) -> String) -> StyledText
    {
        switch reading {
        case .known(let value): StyledText(format(value))
        case .missing(let reason):
            StyledText(
                reason.brief(language),
                Style(reason == .stale ? .stale : (reason == .notMeasured || reason == .columnAbsent ? .dim : .unknown))
            )
        }
    }

    static func row<Value>(
        _ label: DetailWord, _ forward: Reading<Value>, _ backward: Reading<Value>, _ language: Language,
        _ format: (Value) -> String
    ) -> Row {
        Row(
            label: label(language), forward: text(forward, language, format), backward: text(backward, language, format)
        )
    }
}
