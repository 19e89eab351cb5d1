import Metro

/// Moves within a list, the same on every screen.
public enum RowMove: Hashable, Sendable {
    case up, down, pageUp, pageDown, first, last
    /// To the next or previous match of the filter, around the ends.
    case nextMatch, previousMatch
    case wheel(Int)
    case to(Int)
}

/// Which row of a list is selected and which rows are in view. Valid for any count after `settle`.
public struct RowCursor: Hashable, Sendable {
    public private(set) var selected = 0
    public private(set) var offset = 0
    public private(set) var visible = 1
    public private(set) var count = 0

    public init() {}

    public mutating func settle(count: Int, visible: Int) {
        self.count = max(0, count)
        self.visible = max(1, visible)
        select(selected)
    }

    public mutating func select(_ row: Int) {
        selected = max(0, min(row, count - 1))
        if selected < offset { offset = selected }
        if selected >= offset + visible { offset = selected - visible + 1 }
        offset = max(0, min(offset, count - visible))
    }

    public mutating func move(_ move: RowMove) {
        switch move {
        case .up: select(selected - 1)
        case .down: select(selected + 1)
        case .pageUp: select(selected - visible)
        case .pageDown: select(selected + visible)
        case .first: select(0)
        case .last: select(count - 1)
        case .nextMatch: select(selected + 1 < count ? selected + 1 : 0)
        case .previousMatch: select(selected > 0 ? selected - 1 : count - 1)
        case .wheel(let rows): select(max(-1, min(selected, count)) + max(-count, min(rows, count)))
        case .to(let row): select(row)
        }
    }

    /// Rows to draw.
    public var range: Range<Int> { offset..<max(offset, min(offset + visible, count)) }

    /// `5 of 60`, for the border.
    public func position(_ word: Bilingual, _ total: Int, _ language: Language) -> String {
        let shown = count == 0 ? 0 : selected + 1
        let text = "\(Figure.count(shown)) \(word(language)) \(Figure.count(count))"
        return count == total ? text : text + " (\(Figure.count(total)))"
    }

    /// The keys of a list, with the action that `make` builds of each move.
    static func bindings<Action>(filterable: Bool = true, _ make: (RowMove) -> Action) -> [Binding<Action>] {
        let moves = [
            Binding([.up, .character("k")], make(.up), "上一行", "previous row"),
            Binding([.down, .character("j")], make(.down), "下一行", "next row"),
            Binding([.pageUp], make(.pageUp), "上一页", "previous page"),
            Binding([.pageDown], make(.pageDown), "下一页", "next page"),
            Binding([.home, .character("g")], make(.first), "首行", "first row"),
            Binding([.end, .character("G")], make(.last), "末行", "last row"),
        ]
        return filterable
            ? moves + [
                Binding([.character("n")], make(.nextMatch), "下一个匹配", "next match"),
                Binding([.character("N")], make(.previousMatch), "上一个匹配", "previous match"),
            ] : moves
    }
}
