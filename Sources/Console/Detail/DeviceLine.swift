import Metro

/// One device on one line: `X PE-DC6  backing off   CPU 23 %  61.5 °C   oddities 2  drift 1`.
struct DeviceLine {
    let device: DeviceID
    let snapshot: MetroSnapshot
    let context: RenderContext

    private var language: Language { context.language }

    func draw(into frame: inout Frame, _ line: Rect) {
        let target = snapshot.target(of: device)
        let severity = target?.state.severity ?? .stale
        let right = right(target)
        let columns = min(right.columns(frame.widths), line.width * 2 / 3)
        frame.put(SeverityMark.text(severity), x: line.x + 1, y: line.y)
        let name = snapshot.inventory.device(device)?.name.text(language) ?? ""
        frame.put(name.isEmpty ? device.text : name, x: line.x + 3, y: line.y, maxWidth: line.width - columns - 5)
        frame.put(right, x: line.maxX - 1 - columns, y: line.y, maxWidth: columns)
    }

    private func right(_ target: TargetPicture?) -> StyledText {
        guard let target else { return StyledText(DetailWord.noTarget(language), .dim) }
        var pieces: [StyledText] = []
        let drift = snapshot.drift.findings(of: device).count
        if drift > 0 { pieces.append(StyledText("\(CollectorWord.drift(language)) \(drift)", .warning)) }
        if !target.notes.isEmpty {
            pieces.append(StyledText("\(DetailWord.oddities(language)) \(target.notes.count)", .dim))
        }
        if target.state.severity > .ok {
            pieces.append(StyledText(target.state.word(language), SeverityMark.textStyle(target.state.severity)))
        }
        if let load = target.sensors?.processorLoad.value {
            pieces.append(StyledText("CPU ", .dim) + StyledText(Figure.percent(load, decimals: 0, sign: true)))
        }
        if let hottest = target.sensors?.temperatures.first {
            pieces.append(StyledText(Figure.celsius(hottest.celsius) + " °C"))
        }
        return pieces.enumerated().reduce(StyledText()) { $0 + ($1.offset > 0 ? "  " : "") + $1.element }
    }
}
