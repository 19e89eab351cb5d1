import Metro

extension CollectorsScreen {
    public static func render(
        _ state: State, _ snapshot: MetroSnapshot, _ context: RenderContext, into frame: inout Frame, area: Rect
    ) {
        let layout = CollectorsLayout(state, snapshot, context, area)
        switch state.view {
        case .targets:
            if !state.isOpen { TargetTable(state, snapshot, context).draw(into: &frame, layout) }
            PipelinePanel(snapshot.pipeline, context).draw(into: &frame, area: layout.account)
        case .traps:
            if !state.isOpen { TrapTable(state, snapshot, context).draw(into: &frame, layout) }
            TrapPanel(snapshot, context).draw(into: &frame, area: layout.account)
        case .drift:
            if !state.isOpen { DriftTable(state, snapshot, context).draw(into: &frame, layout) }
        }
        drawDetails(state, snapshot, context, into: &frame, layout.details)
    }

    /// `⁷Collectors  targets · traps ! · differences 3`, the shown one underlined.
    static func title(_ state: State, _ snapshot: MetroSnapshot, _ context: RenderContext) -> StyledText {
        let language = context.language
        var text = StyledText("⁷", .keyHint) + StyledText(ShellWord.collectors(language) + "  ", .title)
        for (place, view) in View.allCases.enumerated() {
            if place > 0 { text += StyledText(" · ", .dim) }
            let isShown = view == state.view
            let word: CollectorWord =
                switch view {
                case .targets: .targets
                case .traps: .traps
                case .drift: .drift
                }
            text += StyledText(word(language), isShown ? Style(.title, [.bold, .underline]) : .dim)
            if view == .traps, TrapPanel(snapshot, context).isNotable { text += StyledText(" !", .warning, .bold) }
            let findings = snapshot.drift.findings.count + snapshot.drift.omitted
            if view == .drift, findings > 0 { text += StyledText(" " + Figure.count(findings), .warning) }
        }
        if let filter = context.filter {
            text += StyledText("  /" + filter.text, filter.isExpression ? .keyHint : .warning)
        }
        return text
    }

    private static func drawDetails(
        _ state: State, _ snapshot: MetroSnapshot, _ context: RenderContext, into frame: inout Frame, _ area: Rect
    ) {
        let language = context.language
        let columns = area.width - 4
        var texts = BorderTexts()
        let lines: [StyledText]
        if let target = selectedTarget(state, snapshot) {
            let words = [target.kind, target.address].map { CollectorWord.ofSimulator($0)(language) }
            texts.right = StyledText(words.joined(separator: " "), .dim)
            if target.consecutiveFailures > 0 {
                let failures = "\(CollectorWord.failures(language)) \(target.consecutiveFailures)  "
                texts.right = StyledText(failures, .warning) + texts.right
            }
            texts.title = StyledText(target.id, .title)
            lines = TargetFacts(target: target, snapshot: snapshot, context: context).lines(columns: columns)
        } else if let trap = selectedTrap(state, snapshot) {
            texts.title = StyledText(trap.name, .title)
            texts.right = StyledText(trap.version + " " + trap.source, .dim)
            lines = trap.variables.flatMap { variable in
                context.widths.wrap(variable, width: columns, maximumLines: 6).map { StyledText($0) }
            }
        } else if let finding = selectedDrift(state, snapshot) {
            texts.title = StyledText(finding.place, .title)
            texts.right = StyledText(finding.link?.text ?? "", .dim)
            let style = Style(.warning)
            lines =
                context.widths.wrap(finding.sentence(language), width: columns, maximumLines: 6).map {
                    StyledText($0, style)
                }
                + context.widths.wrap(finding.kind.advice(language), width: columns, maximumLines: 4).map {
                    StyledText($0)
                }
        } else {
            lines =
                CollectorsRows(state.view, snapshot).count > 0
                ? [StyledText(TableWord.noMatchHint(language), .dim)] : []
        }
        if state.isOpen { texts.bottomRight = StyledText("Esc " + CollectorWord.close(language), .dim) }
        let inner = frame.box(area, texts, role: .panelB, focused: state.isOpen)
        frame.put(lines, in: Rect(x: inner.x + 1, y: inner.y, width: inner.width - 2, height: inner.height))
    }
}

/// A list of the Collectors screen: its columns and what stands in them.
protocol CollectorsTable {
    associatedtype Column: Hashable & Sendable
    var state: CollectorsScreen.State { get }
    var snapshot: MetroSnapshot { get }
    var context: RenderContext { get }
    var columns: [TableColumn<Column>] { get }
    /// Column that the rows are sorted by, and whether the largest stands first.
    var sorting: (column: Column?, descending: Bool) { get }
    /// In the border, beside the title and the position.
    var right: StyledText { get }
    var bottomLeft: StyledText { get }
    /// Why there is nothing to list, and what to do.
    var empty: (text: Bilingual, hint: Bilingual) { get }
    /// `index`: into the items.
    func cell(_ index: Int, _ column: Column) -> StyledText
}

extension CollectorsTable {
    func draw(into frame: inout Frame, _ layout: CollectorsLayout) {
        let language = context.language
        let count = CollectorsRows(state.view, snapshot).count
        let inner = frame.box(
            layout.table,
            BorderTexts(
                title: CollectorsScreen.title(state, snapshot, context), right: right, bottomLeft: bottomLeft,
                bottomRight: StyledText(state.cursor.position(TableWord.of.text, count, language))),
            role: .panelA)
        guard count > 0 else {
            EmptyState.draw(empty.text, empty.hint, language, &frame, inner)
            return
        }
        let table = TableLayout(columns, width: max(0, inner.width - 2))
        table.drawHead(
            into: &frame, x: inner.x + 1, y: inner.y, showsGroups: false, sorted: sorting.column,
            descending: sorting.descending)
        let rows = layout.rows
        if state.rows.isEmpty {
            EmptyState.draw(TableWord.noMatch.text, TableWord.noMatchHint.text, language, &frame, rows)
            return
        }
        for index in state.cursor.range where state.rows.indices.contains(index) {
            let y = rows.y + index - state.cursor.offset
            guard y < rows.maxY, (0..<count).contains(state.rows[index]) else { break }
            for placed in table.placed {
                frame.put(
                    cell(state.rows[index], placed.column.id), x: inner.x + 1 + placed.x, y: y,
                    maxWidth: placed.width, alignment: placed.column.alignment)
            }
            if index == state.cursor.selected { frame.select(Rect(x: inner.x, y: y, width: inner.width, height: 1)) }
        }
    }
}
