import Metro

/// What is said of one target beside its row: the last error, load and temperatures, stray answers, oddities, where the
/// network differs from the inventory.
struct TargetFacts {
    let target: TargetPicture
    let snapshot: MetroSnapshot
    let context: RenderContext

    private var language: Language { context.language }
    private var stream: StreamFacts? { target.stream.map { StreamFacts(stream: $0, language: language) } }
    private var drift: [DriftFinding] { target.device.map { snapshot.drift.findings(of: $0) } ?? [] }

    func lines(columns: Int) -> [StyledText] {
        func wrapped(_ text: String, _ style: Style) -> [StyledText] {
            context.widths.wrap(text, width: columns, maximumLines: 12).map { StyledText($0, style) }
        }
        let error = target.lastError.map { wrapped($0, SeverityMark.textStyle(target.state.severity)) } ?? []
        let figures = context.widths.flow(figures, columns: columns)
        let notes = target.notes.flatMap { wrapped(CollectorWord.ofSimulator($0)(language), .text) }
        let differences = drift.flatMap { wrapped("! " + $0.sentence(language), Style(.warning)) }
        let refusals = stream?.refusals.flatMap { wrapped("! " + $0, Style(.warning)) } ?? []
        let lines = error + figures + refusals + notes + differences
        return lines.isEmpty ? [StyledText(CollectorWord.noError(language), .dim)] : lines
    }

    /// `CPU 23 %   61 °C CPU board   late 3`, what there is of it.
    private var figures: [StyledText] {
        func figure(_ word: CollectorWord, _ value: String, _ style: Style = .text) -> StyledText {
            StyledText(word(language) + " ", .dim) + StyledText(value, style)
        }
        var pieces = stream?.figures ?? []
        if let sensors = target.sensors {
            if let load = sensors.processorLoad.value {
                pieces.append(StyledText("CPU ", .dim) + StyledText(Figure.percent(load, decimals: 0, sign: true)))
            }
            for temperature in sensors.temperatures.prefix(3) {
                pieces.append(
                    StyledText(temperature.name + " ", .dim) + StyledText(Figure.celsius(temperature.celsius) + " °C"))
            }
        }
        let strays = target.strays
        let counted: [(CollectorWord, Int)] = [
            (.late, strays.late), (.duplicate, strays.duplicate), (.foreign, strays.foreign),
            (.unasked, strays.unknown), (.malformed, strays.malformed), (.untrusted, strays.untrusted),
        ]
        if strays.total > 0 {
            // A word for all of them stands before the first.
            let kinds = counted.filter { $0.1 > 0 }
            for (place, kind) in kinds.enumerated() {
                let head = place == 0 ? StyledText(CollectorWord.strays(language) + ": ", .dim) : StyledText()
                pieces.append(head + figure(kind.0, Figure.count(kind.1), Style(.warning)))
            }
        }
        if strays.relearned > 0 { pieces.append(figure(.relearned, Figure.count(strays.relearned))) }
        return pieces
    }
}

extension TargetPicture {
    /// The device that an SNMP agent, a gNMI target, or a simulated one speaks for.
    var device: DeviceID? {
        guard ["snmp", "gnmi", "simulator"].contains(kind), id.hasPrefix(kind + "/") else { return nil }
        let name = String(id.dropFirst(kind.count + 1))
        return name.hasPrefix("probe/") ? nil : DeviceID(name)
    }
}

extension MetroSnapshot {
    /// The target that speaks for a device.
    func target(of device: DeviceID) -> TargetPicture? { targets.first { $0.device == device } }
}
