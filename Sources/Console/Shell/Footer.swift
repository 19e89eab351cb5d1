import Metro

/// The bottom line: the screens that exist, the keys worth knowing here, and the meter of what is sent.
struct Footer {
    struct Item {
        var id: ScreenID
        var columns: Range<Int>
    }

    private let app: ConsoleApp
    private let bytesPerSecond: Double?
    /// Where the names of the screens stand, for the mouse.
    let screens: [Item]

    init(_ app: ConsoleApp, bytesPerSecond: Double? = nil) {
        self.app = app
        self.bytesPerSecond = bytesPerSecond
        var items: [Item] = []
        var x = 1
        for id in ScreenID.allCases {
            let end = x + 2 + app.widths.of(id.title(app.language))
            items.append(Item(id: id, columns: x..<end))
            x = end + 1
        }
        screens = items
    }

    func draw(_ frame: inout Frame) {
        let y = frame.height - 1
        let style = Style(.footer)
        frame.fill(Rect(x: 0, y: y, width: frame.width, height: 1), style: style)
        for item in screens {
            let isCurrent = item.id == app.place.id
            frame.put(
                StyledText(String(item.id.digit), .keyHint)
                    + StyledText(" " + item.id.title(app.language), isCurrent ? .accent : .footer),
                x: item.columns.lowerBound, y: y, maxWidth: item.columns.count)
        }
        let meter = bytesPerSecond.map { " " + Figure.byteRate($0) + " " } ?? ""
        let meterColumns = app.widths.of(meter)
        frame.put(meter, x: frame.width - meterColumns, y: y, style: style)
        drawHints(&frame, from: (screens.last?.columns.upperBound ?? 0) + 2, to: frame.width - meterColumns, y)
    }

    /// As many hints as fit whole: help first and quit, then those of the screen.
    private func drawHints(_ frame: inout Frame, from start: Int, to end: Int, _ y: Int) {
        let shell = ShellAction.bindings.filter { $0.isHint && ($0.action != .filter || app.place.host.isFilterable) }
        let own = app.place.host.bindingLines.filter(\.isHint)
        var kept: [StyledText] = []
        var room = end - start
        let help = shell.filter { $0.action == .help }.map { BindingLine($0) }
        let rest = shell.filter { $0.action != .help }.map { BindingLine($0) }
        for (rank, line) in (help + own + rest).enumerated() {
            let text = hint(line)
            let columns = text.columns(app.widths) + 2
            guard columns <= room else { continue }
            room -= columns
            // The one kept first stands last, where the eye looks for it.
            if rank == 0 { kept.append(text) } else { kept.insert(text, at: kept.count - 1) }
        }
        var x = start
        for text in kept { x += frame.put(text, x: x, y: y, style: Style(.footer)) + 2 }
    }

    private func hint(_ line: BindingLine) -> StyledText {
        StyledText(line.keys.first?.label ?? "", .keyHint) + StyledText(" " + line.label.text(app.language))
    }
}
