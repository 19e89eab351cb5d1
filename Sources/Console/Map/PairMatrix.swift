import Metro

/// The pairs of centres as a grid, for screens too narrow for a map: the row's direction to the column, p99 in
/// milliseconds, with its mark.
struct PairMatrix {
    let state: MapScreen.State
    let snapshot: MetroSnapshot
    let context: RenderContext

    private static let cell = 7

    func draw(into frame: inout Frame, area: Rect) {
        let sites = snapshot.inventory.sites
        let centres = sites.indices.filter { sites[$0].centre != nil }
        guard area.height > 1 else { return }
        guard !centres.isEmpty else {
            frame.put(MapWord.noPairs(context.language), x: area.x, y: area.y, style: .dim, maxWidth: area.width)
            return
        }
        let names = centres.map { sites[$0].name.text(context.language) }
        let nameColumns = min(max(6, area.width / 4), (names.map { frame.widths.of($0) }.max() ?? 0) + 3)
        let fitting = max(0, min(centres.count, (area.width - nameColumns) / Self.cell))
        for column in 0..<fitting {
            frame.put(
                names[column], x: area.x + nameColumns + column * Self.cell, y: area.y, style: Style(.columnTitle),
                maxWidth: Self.cell - 1, alignment: .trailing)
        }
        let rows = min(centres.count, area.height - 1)
        for row in 0..<rows {
            let y = area.y + 1 + row
            frame.put("◉ ", x: area.x, y: y, style: Style(.centre, .bold))
            frame.put(names[row], x: area.x + 2, y: y, style: Style(.text, .bold), maxWidth: nameColumns - 3)
            for column in 0..<fitting {
                frame.put(
                    value(centres[row], centres[column]), x: area.x + nameColumns + column * Self.cell, y: y,
                    maxWidth: Self.cell - 1, alignment: .trailing)
            }
            if MapScreen.selectedSite(state, snapshot) == centres[row] {
                frame.select(Rect(x: area.x, y: y, width: area.width, height: 1))
            }
        }
        if fitting < centres.count || rows < centres.count {
            frame.put(
                "+\(centres.count - min(fitting, rows)) " + MapWord.more(context.language), x: area.x, y: area.y,
                style: .dim,
                maxWidth: nameColumns)
        }
    }

    private func value(_ from: Int, _ to: Int) -> StyledText {
        guard from != to else { return StyledText("·", .dim) }
        let a = snapshot.inventory.sites[from].id
        let b = snapshot.inventory.sites[to].id
        let candidates = snapshot.inventory.paths(at: a).filter { index in
            let path = snapshot.inventory.paths[index]
            return (path.a == a && path.b == b) || (path.a == b && path.b == a)
        }
        guard let index = PairRanking.worst(candidates, snapshot) else { return StyledText(Figure.missing, .dim) }
        let look = LinkLook.path(snapshot.paths[index], isForward: snapshot.inventory.paths[index].a == a)
        let style = SeverityMark.textStyle(look.severity)
        let figure = look.value.map { Figure.milliseconds($0, decimals: 2, width: 4) } ?? Figure.missing
        return StyledText(figure, style) + SeverityMark.text(look.severity)
    }
}
