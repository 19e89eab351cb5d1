import Metro

/// One indicator: its gauge line, and a dimmer line of what the figure rests on.
struct GaugeLine {
    private let indicator: Indicator
    private let result: IndicatorResult?
    private let target: IndicatorTarget?
    private let context: RenderContext
    private var language: Language { context.language }

    init(_ indicator: Indicator, _ result: IndicatorResult?, _ snapshot: MetroSnapshot, _ context: RenderContext) {
        self.indicator = indicator
        self.result = result
        self.context = context
        target = snapshot.policy.target(indicator, on: snapshot.day)
    }

    private enum Part: Hashable { case name, goal, gauge, value, interval, verdict, count }

    /// A selected line leaves its gauge as it is: reversed, full blocks would look empty.
    func draw(into frame: inout Frame, area: Rect, isSelected: Bool) {
        guard area.height > 0 else { return }
        let layout = TableLayout<Part>(
            [
                TableColumn(.name, "", width: language == .chinese ? 19 : 18, .leading, priority: 100, stretch: 4),
                TableColumn(.goal, "", width: 8, priority: 60),
                TableColumn(.gauge, "", width: 14, .leading, priority: 50, stretch: 90),
                TableColumn(.value, "", width: 9, priority: 99, stretch: 2),
                TableColumn(.interval, "", width: 17, priority: 40),
                TableColumn(.count, "", width: 13, priority: 30, stretch: 3),
                TableColumn(.verdict, "", width: 9, .leading, priority: 98, stretch: 3),
            ], width: area.width - 2)
        for placed in layout.placed {
            let x = area.x + 1 + placed.x
            if placed.column.id == .gauge {
                drawGauge(into: &frame, x: x, y: area.y, width: placed.width)
            } else {
                frame.put(
                    text(placed.column.id), x: x, y: area.y, maxWidth: placed.width,
                    alignment: placed.column.alignment)
            }
        }
        if area.height > 1 {
            let hasInterval = layout[.interval] != nil
            frame.put(
                details(withInterval: !hasInterval), x: area.x + 4, y: area.y + 1, style: .dim,
                maxWidth: area.width - 5)
        }
        if isSelected { select(area, gauge: layout[.gauge], in: &frame) }
    }

    private func select(_ area: Rect, gauge: TableLayout<Part>.Placed?, in frame: inout Frame) {
        let (line, details) = area.splitTop(1)
        let start = area.x + 1 + (gauge?.x ?? 0)
        let (left, rest) = line.splitLeft(gauge == nil ? line.width : start - line.x)
        frame.select(left)
        frame.select(rest.splitLeft(gauge?.width ?? 0).rest)
        frame.select(details)
    }

    private func text(_ part: Part) -> StyledText {
        switch part {
        case .name:
            return StyledText(indicator.rawValue + " ", .keyHint) + StyledText(indicator.word(language), .title)
        case .goal: return StyledText(goal, .dim)
        case .value:
            return StyledText(result?.value.map(figure) ?? Figure.missing, result?.value == nil ? .dim : .accent)
        case .interval: return StyledText(interval, .dim)
        case .count: return StyledText(count, .dim)
        case .verdict:
            guard let result else {
                return SeverityMark.text(.unknown) + StyledText(" " + Verdict.unknown.word(language), .unknown)
            }
            let severity = SeverityMark.severity(result.verdict)
            return SeverityMark.text(severity)
                + StyledText(" " + result.verdict.word(language), SeverityMark.role(severity), .bold)
        case .gauge: return StyledText()
        }
    }

    private var isDelay: Bool { result?.unit == .nanoseconds || (result == nil && indicator == .reach) }

    private var goal: String {
        if isDelay || indicator == .interconnection, let limit = target?.limitNanoseconds {
            return "< " + Figure.fixed(Double(limit) / 1e6, decimals: 0) + " ms"
        }
        return (target?.ratio ?? result?.target).map { "≥ " + Figure.percent($0, decimals: 0, sign: true) } ?? ""
    }

    private func figure(_ value: Double) -> String {
        isDelay ? Figure.milliseconds(value, decimals: 2) + " ms" : Figure.percent(value, sign: true)
    }

    private var interval: String {
        guard let lo = result?.lo, let hi = result?.hi else { return Figure.missing }
        return isDelay
            ? Figure.milliseconds(lo, decimals: 2) + " … " + Figure.milliseconds(hi, decimals: 2) + " ms"
            : Figure.percent(lo) + " … " + Figure.percent(hi, sign: true)
    }

    private var count: String {
        guard let members = result?.members, !members.isEmpty else { return "" }
        let met = members.filter { $0.verdict == .met }.count
        return "\(met)/\(members.count) " + indicator.memberWord(language)
    }

    private func drawGauge(into frame: inout Frame, x: Int, y: Int, width: Int) {
        guard let result else {
            Gauge(lo: nil, hi: nil, goal: nil).draw(into: &frame, x: x, y: y, width: width, glyphs: context.glyphs)
            return
        }
        // A delay is good when it stays left of its mark; a ratio when it reaches it.
        let scale = isDelay ? result.target * 1.25 : 1
        // Without an upper bound it could be anything, and nothing left of the mark is proven.
        let isOpen = result.verdict == .unknown && result.hi == nil
        Gauge(
            lo: isOpen ? nil : result.lo.map { $0 / scale }, hi: isOpen ? 1 : result.hi.map { $0 / scale },
            goal: result.target / scale,
            role: isDelay ? .latency : .gauge
        ).draw(into: &frame, x: x, y: y, width: width, glyphs: context.glyphs)
    }

    /// What the value rests on; the reason comes first where the verdict is unknown.
    private func details(withInterval: Bool) -> StyledText {
        guard let result else { return StyledText(MissingReason.notMeasured.sentence(language)) }
        var parts: [StyledText] = []
        if let reason = result.reason { parts.append(StyledText(reason.sentence(language), .unknown)) }
        if withInterval, result.lo != nil { parts.append(StyledText(interval)) }
        if let need { parts.append(need) }
        if result.expected > 0 {
            parts.append(StyledText("n " + Figure.count(result.n) + " / " + Figure.count(result.expected)))
            parts.append(
                StyledText(IndicatorWord.completeness(language) + " " + Figure.percent(result.completeness, sign: true))
            )
        }
        if let layer = result.layer { parts.append(StyledText(layer.word(language))) }
        if !result.methods.isEmpty {
            parts.append(StyledText(result.methods.map { $0.word(language) }.joined(separator: "+")))
        }
        if let error = result.uncertaintyNanoseconds { parts.append(StyledText("±" + Figure.delay(error))) }
        if let secondary = result.secondary {
            let word: IndicatorWord = indicator == .exits400G ? .secondaryK3 : .secondaryK2
            parts.append(StyledText(word(language) + " " + Figure.percent(secondary, sign: true)))
        }
        var text = StyledText()
        for (index, part) in parts.enumerated() { text += index == 0 ? part : StyledText(" · ") + part }
        return text
    }

    /// `1 more needed`, `2 to prove`: what it would take.
    private var need: StyledText? {
        guard let result, result.unit == .ratio, result.verdict != .met, !result.members.isEmpty else { return nil }
        let met = result.members.filter { $0.verdict == .met }.count
        let unknown = result.members.filter { $0.verdict == .unknown }.count
        let target = min(1, max(0, result.target))
        let wanted = Int((target * Double(result.members.count)).rounded(.up)) - met
        guard wanted > 0 else { return nil }
        let word: IndicatorWord = wanted <= unknown ? .needsToProve : .needsMore
        return language == .chinese
            ? StyledText(word(language) + " \(wanted)", .warning) : StyledText("\(wanted) " + word(language), .warning)
    }
}
