import Metro

extension MapPanel {
    /// `K2 coverage 84.6 %  80.8 … 88.5  ≥ 70 %  met ·   ○ 22  ● 3  ? 1`.
    func drawCoverageLine(into frame: inout Frame, _ line: Rect) {
        guard !line.isEmpty else { return }
        guard let result = coverage else {
            frame.put(
                MapWord.coverage(context.language) + "  " + MapWord.insufficient(context.language), x: line.x + 1,
                y: line.y,
                style: Style(.unknown), maxWidth: line.width - 2)
            return
        }
        let severity = SeverityMark.severity(result.verdict)
        let verdict =
            StyledText(result.verdict.word(context.language) + " ", SeverityMark.textStyle(severity))
            + SeverityMark.text(severity)
        let figure = result.value.map { Figure.percent($0) + " %" } ?? Figure.missing
        var text = StyledText("K2 ", .text) + StyledText(figure, Style(.accent, .bold))
        if let lo = result.lo, let hi = result.hi {
            text += StyledText("  " + Figure.percent(lo) + " … " + Figure.percent(hi), .dim)
        }
        text +=
            StyledText("  ≥ " + Figure.percent(result.target, decimals: 0) + " %  ", .dim) + verdict + StyledText("   ")
        text += counts(result)
        frame.put(text, x: line.x + 1, y: line.y, maxWidth: line.width - 2)
    }
}
