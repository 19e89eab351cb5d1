import Metro

extension MapScreen {
    public static func action(
        _ event: MouseEvent, _ state: State, _ snapshot: MetroSnapshot, _ context: RenderContext, area: Rect
    ) -> Action? {
        let layout = layout(state, snapshot, area: area)
        let opens = event.kind == .doublePress
        switch event.kind {
        case .wheelUp, .wheelDown:
            let step = event.kind == .wheelUp ? -1 : 1
            if layout.side != nil, layout.sidePairs.contains(x: event.x, y: event.y) { return .scroll(.pairs, step) }
            if layout.side != nil, layout.sideEvents.contains(x: event.x, y: event.y) { return .scroll(.events, step) }
            return nil
        case .press, .doublePress: break
        }
        if layout.side != nil {
            let pairs = state.pairs(snapshot).count
            if let row = row(event, layout.sidePairs, selected: state.pairRow, count: pairs) {
                return opens ? .openPair(row) : .selectPair(row)
            }
            if let row = row(event, layout.sideEvents, selected: state.eventRow, count: snapshot.events.count) {
                return opens ? .openEvent(row) : .selectEvent(row)
            }
        }
        guard !layout.isMatrix, layout.picture.contains(x: event.x, y: event.y) else { return nil }
        let cells = MapPicture(state, snapshot, context, area: layout.picture).cells()
        let x = event.x - layout.picture.x
        let y = event.y - layout.picture.y
        // A cell is twice as high as wide; a name beside the marker is still a hit.
        let near = cells.indices.compactMap { site -> (site: Int, distance: Int)? in
            cells[site].map { (site, abs($0.x - x) + 2 * abs($0.y - y)) }
        }.min { ($0.distance, $0.site) < ($1.distance, $1.site) }
        guard let near, near.distance <= 6 else { return nil }
        return opens ? .openSite(near.site) : .selectSite(near.site)
    }

    private static func row(_ event: MouseEvent, _ area: Rect, selected: Int, count: Int) -> Int? {
        guard area.contains(x: event.x, y: event.y) else { return nil }
        let row = MapLayout.firstRow(selected: selected, visible: area.height, count: count) + event.y - area.y
        return row < count ? row : nil
    }
}
