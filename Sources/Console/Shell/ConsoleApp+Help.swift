import Metro

/// The help, made from the bindings in force and nothing else.
extension ConsoleApp {
    private struct Line {
        var keys: String
        var text: String
        var isHeading = false
    }

    /// Keys while the help is open: it scrolls, a few keep their meaning, every other one closes it.
    /// `nil`: the key is to be handled as usual.
    mutating func readHelp(_ key: Key) -> AppDirective? {
        guard let scroll = helpScroll else { return nil }
        switch key {
        case .up, .character("k"): helpScroll = max(0, scroll - 1)
        case .down, .character("j"): helpScroll = min(scroll + 1, maximumHelpScroll)
        case .pageUp: helpScroll = max(0, scroll - 10)
        case .pageDown, .character(" "): helpScroll = min(scroll + 10, maximumHelpScroll)
        // Language and theme may be tried with the help open.
        case .character("L"), .character("t"), .control: return nil
        default: helpScroll = nil
        }
        return .redraw
    }

    private var helpLines: [Line] {
        let own = place.host.bindingLines.map { line($0.keys, $0.label.text(language)) }
        let screens = line(ScreenID.allCases.map { .character($0.digit) }, ShellWord.switchScreen(language))
        let shell = shellLines.filter {
            !$0.action.isScreen && ($0.action != .filter || place.host.isFilterable)
        }
        .map { line($0.line.keys, $0.line.label.text(language)) }
        let filter: [Line] =
            place.host.isFilterable
            ? [
                heading(.filterKeys), Line(keys: "Enter", text: ShellWord.filterAccept(language)),
                Line(keys: "Esc", text: ShellWord.filterCancel(language)),
                Line(keys: "", text: ShellWord.filterHint(language)),
            ] : []
        let marks = Severity.allCases.map { Line(keys: String(SeverityMark.glyph($0)), text: $0.word(language)) }
        return [heading(.onThisScreen)] + own + filter + [heading(.everywhere), screens] + shell
            + [heading(.marks)] + marks
    }

    private func line(_ keys: [Key], _ text: String) -> Line {
        Line(keys: keys.map(\.label).joined(separator: " "), text: text)
    }
    private func heading(_ word: ShellWord) -> Line { Line(keys: "", text: word(language), isHeading: true) }

    private struct HelpLayout {
        var box: Rect
        var columns: Int
        var rows: Int
        var keyColumns: Int
    }

    private func helpLayout(_ lines: [Line]) -> HelpLayout {
        let keyColumns = min(16, lines.map { widths.of($0.keys) }.max() ?? 0)
        let textColumns = lines.map { widths.of($0.text) }.max() ?? 0
        let column = keyColumns + 2 + textColumns
        let room = size.width - 4
        let available = max(1, size.height - 4)
        let columns = max(1, min(3, room / (column + 2), (lines.count + available - 1) / available))
        let rows = min(available, (lines.count + columns - 1) / columns)
        let width = min(size.width - 2, columns * (column + 2) + 3)
        return HelpLayout(
            box: Rect(
                x: (size.width - width) / 2, y: (size.height - rows - 2) / 2, width: width, height: rows + 2),
            columns: columns, rows: rows, keyColumns: keyColumns)
    }

    private var maximumHelpScroll: Int {
        let lines = helpLines
        let layout = helpLayout(lines)
        return max(0, lines.count - layout.columns * layout.rows)
    }

    func drawHelp(_ frame: inout Frame) {
        guard let scroll = helpScroll else { return }
        let lines = helpLines
        let layout = helpLayout(lines)
        let first = min(scroll, maximumHelpScroll)
        frame.fill(layout.box)
        let more =
            maximumHelpScroll > 0
            ? "↑↓ \(first + 1)–\(min(lines.count, first + layout.columns * layout.rows))/\(lines.count)" : ""
        let inner = frame.box(
            layout.box,
            BorderTexts(
                title: StyledText(ShellWord.help(language) + " · " + place.id.title(language)),
                bottomLeft: StyledText(more), bottomRight: StyledText(ShellWord.closeHelp(language))),
            role: .panelA, focused: true)
        let column = (inner.width - 1) / layout.columns
        for index in 0..<min(lines.count - first, layout.columns * layout.rows) {
            let line = lines[first + index]
            let x = inner.x + 1 + index / layout.rows * column
            let y = inner.y + index % layout.rows
            if line.isHeading {
                frame.put(line.text, x: x, y: y, style: Style(.columnTitle, .underline), maxWidth: column - 2)
            } else {
                frame.put(line.keys, x: x, y: y, style: Style(.keyHint), maxWidth: layout.keyColumns)
                frame.put(line.text, x: x + layout.keyColumns + 2, y: y, maxWidth: column - layout.keyColumns - 2)
            }
        }
    }
}
