import Metro

extension IndicatorsScreen {
    public static func render(
        _ state: State, _ snapshot: MetroSnapshot, _ context: RenderContext, into frame: inout Frame, area: Rect
    ) {
        let layout = IndicatorsLayout(area)
        let language = context.language
        frame.box(
            layout.gauges, gaugesBorder(state, snapshot, language), role: .panelA, focused: state.panel == .gauges)
        for (index, indicator) in Indicator.allCases.enumerated() {
            let y = layout.gaugeY(index)
            let lines = Rect(
                x: layout.gauges.x + 1, y: y, width: layout.gauges.width - 2, height: min(2, layout.linesPerGauge))
            let line = GaugeLine(indicator, result(indicator, state, snapshot), snapshot, context)
            line.draw(into: &frame, area: lines, isSelected: indicator == state.indicator)
        }
        drawLegend(into: &frame, layout, language)
        MemberList(state, snapshot, context).draw(into: &frame, layout)
    }

    private static func gaugesBorder(_ state: State, _ snapshot: MetroSnapshot, _ language: Language) -> BorderTexts {
        func form(_ form: IndicatorForm, _ word: IndicatorWord, _ seconds: Int) -> StyledText {
            let text = word(language) + " " + windowText(seconds)
            return StyledText(text, state.form == form ? Style(.accent, .underline) : .dim)
        }
        let title =
            StyledText("³", .keyHint) + StyledText(ShellWord.indicators(language), .title) + StyledText("  ")
            + StyledText(scopeName(scope(state, snapshot), snapshot, language), .accent) + StyledText("  ")
            + form(.live, .liveForm, snapshot.policy.liveWindowSeconds) + StyledText(" │ ", .dim)
            + form(.official, .officialForm, snapshot.policy.officialWindowSeconds)
        return BorderTexts(title: title, right: StyledText(Milestone.countdown(snapshot.day, language), .dim))
    }

    static func windowText(_ seconds: Int) -> String {
        seconds % 86_400 == 0 && seconds > 0
            ? "\(seconds / 86_400) d" : seconds % 3_600 == 0 ? "\(seconds / 3_600) h" : "\(seconds / 60) min"
    }

    static func scopeName(_ scope: IndicatorScope, _ snapshot: MetroSnapshot, _ language: Language) -> String {
        switch scope {
        case .city: return IndicatorWord.city(language)
        case .networkOperator(let id):
            let name = snapshot.inventory.operators.first { $0.id == id }?.name.text(language) ?? ""
            return name.isEmpty ? id.text : name
        }
    }

    private static func drawLegend(into frame: inout Frame, _ layout: IndicatorsLayout, _ language: Language) {
        let y = layout.gauges.maxY - 2
        let legend =
            StyledText("█ ", Style(.gauge, level: 60)) + StyledText(IndicatorWord.proven(language) + "   ", .dim)
            + StyledText("▒ ", Style(.gauge, level: 60, .faint))
            + StyledText(IndicatorWord.couldBe(language) + "   ", .dim)
            + StyledText("┃ ", .limit) + StyledText(IndicatorWord.goal(language), .dim)
        frame.put(legend, x: layout.gauges.x + 2, y: y, maxWidth: layout.gauges.width - 4)
    }
}
