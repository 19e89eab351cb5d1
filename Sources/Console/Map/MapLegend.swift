import Metro

/// The line under the map that says what its shapes mean; what does not fit is left out from the end.
struct MapLegend {
    let context: RenderContext
    let looks: [SiteLook]

    private struct Item {
        var sample: StyledText
        var stroke: LinkLook?
        var word: MapWord
    }

    func draw(into frame: inout Frame, area: Rect) {
        if area.height >= 2 {
            draw(marks, into: &frame, x: area.x + 1, y: area.y, end: area.maxX)
            draw(strokes, into: &frame, x: area.x + 1, y: area.y + 1, end: area.maxX)
        } else if area.height == 1 {
            // Centres and links that are well explain themselves; what is wrong does not.
            let urgent = strokes.filter { ($0.stroke?.severity ?? .ok) > .ok }
            draw(Array(marks.dropFirst()) + urgent.reversed(), into: &frame, x: area.x + 1, y: area.y, end: area.maxX)
        }
    }

    private func draw(_ items: [Item], into frame: inout Frame, x start: Int, y: Int, end: Int) {
        var x = start
        for item in items {
            let word = " " + item.word(context.language)
            let sample = item.sample.columns(frame.widths) + (item.stroke == nil ? 0 : 3)
            let columns = sample + frame.widths.of(word)
            guard x + columns <= end else { return }
            var at = x
            if let stroke = item.stroke {
                self.stroke(stroke, into: &frame, x: at, y: y)
                at += 3
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
            Item(sample: severity.map { SeverityMark.text($0) } ?? "", stroke: look(condition), word: word)
        }
        if context.colorsByUtilization {
            return [
                line(.ok, .within, nil), line(.near, .near, .warning), line(.down, .down, .breach),
                line(.unknown, .unknown, .unknown),
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
                Item(sample: StyledText(String($0.glyph(context.glyphs)), $0.style), stroke: nil, word: word)
            }
        }
    }

    /// The very stroke that the map uses, on three cells.
    private func stroke(_ look: LinkLook, into frame: inout Frame, x: Int, y: Int) {
        var canvas = Canvas(columns: 3, rows: 1)
        canvas.line(
            from: Canvas.Point(x: 0, y: 1), to: Canvas.Point(x: 5, y: 1), look.style,
            pattern: look.condition == .down ? Canvas.Pattern(on: 2, off: 2) : look.pattern, width: look.width)
        canvas.composite(into: &frame, at: (x, y), glyphs: context.glyphs)
    }
}
