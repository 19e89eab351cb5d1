/// The texts that stand inside a panel's border.
public struct BorderTexts: Hashable, Sendable {
    public var title: StyledText
    public var right: StyledText
    public var bottomLeft: StyledText
    public var bottomRight: StyledText

    public init(
        title: StyledText = "", right: StyledText = "", bottomLeft: StyledText = "", bottomRight: StyledText = ""
    ) {
        self.title = title
        self.right = right
        self.bottomLeft = bottomLeft
        self.bottomRight = bottomRight
    }
}

extension Frame {
    /// A panel: rounded border in the hue of `role`, bold when `focused`, texts inside the border lines. Where both
    /// texts of a line do not fit, the right one goes first and the left one is cut.
    /// - Returns: the room inside.
    @discardableResult
    public mutating func box(
        _ rect: Rect, _ texts: BorderTexts = BorderTexts(), role: Role = .border, focused: Bool = false
    )
        -> Rect
    {
        guard rect.width >= 2, rect.height >= 2 else { return rect.inset() }
        let style = focused ? Style(.borderFocused, .bold) : Style(role)
        for x in (rect.x + 1)..<(rect.maxX - 1) {
            self[x, rect.y] = Cell("─", style)
            self[x, rect.maxY - 1] = Cell("─", style)
        }
        for y in (rect.y + 1)..<(rect.maxY - 1) {
            self[rect.x, y] = Cell("│", style)
            self[rect.maxX - 1, y] = Cell("│", style)
        }
        self[rect.x, rect.y] = Cell("╭", style)
        self[rect.maxX - 1, rect.y] = Cell("╮", style)
        self[rect.x, rect.maxY - 1] = Cell("╰", style)
        self[rect.maxX - 1, rect.maxY - 1] = Cell("╯", style)
        let titleStyle = Style(.title, focused ? .bold : [])
        borderTexts(texts.title, texts.right, rect, y: rect.y, style: titleStyle)
        borderTexts(texts.bottomLeft, texts.bottomRight, rect, y: rect.maxY - 1, style: Style(.dim))
        return rect.inset()
    }

    /// A line across a panel, joined to its border, with a text in it: `├ worst pairs ───┤`.
    public mutating func divider(
        _ rect: Rect, y: Int, _ left: StyledText = "", right: StyledText = "", role: Role = .border
    ) {
        guard rect.width >= 2, y > rect.y, y < rect.maxY - 1 else { return }
        let style = Style(role)
        for x in (rect.x + 1)..<(rect.maxX - 1) { self[x, y] = Cell("─", style) }
        self[rect.x, y] = Cell("├", style)
        self[rect.maxX - 1, y] = Cell("┤", style)
        borderTexts(left, right, rect, y: y, style: Style(.title))
    }

    private mutating func borderTexts(_ left: StyledText, _ right: StyledText, _ rect: Rect, y: Int, style: Style) {
        let room = rect.width - 2
        let leftColumns = left.isEmpty ? 0 : min(left.columns(widths) + 2, room)
        let rightColumns = right.isEmpty ? 0 : right.columns(widths) + 2
        if leftColumns > 2 { put(pad(left, room), x: rect.x + 1, y: y, style: style) }
        // One column of line stays between both, so that they read as two.
        guard rightColumns > 2, leftColumns + rightColumns + 1 <= room else { return }
        put(pad(right, rightColumns), x: rect.maxX - 1 - rightColumns, y: y, style: style)
    }

    /// A blank on both sides; the text is cut to leave room for them.
    private func pad(_ text: StyledText, _ room: Int) -> StyledText {
        StyledText(" ") + text.cut(to: room - 2, widths) + StyledText(" ")
    }
}
