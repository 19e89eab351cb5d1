import Metro

extension LinksScreen {
    public static func render(
        _ state: State, _ snapshot: MetroSnapshot, _ context: RenderContext, into frame: inout Frame, area: Rect
    ) {
        let language = context.language
        let inner = frame.box(area, border(state, snapshot, context), role: .panelA)
        guard state.total > 0 else {
            EmptyState.draw(TableWord.noLinks.text, TableWord.noLinksHint.text, language, &frame, inner)
            return
        }
        let layout = TableLayout(
            columns(language, byUtilization: context.colorsByUtilization), width: max(0, inner.width - 2))
        let x = inner.x + 1
        layout.drawHead(
            into: &frame, x: x, y: inner.y, showsGroups: true, sorted: column(state.sort),
            descending: state.isReversed == (state.sort == .name))
        let rows = rowArea(area)
        guard !state.rows.isEmpty else {
            EmptyState.draw(TableWord.noMatch.text, TableWord.noMatchHint.text, language, &frame, rows)
            return
        }
        for index in state.cursor.range where state.rows.indices.contains(index) {
            let y = rows.y + index - state.cursor.offset
            guard y < rows.maxY else { break }
            LinkLine(state.rows[index], snapshot, context).draw(into: &frame, x: x, y: y, layout)
            if index == state.cursor.selected {
                frame.select(Rect(x: inner.x, y: y, width: inner.width, height: 1))
            }
        }
    }

    private static func border(_ state: State, _ snapshot: MetroSnapshot, _ context: RenderContext) -> BorderTexts {
        let language = context.language
        var texts = BorderTexts(
            title: StyledText("²", .keyHint) + StyledText(ShellWord.links(language), .title),
            right: StyledText(TableWord.sortedBy(language) + " ", .dim)
                + StyledText(title(state.sort)(language), .title),
            bottomRight: StyledText(state.cursor.position(TableWord.of.text, state.total, language)))
        if let filter = context.filter {
            texts.title += StyledText("  /" + filter.text, filter.isExpression ? .keyHint : .warning)
        }
        if let selected = state.selected { texts.bottomLeft = note(selected, snapshot, language) }
        return texts
    }

    /// What the selected row's state rests on, in words: what is wrong with the link itself, else the reason for what is
    /// missing, else the figure and its limit.
    static func note(_ row: Row, _ snapshot: MetroSnapshot, _ language: Language) -> StyledText {
        let row = LinkRow(row, snapshot)
        let word = row.stateWord(language)
        let severity = row.severity
        let style = SeverityMark.textStyle(severity)
        if let cause = LinkCause(row)?.text(language), !cause.isEmpty {
            return StyledText(severity.word(language) + ": " + cause, style)
        }
        let path = row.path
        var reasons: [MissingReason] = []
        // Where a path is what is wrong, the link's own gaps do not explain it.
        let isPathFine = path.map { $0.severity < .warning } ?? true
        if isPathFine { reasons = [row.link?.forward.utilization.reason].compactMap { $0 } }
        if let path {
            reasons += [path.forward.p99.reason, path.backward.p99.reason, path.reason].compactMap { $0 }
        }
        if let reason = reasons.first(where: { $0 != .notMeasured }) ?? (path == nil ? reasons.first : nil) {
            return StyledText(word + ": " + reason.sentence(language), style)
        }
        guard let path, let worst = path.worstP99 else { return StyledText(word, style) }
        let error = [path.forward.uncertainty.value, path.backward.uncertainty.value].compactMap { $0 }.max()
        return StyledText(
            word + ": p99 " + Figure.milliseconds(worst) + " ms"
                + (error.map { " ± " + Figure.milliseconds($0) } ?? "") + ", " + TableWord.limit(language) + " "
                + Figure.milliseconds(path.limitNanoseconds, decimals: 2) + " ms", style)
    }
}
