import Metro

/// The line under the map that says what its shapes mean; what does not fit is left out from the end.
struct MapLegend {
    let context: RenderContext
    let looks: [SiteLook]

    private struct Item {
        var sample: StyledText
        /// Three cells of one look, or one cell of each.
        var ramp: [LinkLook] = []
        var word: MapWord

        var strokeColumns: Int { ramp.count == 1 ? 3 : ramp.count }
    }

    /// Shares of capacity, per cent, that stand for the colours between.
    private static let ramp: [UInt8] = [5, 25, 50, 70, 90]

    func draw(into frame: inout Frame, area: Rect) {
        if area.height >= 2 {
            draw(strokes, into: &frame, x: area.x + 1, y: area.y, end: area.maxX)
            draw(marks, into: &frame, x: area.x + 1, y: area.y + 1, end: area.maxX)
        } else if area.height == 1 {
            // Colours need their words first; centres explain themselves.
            let known = strokes.filter { $0.word != .unknown && $0.word != .noProbe && $0.word != .notRead }
            let points = marks.filter { $0.word != .centre }
            draw(known + points, into: &frame, x: area.x + 1, y: area.y, end: area.maxX)
        }
    }

    private func draw(_ items: [Item], into frame: inout Frame, x start: Int, y: Int, end: Int) {
        var x = start
        for item in items {
            let word = " " + item.word(context.language)
            let sample = item.sample.columns(frame.widths) + item.strokeColumns
            let columns = sample + frame.widths.of(word)
            guard x + columns <= end else { return }
            var at = x
            for look in item.ramp {
                let columns = item.strokeColumns / item.ramp.count
                stroke(look, into: &frame, x: at, y: y, columns: columns)
                at += columns
            }
            at += frame.put(item.sample, x: at, y: y)
            frame.put(word, x: at, y: y, style: .dim)
            x += columns + 2
        }
    }

    private var strokes: [Item] {
        func look(_ condition: LinkLook.Condition, _ level: UInt8 = 20) -> LinkLook {
            LinkLook(condition: condition, value: nil, level: level, isUtilization: context.colorsByUtilization)
        }
        func line(_ condition: LinkLook.Condition, _ word: MapWord, _ severity: Severity?) -> Item {
            Item(sample: severity.map { SeverityMark.text($0) } ?? "", ramp: [look(condition)], word: word)
        }
        if context.colorsByUtilization {
            return [
                Item(sample: "", ramp: Self.ramp.map { look(.ok, $0) }, word: .share),
                line(.near, .busy, .warning), line(.over, .over, .breach), line(.down, .down, .breach),
                line(.unknown, .unknown, .unknown), line(.notMeasured, .notRead, nil),
            ]
        }
        return [
            line(.ok, .within, nil), line(.near, .near, .warning), line(.over, .over, .breach),
            line(.down, .down, .breach), line(.unknown, .unknown, .unknown), line(.notMeasured, .noProbe, nil),
        ]
    }

    /// The shapes that occur.
    private var marks: [Item] {
        let shapes: [(SiteLook.Kind, MapWord)] = [
            (.centre, .centre), (.covered, .covered), (.notCovered, .notCovered), (.coverageUnknown, .unknown),
            (.crossConnected, .crossConnect), (.notCrossConnected, .noCrossConnect),
        ]
        return shapes.compactMap { kind, word in
            looks.first { $0.kind == kind }.map {
                Item(sample: StyledText(String($0.glyph(context.glyphs)), $0.style), word: word)
            }
        }
    }

    /// The very stroke that the map uses.
    private func stroke(_ look: LinkLook, into frame: inout Frame, x: Int, y: Int, columns: Int) {
        var canvas = Canvas(columns: columns, rows: 1)
        canvas.line(
            from: Canvas.Point(x: 0, y: 1), to: Canvas.Point(x: Double(2 * columns - 1), y: 1), look.style,
            pattern: look.condition == .down ? Canvas.Pattern(on: 2, off: 2) : look.pattern, width: look.width)
        canvas.composite(into: &frame, at: (x, y), glyphs: context.glyphs)
    }
}
