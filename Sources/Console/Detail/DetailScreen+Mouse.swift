import Metro

extension DetailScreen {
    public static func action(
        _ event: MouseEvent, _ state: State, _ snapshot: MetroSnapshot, _ context: RenderContext, area: Rect
    ) -> Action? {
        switch event.kind {
        case .wheelUp: return .up
        case .wheelDown: return .down
        case .press, .doublePress: break
        }
        for tile in layout(state, snapshot, context, area: area).tiles where tile.area.contains(x: event.x, y: event.y)
        {
            let inner = tile.area.inset()
            let rows = DetailRows.items(tile.panel, state.subject, snapshot).count
            let isFocused = tile.index == state.panel
            guard tile.panel != .facts, rows > 0, inner.contains(x: event.x, y: event.y) else {
                return .select(panel: tile.index, row: isFocused ? state.row : 0)
            }
            let first = MapLayout.firstRow(selected: isFocused ? state.row : 0, visible: inner.height, count: rows)
            let row = min(rows - 1, first + event.y - inner.y)
            return event.kind == .doublePress
                ? .openRow(panel: tile.index, row: row) : .select(panel: tile.index, row: row)
        }
        return nil
    }
}
