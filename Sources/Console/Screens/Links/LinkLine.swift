import Metro

/// One row of the Links table. Made for rows in view only.
struct LinkLine {
    private typealias Column = LinksScreen.Column
    private typealias Layout = TableLayout<LinksScreen.Column>

    private let snapshot: MetroSnapshot
    private let context: RenderContext
    private let row: LinkRow
    private let severity: Severity

    init(_ row: LinksScreen.Row, _ snapshot: MetroSnapshot, _ context: RenderContext) {
        self.row = LinkRow(row, snapshot)
        self.snapshot = snapshot
        self.context = context
        severity = self.row.severity
    }

    private var link: LinkPicture? { row.link }
    private var path: PathPicture? { row.path }

    func draw(into frame: inout Frame, x: Int, y: Int, _ layout: TableLayout<LinksScreen.Column>) {
        for placed in layout.placed {
            let text = cell(placed.column.id)
            frame.put(
                text, x: x + placed.x, y: y, maxWidth: placed.width, alignment: placed.column.alignment)
        }
        drawDelays(into: &frame, x: x, y: y, layout)
        drawUtilization(into: &frame, x: x, y: y, layout)
        if let graph = layout[.lastHour] { drawLastHour(into: &frame, x: x + graph.x, y: y, width: graph.width) }
    }

    /// Columns that stand on their own; delays and utilization share reasons and are drawn together.
    private func cell(_ column: LinksScreen.Column) -> StyledText {
        switch column {
        case .mark: return SeverityMark.text(severity)
        case .name: return StyledText(LinkRows.name(row.row, snapshot, context.language))
        case .loss: return worst(path?.forward.lossRatio, path?.backward.lossRatio) { lossText($0) }
        case .delayVariation:
            return worst(path?.forward.delayVariation, path?.backward.delayVariation) {
                StyledText(Figure.milliseconds($0, width: 8))
            }
        case .layer:
            return StyledText(
                row.pathIndex.map { snapshot.inventory.paths[$0].layer.brief(context.language) } ?? Figure.missing, .dim
            )
        case .age:
            let isStale = severity == .stale || link?.forward.utilization.reason == .stale
            return StyledText(Figure.age(row.age), isStale ? .stale : .dim)
        case .clockError:
            return worst(path?.forward.uncertainty, path?.backward.uncertainty) { StyledText(Figure.delay($0), .dim) }
        case .state:
            return StyledText(row.stateWord(context.language), SeverityMark.textStyle(severity))
        default: return StyledText()
        }
    }

    private func worst(_ a: Reading<Double>?, _ b: Reading<Double>?, _ text: (Double) -> StyledText) -> StyledText {
        [a?.value, b?.value].compactMap { $0 }.max().map(text) ?? StyledText(Figure.missing, .dim)
    }

    private func lossText(_ ratio: Double) -> StyledText {
        StyledText(Figure.fixed(ratio * 100, decimals: 2, width: 6), ratio > 0.001 ? .warning : .text)
    }

    // MARK: Delays

    private func drawDelays(into frame: inout Frame, x: Int, y: Int, _ layout: TableLayout<LinksScreen.Column>) {
        let both = LinksScreen.forwardDelays + LinksScreen.backwardDelays
        guard let path else {
            drawReason(.notMeasured, both, into: &frame, x: x, y: y, layout)
            return
        }
        if let reason = path.forward.p99.reason, reason == path.backward.p99.reason, path.forward.p50.value == nil,
            path.backward.p50.value == nil
        {
            drawReason(reason, both, into: &frame, x: x, y: y, layout)
            return
        }
        drawDirection(path.forward, LinksScreen.forwardDelays, into: &frame, x: x, y: y, layout)
        drawDirection(path.backward, LinksScreen.backwardDelays, into: &frame, x: x, y: y, layout)
    }

    private func drawDirection(
        _ direction: PathDirectionPicture, _ columns: [LinksScreen.Column], into frame: inout Frame, x: Int, y: Int,
        _ layout: TableLayout<LinksScreen.Column>
    ) {
        if let reason = direction.p99.reason, direction.p50.value == nil {
            drawReason(reason, columns, into: &frame, x: x, y: y, layout)
            return
        }
        for (column, reading) in zip(columns, [direction.p50, direction.p99, direction.p999]) {
            guard let placed = layout[column] else { continue }
            frame.put(
                delayText(reading, isJudged: column == columns[1]), x: x + placed.x, y: y, maxWidth: placed.width,
                alignment: .trailing)
        }
    }

    private func delayText(_ reading: Reading<Double>, isJudged: Bool) -> StyledText {
        guard let value = reading.value else { return StyledText(Figure.missing, .dim) }
        // Colour only the figure that the verdict rests on, and only where it is not plainly good.
        let isNotable = isJudged && severity > .maintenance && value >= 0.9 * (path?.limitNanoseconds ?? .infinity)
        return StyledText(
            Figure.milliseconds(value, width: 6),
            isNotable ? Style(SeverityMark.role(path?.severity ?? severity), .bold) : .text)
    }

    // MARK: Utilization

    /// A path that rides on no link has no utilization; that needs no reason.
    private func drawUtilization(into frame: inout Frame, x: Int, y: Int, _ layout: TableLayout<LinksScreen.Column>) {
        guard let link else { return }
        let readings = [link.forward.utilization, link.backward.utilization]
        if let reason = readings[0].reason, reason == readings[1].reason {
            drawReason(reason, LinksScreen.utilizations, into: &frame, x: x, y: y, layout)
            return
        }
        let peak = LinkCause(row)?.notableUtilization
        for (column, reading) in zip(LinksScreen.utilizations, readings) {
            guard let placed = layout[column] else { continue }
            let text =
                reading.value.map {
                    StyledText(
                        Figure.percent($0),
                        $0 == peak
                            ? Style(SeverityMark.role(severity), .bold)
                            : Style(.traffic, level: Style.level(0.45 + $0 * 0.55)))
                } ?? StyledText(Figure.missing, .dim)
            frame.put(text, x: x + placed.x, y: y, maxWidth: placed.width, alignment: .trailing)
        }
    }

    /// One reason in the place of all figures that it explains; a dash where even its short form has no room.
    private func drawReason(
        _ reason: MissingReason, _ columns: [LinksScreen.Column], into frame: inout Frame, x: Int, y: Int,
        _ layout: TableLayout<LinksScreen.Column>
    ) {
        guard let span = layout.span(columns) else { return }
        let word = reason.brief(context.language)
        let text = frame.widths.of(word) <= span.width ? word : Figure.missing
        frame.put(text, x: x + span.x, y: y, style: .dim, maxWidth: span.width, alignment: .trailing)
    }

    // MARK: The last hour

    private func drawLastHour(into frame: inout Frame, x: Int, y: Int, width: Int) {
        let area = Rect(x: x, y: y, width: width, height: 1)
        if context.colorsByUtilization || path == nil, let link {
            let (forward, backward) = (link.forward.minuteUtilization.values, link.backward.minuteUtilization.values)
            let values = zip(forward, backward).map { a, b in
                a.isNaN ? Double(b) : b.isNaN ? Double(a) : Double(max(a, b))
            }
            AreaGraph(values: values, upper: 1, role: .traffic).draw(into: &frame, area: area, glyphs: context.glyphs)
        } else if let path {
            let worse = (path.backward.p99.value ?? 0) > (path.forward.p99.value ?? 0) ? path.backward : path.forward
            let columns = worse.minutes.values.map { minute -> AreaGraph.Column? in
                guard minute.received > 0, minute.minimum.isFinite, minute.p50.isFinite, minute.p99.isFinite else {
                    return nil
                }
                let median = max(0, Double(minute.p50))
                return AreaGraph.Column(
                    solid: 0...median, smoke: min(0, Double(minute.minimum))...max(median, Double(minute.p99)))
            }
            AreaGraph(columns: columns, upper: path.limitNanoseconds * 1.25, role: .latency)
                .draw(into: &frame, area: area, glyphs: context.glyphs)
        }
    }
}
