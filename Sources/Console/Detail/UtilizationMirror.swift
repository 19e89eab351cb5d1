import Metro

/// Utilization of the last 60 minutes around one axis: A→B upward, B→A downward, never added up. Gaps stay gaps.
struct UtilizationMirror {
    var forward: [Float]
    var backward: [Float]

    /// A round share that holds both directions, so that a quiet link shows its shape; the label says which.
    var upper: Double {
        let highest = (forward + backward).map(Double.init).filter(\.isFinite).max() ?? 0
        return [0.05, 0.1, 0.25, 0.5, 1.0].first { highest <= $0 } ?? 1.05
    }

    func draw(into frame: inout Frame, area: Rect, glyphs: GlyphSet, times: TimeAxis) {
        let axis = 6
        guard area.width > axis + 10, area.height >= 3 else { return }
        let hasTimes = area.height >= 6
        let graph = Rect(
            x: area.x + axis, y: area.y, width: area.width - axis, height: area.height - (hasTimes ? 1 : 0))
        var canvas = Canvas(columns: graph.width, rows: graph.height)
        let middle = canvas.dotsHigh / 2
        for x in 0..<canvas.dotsWide {
            bar(&canvas, x, value(forward, x, canvas.dotsWide), from: middle - 1, by: -1, room: middle)
            bar(&canvas, x, value(backward, x, canvas.dotsWide), from: middle, by: 1, room: canvas.dotsHigh - middle)
        }
        canvas.composite(into: &frame, at: (graph.x, graph.y), glyphs: glyphs)
        drawGaps(into: &frame, graph)
        let top = Figure.percent(upper, decimals: 0) + "%"
        frame.put("→" + top, x: area.x, y: graph.y, style: .dim, maxWidth: axis - 1, alignment: .trailing)
        frame.put("←" + top, x: area.x, y: graph.maxY - 1, style: .dim, maxWidth: axis - 1, alignment: .trailing)
        frame.put("0", x: area.x, y: graph.y + graph.height / 2, style: .dim, maxWidth: axis - 1, alignment: .trailing)
        if hasTimes { times.draw(into: &frame, x: graph.x, y: area.maxY - 1, width: graph.width) }
    }

    private func value(_ minutes: [Float], _ x: Int, _ columns: Int) -> Double? {
        guard !minutes.isEmpty else { return nil }
        let value = Double(minutes[min(minutes.count - 1, x * minutes.count / columns)])
        return value.isFinite ? max(0, value) : nil
    }

    private func bar(_ canvas: inout Canvas, _ x: Int, _ value: Double?, from start: Int, by step: Int, room: Int) {
        guard let value, room > 0 else { return }
        let height = max(1, Int((min(1, value / upper) * Double(room)).rounded()))
        for dot in 0..<height {
            let level = UInt8(max(0, min(100, Double(dot + 1) / Double(room) * upper * 100)))
            canvas.plot(x, start + step * dot, Style(.traffic, level: level), priority: Int(level))
        }
    }

    /// Where neither direction is known the axis is grey.
    private func drawGaps(into frame: inout Frame, _ graph: Rect) {
        for column in 0..<graph.width
        where value(forward, column, graph.width) == nil && value(backward, column, graph.width) == nil {
            frame[graph.x + column, graph.y + graph.height / 2] = Cell("░", Style(.stale))
        }
    }
}

/// Times of day under a graph of minutes that ends now.
struct TimeAxis {
    var minutes: Int
    var endNanoseconds: Int64
    var zoneOffsetSeconds: Int

    init(_ snapshot: MetroSnapshot, minutes: Int = 60) {
        self.minutes = minutes
        endNanoseconds = snapshot.timeNanoseconds
        zoneOffsetSeconds = snapshot.zoneOffsetSeconds
    }

    func draw(into frame: inout Frame, x: Int, y: Int, width: Int) {
        let count = max(2, min(7, width / 14))
        for mark in 0..<count {
            let back = minutes - minutes * mark / (count - 1)
            let time = Figure.timeOfDay(
                endNanoseconds &- Int64(back) * 60_000_000_000, offsetSeconds: zoneOffsetSeconds, seconds: false)
            frame.put(time, x: x + (width - 5) * mark / (count - 1), y: y, style: .dim)
        }
    }
}
