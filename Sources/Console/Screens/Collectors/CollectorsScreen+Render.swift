import Metro

extension CollectorsScreen {
    private enum Column: Hashable {
        case mark, target, kind, address, state, lastAnswer, duration, attempts, timeouts, errors, retries, drops
        case period, next
    }

    public static func render(
        _ state: State, _ snapshot: MetroSnapshot, _ context: RenderContext, into frame: inout Frame, area: Rect
    ) {
        let layout = CollectorsLayout(snapshot, context, area)
        drawTable(state, snapshot, context, into: &frame, layout)
        drawDetails(state, snapshot, context, into: &frame, layout.details)
        PipelinePanel(snapshot.pipeline, context).draw(into: &frame, area: layout.pipeline)
    }

    private static func columns(_ language: Language) -> [TableColumn<Column>] {
        func count(_ id: Column, _ word: CollectorWord, _ width: Int, _ priority: Int) -> TableColumn<Column> {
            TableColumn(id, word(language), width: width, priority: priority, stretch: 2)
        }
        return [
            TableColumn(.mark, "", width: 1, .leading, priority: 100),
            TableColumn(.target, CollectorWord.target(language), width: 18, .leading, priority: 99, stretch: 24),
            TableColumn(
                .address, CollectorWord.address(language), width: 16, .leading, priority: 30, stretch: 16),
            TableColumn(.state, CollectorWord.state(language), width: 11, .leading, priority: 98),
            count(.lastAnswer, .lastAnswer, 8, 97), count(.duration, .duration, 8, 96),
            count(.attempts, .attempts, 6, 50), count(.timeouts, .timeouts, 8, 90), count(.errors, .errors, 6, 85),
            count(.retries, .retries, 7, 40), count(.drops, .drops, 6, 80), count(.period, .period, 6, 20),
            count(.next, .next, 5, 25),
        ]
    }

    private static func drawTable(
        _ state: State, _ snapshot: MetroSnapshot, _ context: RenderContext, into frame: inout Frame,
        _ layout: CollectorsLayout
    ) {
        let language = context.language
        var title = StyledText("⁷", .keyHint) + StyledText(ShellWord.collectors(language), .title)
        if let filter = context.filter {
            title += StyledText("  /" + filter.text, filter.isExpression ? .keyHint : .warning)
        }
        let inner = frame.box(
            layout.table,
            BorderTexts(
                title: title, right: StyledText(sortName(state.sort)(language), .title),
                bottomRight: StyledText(
                    state.cursor.position(TableWord.of.text, snapshot.targets.count, language))),
            role: .panelA)
        if snapshot.targets.isEmpty {
            EmptyState.draw(CollectorWord.noTargets.text, CollectorWord.noTargetsHint.text, language, &frame, inner)
            return
        }
        let table = TableLayout(columns(language), width: max(0, inner.width - 2))
        table.drawHead(
            into: &frame, x: inner.x + 1, y: inner.y, showsGroups: false, sorted: column(state.sort),
            descending: state.isReversed == (state.sort == .name))
        let rows = layout.rows
        if state.rows.isEmpty {
            EmptyState.draw(TableWord.noMatch.text, TableWord.noMatchHint.text, language, &frame, rows)
            return
        }
        for index in state.cursor.range where state.rows.indices.contains(index) {
            let y = rows.y + index - state.cursor.offset
            guard y < rows.maxY, snapshot.targets.indices.contains(state.rows[index]) else { break }
            let target = snapshot.targets[state.rows[index]]
            for placed in table.placed {
                frame.put(
                    cell(target, placed.column.id, snapshot, language), x: inner.x + 1 + placed.x, y: y,
                    maxWidth: placed.width, alignment: placed.column.alignment)
            }
            if index == state.cursor.selected { frame.select(Rect(x: inner.x, y: y, width: inner.width, height: 1)) }
        }
    }

    private static func sortName(_ sort: SortKey) -> Bilingual {
        switch sort {
        case .slowest: CollectorWord.slowest.text
        case .name: CollectorWord.name.text
        case .timeouts: CollectorWord.timeouts.text
        case .errors: CollectorWord.errors.text
        }
    }

    private static func column(_ sort: SortKey) -> Column {
        switch sort {
        case .slowest: .duration
        case .name: .target
        case .timeouts: .timeouts
        case .errors: .errors
        }
    }

    private static func cell(
        _ target: TargetPicture, _ column: Column, _ snapshot: MetroSnapshot, _ language: Language
    ) -> StyledText {
        func notable(_ count: Int) -> StyledText {
            StyledText(Figure.count(count), count > 0 ? Style(.warning) : .dim)
        }
        switch column {
        case .mark: return SeverityMark.text(target.state.severity)
        case .target: return StyledText(target.id)
        case .kind: return StyledText(CollectorWord.ofSimulator(target.kind)(language), .dim)
        case .address: return StyledText(CollectorWord.ofSimulator(target.address)(language), .dim)
        case .state:
            return StyledText(target.state.word(language), SeverityMark.textStyle(target.state.severity))
        case .lastAnswer:
            guard let last = target.lastAnswerNanoseconds else {
                return StyledText(CollectorWord.never(language), .unknown)
            }
            return StyledText(Figure.age(snapshot.timeNanoseconds &- last))
        case .duration:
            return target.lastDurationNanoseconds.map {
                StyledText(Figure.milliseconds(Double($0), decimals: 1, width: 8))
            } ?? StyledText(Figure.missing, .dim)
        case .attempts: return StyledText(Figure.count(target.attempts), .dim)
        case .timeouts: return notable(target.timeouts)
        case .errors: return notable(target.errors)
        case .retries: return StyledText(Figure.count(target.retries), .dim)
        case .drops: return notable(target.refusedSamples)
        case .period:
            return StyledText(
                target.periodMilliseconds.map { Figure.age(Int64($0) * 1_000_000) } ?? Figure.missing, .dim)
        case .next:
            return StyledText(
                target.nextAttemptNanoseconds.map { Figure.age($0 &- snapshot.timeNanoseconds) } ?? Figure.missing, .dim
            )
        }
    }

    private static func drawDetails(
        _ state: State, _ snapshot: MetroSnapshot, _ context: RenderContext, into frame: inout Frame, _ area: Rect
    ) {
        let language = context.language
        guard state.rows.indices.contains(state.cursor.selected),
            let target = snapshot.targets.indices.contains(state.rows[state.cursor.selected])
                ? snapshot.targets[state.rows[state.cursor.selected]] : nil
        else {
            let inner = frame.box(area, role: .panelB)
            if !snapshot.targets.isEmpty {
                frame.put(
                    TableWord.noMatchHint(language), x: inner.x + 1, y: inner.y, style: .dim,
                    maxWidth: inner.width - 2)
            }
            return
        }
        let words = [target.kind, target.address].map { CollectorWord.ofSimulator($0)(language) }
        var right = StyledText(words.joined(separator: " "), .dim)
        if target.consecutiveFailures > 0 {
            right =
                StyledText("\(CollectorWord.failures(language)) \(target.consecutiveFailures)  ", .warning) + right
        }
        let inner = frame.box(area, BorderTexts(title: StyledText(target.id, .title), right: right), role: .panelB)
        var y = inner.y
        func put(_ text: String, _ style: Style) {
            for line in frame.widths.wrap(text, width: inner.width - 2, maximumLines: inner.maxY - y) {
                frame.put(line, x: inner.x + 1, y: y, style: style)
                y += 1
            }
        }
        if let error = target.lastError { put(error, SeverityMark.textStyle(target.state.severity)) }
        for note in target.notes { put(CollectorWord.ofSimulator(note)(language), .text) }
        if y == inner.y { put(CollectorWord.noError(language), .dim) }
    }
}
