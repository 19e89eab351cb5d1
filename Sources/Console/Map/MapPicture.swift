import Metro

/// The map itself: strokes on a canvas, then markers, then names that never overlap.
struct MapPicture {
    let state: MapScreen.State
    let snapshot: MetroSnapshot
    let context: RenderContext
    let area: Rect

    let plane: MapPlane
    let projection: MapProjection
    let looks: [SiteLook]
    let selected: Int?
    /// Whose markers stand out: the chosen site, or both ends of the chosen row's path.
    let emphasized: Set<Int>
    let centre: Int?
    /// The path of the chosen row, drawn over the links.
    let highlighted: Int?

    init(_ state: MapScreen.State, _ snapshot: MetroSnapshot, _ context: RenderContext, area: Rect) {
        self.state = state
        self.snapshot = snapshot
        self.context = context
        self.area = area
        plane = MapPlane(snapshot.inventory)
        selected = MapScreen.selectedSite(state, snapshot)
        centre = MapScreen.circleCentre(state, snapshot)
        highlighted = MapScreen.highlightedPath(state, snapshot)
        let path = state.panel == .map ? nil : highlighted
        let ends = path.map { [snapshot.inventory.paths[$0].a, snapshot.inventory.paths[$0].b] } ?? []
        let marked = ends.compactMap { snapshot.inventory.siteIndex($0) }
        emphasized = Set(marked.isEmpty ? [selected].compactMap { $0 } : marked)
        let positions = plane.positions
        projection = MapProjection(
            plane, columns: area.width, rows: area.height, focus: selected.flatMap { positions[$0] },
            magnification: state.isZoomed ? 2.5 : 1)
        looks = SiteLook.all(snapshot)
    }

    /// Cell of every site inside the area, relative to it; sites without coordinates stand in a row at the bottom.
    func cells() -> [(x: Int, y: Int)?] {
        var cells = plane.positions.map { place -> (x: Int, y: Int)? in
            guard let place else { return nil }
            let cell = projection.cell(place)
            return isInside(cell) ? cell : nil
        }
        for (rank, site) in plane.unplaced.enumerated() {
            let cell = (x: 1 + rank * 3, y: area.height - 1)
            cells[site] = isInside(cell) ? cell : nil
        }
        return cells
    }

    private func isInside(_ cell: (x: Int, y: Int)) -> Bool {
        cell.x >= 0 && cell.y >= 0 && cell.x < area.width && cell.y < area.height
    }

    /// The chosen centre's circle, where its own measurements allow one.
    var reach: CentreReach? {
        guard plane.isGeographic, let centre, plane.positions[centre] != nil else { return nil }
        return CentreReach(
            centre: snapshot.inventory.sites[centre].id, layer: target?.layer, limitNanoseconds: limit, snapshot)
    }

    /// K2's limit, else the first path's, else 1 ms.
    var limit: Double {
        target?.limitNanoseconds.map(Double.init) ?? snapshot.paths.first?.limitNanoseconds ?? 1e6
    }

    private var target: IndicatorTarget? { snapshot.policy.target(.circleCoverage, on: snapshot.day) }

    func draw(into frame: inout Frame) {
        guard !area.isEmpty else { return }
        var canvas = Canvas(columns: area.width, rows: area.height)
        let circle = drawCircle(&canvas)
        // They show latency.
        if !context.colorsByUtilization { drawSpokes(&canvas) }
        let halves = linkHalves
        drawLinks(&canvas, halves)
        let cells = cells()
        for case let cell? in cells { canvas.clear(column: cell.x, row: cell.y) }
        canvas.composite(into: &frame, at: (area.x, area.y), glyphs: context.glyphs)
        var labels = MapLabels(self, halves, canvas: canvas, cells: cells)
        labels.draw(circle: circle, into: &frame)
    }

    /// Where the circle stands in dots, if any of it is on the map.
    private func drawCircle(_ canvas: inout Canvas) -> (centre: Canvas.Point, radius: Double)? {
        guard let reach, let centre, let place = plane.positions[centre] else { return nil }
        let dot = projection.dot(place)
        let radius = reach.kilometres * projection.scaleX
        canvas.circle(centre: dot, radius: radius, Style(.circle), pattern: Canvas.Pattern(on: 2, off: 2), priority: 1)
        return (dot, radius)
    }

    /// From the chosen centre to every point that it has a path to: dots, sparser than any link.
    private func drawSpokes(_ canvas: inout Canvas) {
        guard let centre, let from = plane.positions[centre] else { return }
        let id = snapshot.inventory.sites[centre].id
        for index in snapshot.inventory.paths(at: id) where index < snapshot.paths.count {
            let path = snapshot.inventory.paths[index]
            guard path.link == nil,
                let other = snapshot.inventory.siteIndex(path.a == id ? path.b : path.a),
                snapshot.inventory.sites[other].centre == nil, let to = plane.positions[other]
            else { continue }
            let picture = snapshot.paths[index]
            let look = LinkLook.path(picture, isForward: worseIsForward(picture))
            canvas.line(
                from: projection.dot(from), to: projection.dot(to), look.style, pattern: Canvas.Pattern(on: 1, off: 3),
                priority: 2)
        }
    }

    private func worseIsForward(_ picture: PathPicture) -> Bool {
        (picture.forward.p99.value ?? .infinity) >= (picture.backward.p99.value ?? .infinity)
    }

    private var linkHalves: [LinkLooks.Halves] {
        let byUtilization = context.colorsByUtilization
        let settled = state.looks.flatMap { $0.isFor(snapshot, byUtilization: byUtilization) ? $0 : nil }
        return (settled ?? LinkLooks(snapshot, byUtilization: byUtilization)).halves
    }

    private func drawLinks(_ canvas: inout Canvas, _ halves: [LinkLooks.Halves]) {
        for (index, link) in snapshot.inventory.links.enumerated() {
            guard let (a, b) = ends(link.siteA, link.siteB) else { continue }
            stroke(
                &canvas, a, b, halves[index].a, halves[index].b,
                isBackbone: isCentre(link.siteA) && isCentre(link.siteB))
        }
        guard !context.colorsByUtilization else { return }
        for index in unlinkedPaths() {
            let path = snapshot.inventory.paths[index]
            guard let (a, b) = ends(path.a, path.b) else { continue }
            stroke(
                &canvas, a, b, LinkLook.path(snapshot.paths[index], isForward: true),
                LinkLook.path(snapshot.paths[index], isForward: false), pattern: Canvas.Pattern(on: 3, off: 3))
        }
    }

    /// Paths that no link carries but that must be seen: the highlighted one, and the worst one over its limit.
    func unlinkedPaths() -> [Int] {
        let worst = state.pairs(snapshot).first.flatMap { snapshot.paths[$0].severity == .breach ? $0 : nil }
        return Set([highlighted, worst].compactMap { $0 }).sorted().filter {
            guard snapshot.paths.indices.contains($0), let link = snapshot.inventory.paths[$0].link else {
                return snapshot.paths.indices.contains($0)
            }
            return snapshot.inventory.linkIndex(link) == nil
        }
    }

    private func stroke(
        _ canvas: inout Canvas, _ a: Canvas.Point, _ b: Canvas.Point, _ first: LinkLook, _ second: LinkLook,
        isBackbone: Bool = false, pattern: Canvas.Pattern? = nil
    ) {
        let middle = Canvas.Point(x: (a.x + b.x) / 2, y: (a.y + b.y) / 2)
        for (from, look) in [(a, first), (b, second)] {
            canvas.line(
                from: from, to: middle, look.style, pattern: pattern ?? look.pattern,
                width: look.width + (isBackbone ? 1 : 0),
                priority: look.priority)
        }
    }

    private func isCentre(_ id: SiteID?) -> Bool { id.flatMap { snapshot.inventory.site($0) }?.centre != nil }

    func ends(_ a: SiteID?, _ b: SiteID?) -> (Canvas.Point, Canvas.Point)? {
        guard let a, let b, let i = snapshot.inventory.siteIndex(a), let j = snapshot.inventory.siteIndex(b), i != j,
            let from = plane.positions[i], let to = plane.positions[j]
        else { return nil }
        return (projection.dot(from), projection.dot(to))
    }
}
