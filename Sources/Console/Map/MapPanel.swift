import Metro

/// What stands beside the map: coverage, the worst pairs, what is open.
struct MapPanel {
    let state: MapScreen.State
    let snapshot: MetroSnapshot
    let context: RenderContext

    private var language: Language { context.language }

    var coverage: IndicatorResult? {
        snapshot.indicators.first { $0.indicator == .circleCoverage && $0.scope == .city && $0.form == .live }
    }

    // MARK: Coverage

    /// Up to seven lines: verdict, gauge, interval, counts, the chosen centre's own circle.
    func drawCoverage(into frame: inout Frame, area: Rect, reach: CentreReach?, centre: Int?) {
        guard !area.isEmpty else { return }
        let inner = Rect(x: area.x + 1, y: area.y, width: area.width - 2, height: area.height)
        guard let result = coverage else {
            frame.put(
                MapWord.coverage(language) + "  " + MapWord.insufficient(language), x: inner.x, y: inner.y,
                style: Style(.unknown), maxWidth: inner.width)
            return
        }
        let severity = SeverityMark.severity(result.verdict)
        frame.withClip(area) { frame in
            frame.put(MapWord.coverage(language), x: inner.x, y: inner.y, maxWidth: inner.width)
            let verdict =
                StyledText(result.verdict.word(language) + " ", SeverityMark.textStyle(severity))
                + SeverityMark.text(severity)
            frame.put(verdict, x: inner.x, y: inner.y, maxWidth: inner.width, alignment: .trailing)
            let figure = result.value.map { Figure.percent($0) + " %" } ?? Figure.missing
            frame.put(
                figure, x: inner.x + frame.widths.of(MapWord.coverage(language)) + 2, y: inner.y,
                style: Style(.accent, .bold))
            Gauge(lo: result.lo, hi: result.hi, goal: result.target).draw(
                into: &frame, x: inner.x, y: inner.y + 1, width: inner.width, glyphs: context.glyphs)
            frame.put(interval(result), x: inner.x, y: inner.y + 2, style: .dim, maxWidth: inner.width)
            frame.put(counts(result), x: inner.x, y: inner.y + 3, maxWidth: inner.width)
            drawCentre(into: &frame, inner, reach: reach, centre: centre)
        }
    }

    private func interval(_ result: IndicatorResult) -> StyledText {
        let goal = StyledText(
            "   " + MapWord.goal(language) + " ≥ " + Figure.percent(result.target, decimals: 0) + " %", .dim)
        guard let lo = result.lo, let hi = result.hi else {
            return StyledText(result.reason?.sentence(language) ?? MapWord.insufficient(language), Style(.unknown))
        }
        return StyledText(Figure.percent(lo) + " … " + Figure.percent(hi) + " %", .dim) + goal
    }

    func counts(_ result: IndicatorResult) -> StyledText {
        func count(_ verdict: Verdict) -> Int { result.members.count { $0.verdict == verdict } }
        let looks: [(Verdict, Character, MapWord, Role)] = [
            (.met, "○", .coveredPoints, .accessCovered), (.missed, "●", .uncoveredPoints, .accessUncovered),
            (.unknown, "?", .unknownPoints, .unknown),
        ]
        var text = StyledText()
        for (verdict, glyph, word, role) in looks {
            if !text.isEmpty { text += StyledText("  ") }
            text +=
                StyledText("\(glyph) ", Style(role)) + StyledText("\(count(verdict))", Style(.text, .bold))
                + StyledText(" " + word(language), .dim)
        }
        return text
    }

    private func drawCentre(into frame: inout Frame, _ area: Rect, reach: CentreReach?, centre: Int?) {
        guard let centre, snapshot.inventory.sites.indices.contains(centre) else { return }
        let site = snapshot.inventory.sites[centre]
        var line = StyledText("◉ ", Style(.centre, .bold)) + StyledText(site.name.text(language), Style(.text, .bold))
        if let circle = snapshot.circles.first(where: { $0.centre == site.id }) {
            let met = circle.points.count { $0.verdict == .met }
            line += StyledText("  ○ ", Style(.accessCovered)) + StyledText("\(met)/\(circle.points.count)")
        }
        frame.put(line, x: area.x, y: area.y + 4, maxWidth: area.width)
        guard let reach else {
            frame.put(MapWord.noReach(language), x: area.x, y: area.y + 5, style: .dim, maxWidth: area.width)
            return
        }
        let kilometres = Figure.fixed(reach.kilometres, decimals: 0)
        // What the radius means stands beside it: a picture drawn from a fit, never a verdict.
        frame.put(
            StyledText("◌ ", Style(.circle)) + StyledText(MapWord.reach(language) + " ≈ \(kilometres) km", .text)
                + StyledText("  " + MapWord.fitOf(language) + " \(reach.pathCount) " + MapWord.paths(language), .dim),
            x: area.x, y: area.y + 5, maxWidth: area.width)
        frame.put(
            "  p99 = " + Figure.milliseconds(reach.baseNanoseconds, decimals: 2) + " ms + "
                + Figure.fixed(reach.nanosecondsPerKilometre / 1e3, decimals: 1) + " µs/km", x: area.x, y: area.y + 6,
            style: .dim, maxWidth: area.width)
    }

    // MARK: Pairs

    var pairsTitle: String {
        let sites = snapshot.inventory.sites
        return (sites.count { $0.centre != nil } >= 2 ? MapWord.worstPairs : .worstPaths)(language)
    }

    func drawPairs(into frame: inout Frame, area: Rect) {
        let pairs = state.pairs(snapshot)
        guard !area.isEmpty else { return }
        guard !pairs.isEmpty else {
            frame.put(MapWord.noPairs(language), x: area.x + 1, y: area.y, style: .dim, maxWidth: area.width - 2)
            return
        }
        let first = MapLayout.firstRow(selected: state.pairRow, visible: area.height, count: pairs.count)
        for row in 0..<min(area.height, pairs.count - first) {
            let line = Rect(x: area.x, y: area.y + row, width: area.width, height: 1)
            drawPair(pairs[first + row], into: &frame, line)
            if state.panel == .pairs, first + row == state.pairRow { frame.select(line) }
        }
    }

    /// `Nanshan ⇄ Longgang   1.15 →  ← 0.46  OPT X`; the reason stands where no figure does.
    func drawPair(_ index: Int, into frame: inout Frame, _ line: Rect) {
        let picture = snapshot.paths[index]
        let path = snapshot.inventory.paths[index]
        let right = line.maxX - 1
        frame.put(SeverityMark.text(picture.severity), x: right - 1, y: line.y)
        frame.put(path.layer.brief(language), x: right - 5, y: line.y, style: .dim, maxWidth: 3)
        func name(_ columns: Int) -> StyledText {
            SubjectName.path(index, snapshot, language, fitting: columns, frame.widths)
        }
        if let reason = picture.reason, picture.worstP99 == nil {
            let brief = reason.brief(language)
            let columns = frame.widths.of(brief)
            // The sentence where it leaves the name whole.
            let sentence = reason.sentence(language)
            let isRoomy = name(.max).columns(frame.widths) + frame.widths.of(sentence) <= line.width - 10
            let shown = isRoomy ? frame.widths.of(sentence) : columns
            frame.put(name(line.width - 10 - shown), x: line.x + 1, y: line.y)
            frame.put(
                isRoomy ? sentence : brief, x: right - 6 - shown, y: line.y,
                style: SeverityMark.textStyle(picture.severity), maxWidth: shown)
            return
        }
        frame.put(name(line.width - 20), x: line.x + 1, y: line.y)
        for (direction, arrow, x) in [(picture.forward, "→", right - 17), (picture.backward, "←", right - 11)] {
            let text = direction.p99.value.map { Figure.milliseconds($0, decimals: 2, width: 4) } ?? Figure.missing
            let isOver = (direction.p99.value ?? 0) >= picture.limitNanoseconds * LinkLook.nearShare
            frame.put(arrow, x: x, y: line.y, style: .dim)
            frame.put(
                text, x: x + 1, y: line.y, style: isOver ? SeverityMark.textStyle(picture.severity) : .text,
                maxWidth: 4, alignment: .trailing)
        }
    }

    // MARK: Events

    func drawEvents(into frame: inout Frame, area: Rect) {
        guard !area.isEmpty else { return }
        let events = EventList.ordered(snapshot)
        guard !events.isEmpty else {
            frame.put(
                SeverityMark.text(.ok) + StyledText(" " + MapWord.nothingOpen(language), .dim), x: area.x + 1,
                y: area.y, maxWidth: area.width - 2)
            return
        }
        let first = MapLayout.firstRow(selected: state.eventRow, visible: area.height, count: events.count)
        for row in 0..<min(area.height, events.count - first) {
            let line = Rect(x: area.x, y: area.y + row, width: area.width, height: 1)
            EventLine(event: events[first + row], snapshot: snapshot, language: language).draw(into: &frame, line)
            if state.panel == .events, first + row == state.eventRow { frame.select(line) }
        }
    }
}
