extension Frame {
    /// Draws `text` on one line, into a field of `maxWidth` columns from `x` (up to the edge of the clip when `nil`).
    /// What does not fit is cut with `…` (or without, where `ellipsis` is false); a wide character is never split.
    /// - Returns: the columns drawn.
    @discardableResult
    public mutating func put(
        _ text: String, x: Int, y: Int, style: Style = .text, maxWidth: Int? = nil,
        alignment: Alignment = .leading, ellipsis: Bool = true
    ) -> Int {
        put(
            StyledText(text, style), x: x, y: y, style: style, maxWidth: maxWidth, alignment: alignment,
            ellipsis: ellipsis)
    }

    /// The same for text in several styles; `style` is that of spans without one.
    @discardableResult
    public mutating func put(
        _ text: StyledText, x: Int, y: Int, style: Style = .text, maxWidth: Int? = nil,
        alignment: Alignment = .leading, ellipsis: Bool = true
    ) -> Int {
        let limit = max(0, min(maxWidth ?? Int.max, clip.maxX &- x))
        guard limit > 0, y >= clip.y, y < clip.maxY else { return 0 }
        let cut = text.cut(to: limit, widths, ellipsis: ellipsis)
        let line = widths.replacesSymbols ? cut.spelledInASCII() : cut
        let columns = line.columns(widths)
        var column =
            switch alignment {
            case .leading: x
            case .trailing: x + limit - columns
            case .centre: x + (limit - columns) / 2
            }
        for span in line.spans {
            for character in span.text {
                let glyph = widths.glyph(character)
                draw(glyph, x: column, y: y, style: span.style ?? style)
                column += glyph.columns
            }
        }
        return columns
    }

    /// Fills `rect` with one narrow glyph.
    public mutating func fill(_ rect: Rect, _ glyph: Character = " ", style: Style = .text) {
        let narrow = widths.glyph(glyph)
        let drawn = narrow.columns == 1 ? narrow : Glyph(character: " ", columns: 1)
        let area = rect.intersection(clip)
        for y in area.y..<area.maxY {
            for x in area.x..<area.maxX { draw(drawn, x: x, y: y, style: style) }
        }
    }

    /// Marks `rect` as the selected row: the theme gives it a background, or reverses it.
    public mutating func select(_ rect: Rect) {
        restyle(rect) { $0.emphasis.insert(.selected) }
    }
}
