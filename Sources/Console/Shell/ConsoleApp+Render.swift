import Metro

extension ConsoleApp {
    /// The smallest size that is drawn; below it one line says so.
    public static let smallestWidth = 60
    public static let smallestHeight = 16

    /// The frame to show now.
    /// - Parameters:
    ///   - now: wall clock, nanoseconds since 1970-01-01 UTC; a picture older than 3 s says `stale`.
    ///   - bytesPerSecond: what the terminal side sends, for the meter in the footer; `nil` shows none. A paused screen
    ///     shows none either, so that it stays the same and sends nothing.
    public mutating func render(width: Int, height: Int, now: Int64, bytesPerSecond: Double? = nil) -> Frame {
        size = Rect(x: 0, y: 0, width: width, height: height)
        var frame = Frame(width: width, height: height, widths: widths)
        if size.width < Self.smallestWidth || size.height < Self.smallestHeight {
            drawTooSmall(&frame)
        } else {
            draw(&frame, now: now, bytesPerSecond: isPaused ? nil : bytesPerSecond)
        }
        return frame
    }

    static func screenArea(_ size: Rect) -> Rect {
        Rect(x: 0, y: 1, width: size.width, height: size.height - 2)
    }

    private mutating func draw(_ frame: inout Frame, now: Int64, bytesPerSecond: Double?) {
        let area = Self.screenArea(size)
        if let shown {
            place.host.settle(shown, context, area: area)
            place.host.render(shown, context, into: &frame, area: area)
        } else {
            EmptyState.draw(ShellWord.waitingForData.text, ShellWord.waitingHint.text, language, &frame, area)
        }
        Header(self, now: now).draw(&frame)
        if let filterLine {
            drawFilterLine(filterLine, &frame)
        } else {
            Footer(self, bytesPerSecond: bytesPerSecond).draw(&frame)
        }
        if helpScroll != nil { drawHelp(&frame) }
    }

    private func drawTooSmall(_ frame: inout Frame) {
        guard frame.height > 0 else { return }
        let text =
            ShellWord.needed(language) + " \(Self.smallestWidth)×\(Self.smallestHeight) ("
            + ShellWord.tooSmall(language) + ": \(frame.width)×\(frame.height))"
        frame.put(text, x: 0, y: frame.height / 2, maxWidth: frame.width, alignment: .centre)
    }

    private func drawFilterLine(_ line: FilterLine, _ frame: inout Frame) {
        let y = frame.height - 1
        frame.fill(Rect(x: 0, y: y, width: frame.width, height: 1), style: Style(.footer))
        let isText = RowFilter(line.text).map { !$0.isExpression } ?? false
        let hint = isText ? ShellWord.filterAsText : ShellWord.filterHint
        let hintText = hint(language)
        let room = frame.width - 6 - widths.of(hintText)
        // The end of a long filter stays in view: that is where the next letter goes.
        var tail = Substring(line.text)
        while widths.of(String(tail)) > max(10, room), !tail.isEmpty { tail = tail.dropFirst() }
        var text = StyledText(" /", .keyHint) + StyledText(String(tail), .accent) + StyledText("█  ", .keyHint)
        text += StyledText(hintText, isText ? .warning : .footer).cut(
            to: max(0, frame.width - text.columns(widths)), widths)
        // The keys stand there whole or not at all.
        for (key, word) in [(Key.enter, ShellWord.filterAccept), (.escape, .filterCancel)] {
            let piece = StyledText("  " + key.label, .keyHint) + StyledText(" " + word(language), .footer)
            guard text.columns(widths) + piece.columns(widths) <= frame.width else { break }
            text += piece
        }
        frame.put(text, x: 0, y: y, style: Style(.footer))
    }
}

/// What stands where there is nothing to show: what is missing and what to do next.
enum EmptyState {
    static func draw(_ title: Bilingual, _ hint: Bilingual, _ language: Language, _ frame: inout Frame, _ area: Rect) {
        guard area.height > 0 else { return }
        let y = area.y + max(0, area.height / 2 - 1)
        frame.put(title(language), x: area.x, y: y, style: Style(.title), maxWidth: area.width, alignment: .centre)
        guard area.height > 1 else { return }
        frame.put(hint(language), x: area.x, y: y + 1, style: .dim, maxWidth: area.width, alignment: .centre)
    }
}
