import Metro

/// The members of the chosen indicator that miss or are unknown, with the reason.
struct MemberList {
    private let state: IndicatorsScreen.State
    private let snapshot: MetroSnapshot
    private let context: RenderContext
    private let members: [IndicatorMember]
    private let result: IndicatorResult?
    private var language: Language { context.language }

    private enum Column: Hashable { case mark, name, delay, verdict, reason }

    init(_ state: IndicatorsScreen.State, _ snapshot: MetroSnapshot, _ context: RenderContext) {
        self.state = state
        self.snapshot = snapshot
        self.context = context
        result = IndicatorsScreen.result(state.indicator, state, snapshot)
        members = IndicatorsScreen.notMet(result)
    }

    func draw(into frame: inout Frame, _ layout: IndicatorsLayout) {
        let name = state.indicator.rawValue + " " + IndicatorWord.whatMisses(language)
        let inner = frame.box(
            layout.members,
            BorderTexts(
                title: StyledText(name),
                bottomRight: StyledText(
                    state.members.position(TableWord.of.text, members.count, language))),
            role: .panelB, focused: state.panel == .members)
        guard let result else {
            EmptyState.draw(IndicatorWord.noResults.text, IndicatorWord.noResultsHint.text, language, &frame, inner)
            return
        }
        guard !members.isEmpty else {
            let text = result.members.isEmpty ? IndicatorWord.noMembers : .allMet
            EmptyState.draw(
                text.text, result.reason?.sentence ?? Bilingual("", ""), language, &frame, inner)
            return
        }
        drawRows(into: &frame, layout)
    }

    private func drawRows(into frame: inout Frame, _ layout: IndicatorsLayout) {
        let rows = layout.memberRows
        let hasDelay = members.contains { $0.lo != nil || $0.hi != nil }
        var columns = [
            TableColumn(Column.mark, "", width: 1, .leading, priority: 100),
            TableColumn(
                .name, state.indicator.memberWord(language), width: 22, .leading, priority: 99, stretch: 18),
            TableColumn(.verdict, IndicatorWord.verdict(language), width: 8, .leading, priority: 60),
            TableColumn(.reason, IndicatorWord.reason(language), width: 20, .leading, priority: 80, stretch: 80),
        ]
        if hasDelay {
            columns.insert(TableColumn(.delay, IndicatorWord.delay(language), width: 18, priority: 90), at: 2)
        }
        let table = TableLayout(columns, width: rows.width - 2)
        table.drawHead(into: &frame, x: rows.x + 1, y: rows.y - 1, showsGroups: false, sorted: nil, descending: false)
        for index in state.members.range where members.indices.contains(index) {
            let y = rows.y + index - state.members.offset
            guard y < rows.maxY else { break }
            for placed in table.placed {
                frame.put(
                    cell(members[index], placed.column.id), x: rows.x + 1 + placed.x, y: y, maxWidth: placed.width,
                    alignment: placed.column.alignment)
            }
            if index == state.members.selected, state.panel == .members {
                frame.select(Rect(x: rows.x, y: y, width: rows.width, height: 1))
            }
        }
    }

    /// By how much a member is over the limit at least; empty where it is not about delay.
    private func excess(_ member: IndicatorMember) -> String {
        let limit = snapshot.policy.target(state.indicator, on: snapshot.day)?.limitNanoseconds
        guard member.verdict == .missed, let lo = member.lo, let limit, lo >= Double(limit) else { return "" }
        return IndicatorWord.overLimit(language) + " +" + Figure.milliseconds(lo - Double(limit)) + " ms"
    }

    private func cell(_ member: IndicatorMember, _ column: Column) -> StyledText {
        let severity = SeverityMark.severity(member.verdict)
        switch column {
        case .mark: return SeverityMark.text(severity)
        case .name:
            return StyledText(member.sites.map { SubjectName.site($0, snapshot, language) }.joined(separator: " ⇄ "))
        case .verdict: return StyledText(member.verdict.word(language), SeverityMark.textStyle(severity))
        case .delay:
            guard let lo = member.lo, let hi = member.hi else { return StyledText(Figure.missing, .dim) }
            return StyledText(
                Figure.milliseconds(lo, decimals: 3) + " … " + Figure.milliseconds(hi, decimals: 3) + " ms")
        case .reason:
            var text = StyledText(member.reason?.sentence(language) ?? excess(member), .dim)
            if member.higherLayerAlert {
                text = StyledText(IndicatorWord.layerAlert(language) + "  ", .warning) + text
            }
            return text
        }
    }
}
