import Metro

extension MapScreen {
    public static func render(
        _ state: State, _ snapshot: MetroSnapshot, _ context: RenderContext, into frame: inout Frame, area: Rect
    ) {
        let area = area.intersection(frame.bounds)
        guard !area.isEmpty else { return }
        frame.withClip(area) { frame in
            let layout = layout(state, snapshot, area: area)
            if layout.isMatrix {
                drawMatrix(state, snapshot, context, layout, into: &frame)
            } else {
                drawMap(state, snapshot, context, layout, into: &frame)
            }
            if let strip = layout.strip { drawStrip(state, snapshot, context, strip, into: &frame) }
            if let smoke = layout.smoke { drawSmoke(state, snapshot, context, smoke, into: &frame) }
        }
    }

    static func layout(_ state: State, _ snapshot: MetroSnapshot, area: Rect) -> MapLayout {
        MapLayout(area: area, events: snapshot.events.count, pairs: state.pairs(snapshot).count)
    }

    private static func drawMap(
        _ state: State, _ snapshot: MetroSnapshot, _ context: RenderContext, _ layout: MapLayout,
        into frame: inout Frame
    ) {
        let picture = MapPicture(state, snapshot, context, area: layout.picture)
        frame.box(
            layout.map, mapTexts(state, snapshot, context, picture), role: .panelA, focused: state.panel == .map)
        if snapshot.inventory.sites.isEmpty {
            let middle = layout.picture.y + layout.picture.height / 2
            for (row, word) in [MapWord.noSites, .noSitesHint].enumerated() {
                frame.put(
                    word(context.language), x: layout.picture.x, y: middle + row, style: row == 0 ? .text : .dim,
                    maxWidth: layout.picture.width, alignment: .centre)
            }
        } else {
            frame.withClip(layout.picture) { picture.draw(into: &$0) }
            MapLegend(context: context, looks: picture.looks).draw(into: &frame, area: layout.legend)
        }
        if let side = layout.side { drawSide(state, snapshot, context, layout, side, picture, into: &frame) }
    }

    private static func mapTexts(
        _ state: State, _ snapshot: MetroSnapshot, _ context: RenderContext, _ picture: MapPicture
    ) -> BorderTexts {
        let language = context.language
        let sites = snapshot.inventory.sites
        var title = StyledText(MapWord.map(language))
        if !picture.plane.isGeographic, !sites.isEmpty {
            title += StyledText(" · " + MapWord.schematic(language), Style(.warning))
        }
        if state.isZoomed { title += StyledText(" · " + MapWord.zoomed(language), .dim) }
        let modes: [(MapWord, Bool)] = [
            (.latency, !context.colorsByUtilization), (.utilization, context.colorsByUtilization),
        ]
        var right = StyledText("u ", Style(.keyHint))
        for (index, (word, isOn)) in modes.enumerated() {
            if index > 0 { right += StyledText(" · ", .dim) }
            right += StyledText(word(language), isOn ? Style(.title, [.bold, .underline]) : .dim)
        }
        let points = sites.count { $0.isCoveragePoint }
        var counts =
            "\(sites.count { $0.centre != nil }) \(MapWord.centres(language)) · \(points) \(MapWord.points(language))"
        counts += " · \(snapshot.inventory.links.count) \(MapWord.links(language))"
        if !picture.plane.unplaced.isEmpty {
            counts += " · \(picture.plane.unplaced.count) \(MapWord.unplaced(language))"
        }
        return BorderTexts(
            title: title, right: right, bottomLeft: StyledText(counts, .dim),
            bottomRight: picture.plane.isGeographic && !sites.isEmpty ? scaleBar(picture.projection) : "")
    }

    /// A round number of kilometres that takes between five and fourteen cells.
    static func scaleBar(_ projection: MapProjection) -> StyledText {
        let cellsPerKilometre = projection.scaleX / 2
        guard cellsPerKilometre.isFinite, cellsPerKilometre > 0 else { return "" }
        for kilometres in [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000.0] {
            let cells = Int((kilometres * cellsPerKilometre).rounded())
            guard cells >= 5 else { continue }
            guard cells <= 14 else { return "" }
            let bar = "├" + String(repeating: "─", count: cells - 2) + "┤"
            return StyledText(bar + " " + Figure.fixed(kilometres, decimals: kilometres < 1 ? 1 : 0) + " km", .dim)
        }
        return ""
    }

    private static func drawSide(
        _ state: State, _ snapshot: MetroSnapshot, _ context: RenderContext, _ layout: MapLayout, _ side: Rect,
        _ picture: MapPicture, into frame: inout Frame
    ) {
        let language = context.language
        let panel = MapPanel(state: state, snapshot: snapshot, context: context)
        let title = Figure.delay(picture.limit).replacing(".00", with: "") + " " + MapWord.circle(language)
        frame.box(side, BorderTexts(title: StyledText(title)), role: .panelB, focused: false)
        panel.drawCoverage(into: &frame, area: layout.sideCoverage, reach: picture.reach, centre: picture.centre)
        func heading(_ text: String, _ isFocused: Bool) -> StyledText {
            StyledText((isFocused ? "› " : "") + text, isFocused ? Style(.borderFocused, .bold) : Style(.title))
        }
        if layout.sidePairs.height > 0 {
            let count = state.pairs(snapshot).count
            let position = state.panel == .pairs ? "\(min(count, state.pairRow + 1))/\(count)" : "\(count)"
            frame.divider(
                side, y: layout.sidePairs.y - 1, heading(panel.pairsTitle, state.panel == .pairs),
                right: StyledText(position, .dim), role: .panelB)
            panel.drawPairs(into: &frame, area: layout.sidePairs)
        }
        if layout.sideEvents.height > 0 {
            frame.divider(
                side, y: layout.sideEvents.y - 1, heading(MapWord.open(language), state.panel == .events),
                right: StyledText("\(EventList.open(snapshot))", .dim), role: .panelB)
            panel.drawEvents(into: &frame, area: layout.sideEvents)
        }
    }

    /// Coverage, one pair, one event: the side panel's three answers on three lines.
    private static func drawStrip(
        _ state: State, _ snapshot: MetroSnapshot, _ context: RenderContext, _ strip: Rect, into frame: inout Frame
    ) {
        let panel = MapPanel(state: state, snapshot: snapshot, context: context)
        let language = context.language
        let title =
            MapWord.coverage(language) + " · " + panel.pairsTitle + " · " + MapWord.open(language)
            + " \(EventList.open(snapshot))"
        let inner = frame.box(strip, BorderTexts(title: StyledText(title)), role: .panelB, focused: state.panel != .map)
        panel.drawCoverageLine(
            into: &frame, Rect(x: inner.x, y: inner.y, width: inner.width, height: min(1, inner.height)))
        panel.drawPairs(
            into: &frame, area: Rect(x: inner.x, y: inner.y + 1, width: inner.width, height: min(1, inner.height - 1)))
        panel.drawEvents(
            into: &frame, area: Rect(x: inner.x, y: inner.y + 2, width: inner.width, height: min(1, inner.height - 2)))
    }

    private static func drawSmoke(
        _ state: State, _ snapshot: MetroSnapshot, _ context: RenderContext, _ smoke: Rect, into frame: inout Frame
    ) {
        let language = context.language
        guard let path = highlightedPath(state, snapshot), snapshot.paths.indices.contains(path) else {
            frame.box(smoke, BorderTexts(title: StyledText(MapWord.lastHour(language))), role: .panelC)
            return
        }
        let measured = snapshot.inventory.paths[path]
        let title =
            StyledText(SubjectName.path(path, snapshot, language) + " ")
            + SeverityMark.text(snapshot.paths[path].severity)
            + StyledText(" · " + MapWord.lastHour(language), .dim)
        let inner = frame.box(
            smoke,
            BorderTexts(
                title: title,
                right: StyledText(measured.layer.word(language) + " · " + measured.method.word(language), .dim)),
            role: .panelC)
        frame.withClip(inner) {
            PathStrip(path: path, snapshot: snapshot, context: context).draw(into: &$0, area: inner)
        }
    }

    private static func drawMatrix(
        _ state: State, _ snapshot: MetroSnapshot, _ context: RenderContext, _ layout: MapLayout,
        into frame: inout Frame
    ) {
        let language = context.language
        let inner = frame.box(
            layout.map,
            BorderTexts(
                title: StyledText(MapWord.pairMatrix(language)), right: StyledText(MapWord.rowToColumn(language), .dim)),
            role: .panelA, focused: state.panel == .map)
        frame.withClip(inner) {
            PairMatrix(state: state, snapshot: snapshot, context: context).draw(into: &$0, area: inner)
        }
    }
}
