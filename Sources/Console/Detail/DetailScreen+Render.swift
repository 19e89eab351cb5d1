import Metro

extension DetailScreen {
    public static func render(
        _ state: State, _ snapshot: MetroSnapshot, _ context: RenderContext, into frame: inout Frame, area: Rect
    ) {
        let area = area.intersection(frame.bounds)
        guard !area.isEmpty else { return }
        frame.withClip(area) { frame in
            guard exists(state.subject, snapshot) else {
                frame.box(area, role: .panelA)
                frame.put(
                    DetailWord.gone(context.language), x: area.x + 1, y: area.y + area.height / 2, style: .dim,
                    maxWidth: area.width - 2, alignment: .centre)
                return
            }
            let layout = layout(state, snapshot, context, area: area)
            drawTop(state, snapshot, context, layout.top, into: &frame)
            if let smoke = layout.smoke { drawSmoke(state.subject, snapshot, context, smoke, into: &frame) }
            for tile in layout.tiles {
                draw(tile.panel, tile.index, state, snapshot, context, tile.area, layout.isTabbed, into: &frame)
            }
        }
    }

    static func layout(_ state: State, _ snapshot: MetroSnapshot, _ context: RenderContext, area: Rect) -> DetailLayout
    {
        var facts = 0
        if case .site(let index) = state.subject {
            facts = SiteDetail(index, snapshot, context)?.facts.facts.count ?? 0
        }
        return DetailLayout(state, area: area, facts: facts)
    }

    /// The worst path that rides on the link.
    private static func drawSmoke(
        _ subject: Subject, _ snapshot: MetroSnapshot, _ context: RenderContext, _ area: Rect, into frame: inout Frame
    ) {
        guard case .link(let index) = subject, snapshot.links.indices.contains(index) else { return }
        let path = PairRanking.worst(snapshot.links[index].paths, snapshot)
        var title = StyledText(DetailWord.worstPath(context.language))
        if let path {
            title += StyledText(" ") + SeverityMark.text(snapshot.paths[path].severity) + StyledText(" p99", .dim)
        }
        let inner = frame.box(area, BorderTexts(title: title), role: .panelD)
        frame.withClip(inner) { frame in
            guard let path else {
                frame.put(
                    DetailWord.noPaths(context.language), x: inner.x + 1, y: inner.y, style: .dim,
                    maxWidth: inner.width - 2)
                return
            }
            PathStrip(path: path, snapshot: snapshot, context: context).draw(into: &frame, area: inner)
        }
    }

    private static func exists(_ subject: Subject, _ snapshot: MetroSnapshot) -> Bool {
        switch subject {
        case .link(let index):
            snapshot.inventory.links.indices.contains(index) && snapshot.links.indices.contains(index)
        case .path(let index):
            snapshot.inventory.paths.indices.contains(index) && snapshot.paths.indices.contains(index)
        case .site(let index): snapshot.inventory.sites.indices.contains(index)
        }
    }

    private static func drawTop(
        _ state: State, _ snapshot: MetroSnapshot, _ context: RenderContext, _ area: Rect, into frame: inout Frame
    ) {
        switch state.subject {
        case .path(let index):
            guard let path = PathDetail(index, snapshot, context) else { return }
            let inner = frame.box(area, BorderTexts(title: path.title, right: path.kind), role: .panelA)
            frame.withClip(inner) { path.drawSmoke(into: &$0, area: inner) }
        case .link(let index):
            guard let link = LinkDetail(index, snapshot, context) else { return }
            let inner = frame.box(area, BorderTexts(title: link.title, right: link.rates), role: .panelA)
            frame.withClip(inner) { link.drawUtilization(into: &$0, area: inner) }
        case .site(let index):
            guard let site = SiteDetail(index, snapshot, context) else { return }
            let inner = frame.box(area, BorderTexts(title: site.title), role: .panelA)
            frame.withClip(inner) { site.facts.draw(into: &$0, area: inner, selected: nil) }
        }
    }

    private static func draw(
        _ panel: Panel, _ index: Int, _ state: State, _ snapshot: MetroSnapshot, _ context: RenderContext, _ area: Rect,
        _ isTabbed: Bool, into frame: inout Frame
    ) {
        let language = context.language
        let isFocused = state.panel == index
        let rows = DetailRows.items(panel, state.subject, snapshot)
        let row = isFocused ? max(0, min(state.row, rows.count - 1)) : nil
        let position = rows.isEmpty || panel == .facts ? "" : "\((row ?? 0) + 1)/\(rows.count)"
        let title =
            isTabbed ? tabs(state, snapshot, context) : StyledText(word(panel, state.subject)(language))
        let inner = frame.box(
            area, BorderTexts(title: title, bottomRight: StyledText(position, .dim)), role: role(panel),
            focused: isFocused && !isTabbed)
        frame.withClip(inner) { frame in
            switch panel {
            case .figures: drawFigures(state.subject, snapshot, context, inner, into: &frame)
            case .histogram:
                guard case .path(let path) = state.subject, let detail = PathDetail(path, snapshot, context) else {
                    return
                }
                detail.histogram.draw(
                    into: &frame, area: Rect(x: inner.x + 1, y: inner.y, width: inner.width - 2, height: inner.height),
                    glyphs: context.glyphs, language: language)
            case .facts:
                guard case .path(let path) = state.subject, let detail = PathDetail(path, snapshot, context) else {
                    return
                }
                detail.facts.draw(into: &frame, area: inner, selected: row)
            case .probing:
                guard case .path(let path) = state.subject, let detail = PathDetail(path, snapshot, context) else {
                    return
                }
                detail.probing.draw(into: &frame, area: inner, selected: nil)
            case .remarks:
                guard case .link(let link) = state.subject, let detail = LinkDetail(link, snapshot, context) else {
                    return
                }
                detail.remarks.draw(into: &frame, area: inner)
            case .paths, .links, .devices, .events:
                DetailList(panel: panel, items: rows, subject: state.subject, snapshot: snapshot, context: context)
                    .draw(into: &frame, area: inner, selected: row)
            }
        }
    }

    private static func drawFigures(
        _ subject: Subject, _ snapshot: MetroSnapshot, _ context: RenderContext, _ inner: Rect, into frame: inout Frame
    ) {
        let area = Rect(x: inner.x + 1, y: inner.y, width: inner.width - 2, height: inner.height)
        switch subject {
        case .path(let index): PathDetail(index, snapshot, context)?.figures.draw(into: &frame, area: area)
        case .link(let index):
            guard let link = LinkDetail(index, snapshot, context) else { return }
            let ends = link.ends
            let (table, rest) = area.splitTop(area.height - ends.count)
            link.figures.draw(into: &frame, area: table)
            frame.put(ends, in: rest)
        case .site: break
        }
    }

    /// `figures · distribution · …`, the shown one underlined.
    private static func tabs(_ state: State, _ snapshot: MetroSnapshot, _ context: RenderContext) -> StyledText {
        let language = context.language
        var text = StyledText()
        for (index, panel) in panels(state.subject).enumerated() {
            if index > 0 { text += StyledText(" · ", .dim) }
            text += StyledText(
                word(panel, state.subject)(language), index == state.panel ? Style(.title, [.bold, .underline]) : .dim)
            if panel == .remarks, case .link(let link) = state.subject,
                let count = LinkDetail(link, snapshot, context)?.remarks.count, count > 0
            {
                text += StyledText(" " + Figure.count(count), .warning)
            }
        }
        return text
    }

    private static func word(_ panel: Panel, _ subject: Subject) -> DetailWord {
        switch panel {
        case .figures:
            if case .link = subject { .interfaces } else { .figures }
        case .histogram: .histogram
        case .facts: .facts
        case .probing: .probing
        case .paths: .paths
        case .links: .links
        case .remarks: .remarks
        case .devices: .devices
        case .events: .events
        }
    }

    private static func role(_ panel: Panel) -> Role {
        switch panel {
        case .figures, .paths: .panelB
        case .histogram, .links: .panelC
        case .facts, .probing, .remarks, .devices: .panelD
        case .events: .border
        }
    }
}
