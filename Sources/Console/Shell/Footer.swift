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
    private let names: [ScreenID: String]

    /// Below it the screens have short names, so that the keys beside them stay in view.
    private static let widthOfTitles = 90
    /// Below it the meter gives its room to the keys.
    private static let widthOfMeter = 70
    /// Fixed, whether or not there is a figure, so that the keys stay where they are: `999 kB/s` between blanks.
    private static let meterColumns = 11

    init(_ app: ConsoleApp, bytesPerSecond: Double? = nil) {
        self.app = app
        self.bytesPerSecond = bytesPerSecond
        var items: [Item] = []
        var names: [ScreenID: String] = [:]
        var x = 1
        for id in ScreenID.allCases {
            let title = app.size.width < Self.widthOfTitles ? id.shortTitle : id.title
            let name = " " + title(app.language)
            let end = x + 1 + app.widths.of(name)
            names[id] = name
            items.append(Item(id: id, columns: x..<end))
            x = end + 1
        }
        screens = items
        self.names = names
    }

    func draw(_ frame: inout Frame) {
        let y = frame.height - 1
        let style = Style(.footer)
        frame.fill(Rect(x: 0, y: y, width: frame.width, height: 1), style: style)
        for item in screens {
            let isCurrent = item.id == app.place.id
            frame.put(
                StyledText(String(item.id.digit), .keyHint)
                    + StyledText(names[item.id] ?? "", isCurrent ? .accent : .footer),
                x: item.columns.lowerBound, y: y, maxWidth: item.columns.count)
        }
        let meterColumns = frame.width < Self.widthOfMeter ? 0 : Self.meterColumns
        let end = frame.width - meterColumns
        if let bytesPerSecond, meterColumns > 0 {
            frame.put(
                Figure.byteRate(bytesPerSecond), x: end + 1, y: y, style: style, maxWidth: meterColumns - 2,
                alignment: .trailing)
        }
        drawHints(&frame, from: (screens.last?.columns.upperBound ?? 0) + 2, to: end, y)
    }

    /// In the order of their worth until the first that does not fit whole: help, Enter, the filter, the screen's
    /// others, the shell's.
    private func drawHints(_ frame: inout Frame, from start: Int, to end: Int, _ y: Int) {
        let shell = app.shellLines.filter {
            $0.line.isHint && ($0.action != .filter || app.place.host.isFilterable)
        }
        let own = app.place.host.bindingLines.filter(\.isHint)
        let lines =
            shell.filter { $0.action == .help }.map(\.line) + own.filter { $0.keys.contains(.enter) }
            + shell.filter { $0.action == .filter }.map(\.line) + own.filter { !$0.keys.contains(.enter) }
            + shell.filter { $0.action != .help && $0.action != .filter }.map(\.line)
        var kept: [StyledText] = []
        var room = end - start
        for line in lines {
            let text = hint(line)
            room -= text.columns(app.widths)
            guard room >= 0 else { break }
            room -= 2
            kept.append(text)
        }
        // The help stands last, where the eye looks for it.
        var x = start
        for text in kept.dropFirst() + kept.prefix(1) { x += frame.put(text, x: x, y: y, style: Style(.footer)) + 2 }
    }

    private func hint(_ line: BindingLine) -> StyledText {
        StyledText(line.keys.first?.label ?? "", .keyHint) + StyledText(" " + line.label.text(app.language))
    }
}
