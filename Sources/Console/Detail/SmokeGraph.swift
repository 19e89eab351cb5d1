import Metro

/// One direction of a path over 60 minutes: the band from minimum to maximum as smoke, from p50 to p99 solid, on a
/// scale from zero with the limit and the floor drawn, and the excess over the floor as a light tone. Gaps stay gaps; what is far above is clipped and marked.
struct SmokeGraph {
    var minutes: [DelayMinute]
    /// Nanoseconds.
    var limit: Double
    var floor: Double?
    /// Value at the top edge, nanoseconds; both directions of a path share one so that they can be compared.
    var upper: Double
    /// Where the route changed, 0 … 1 of the width.
    var reroutes: [Double] = []

    /// The scale that shows the limit and all but the outliers of both directions.
    static func upper(_ directions: [[DelayMinute]], limit: Double) -> Double {
        let p99s = directions.joined().map { Double($0.p99) }.filter(\.isFinite).sorted()
        let usual = p99s.isEmpty ? 0 : p99s[min(p99s.count - 1, p99s.count * 95 / 100)]
        let top = max(limit.isFinite ? limit * 1.15 : 0, usual * 1.2)
        return top > 0 ? top : 1
    }

    /// One band for each direction, equally high so that one scale and one limit line serve both; the time axis has a
    /// row of its own under the second.
    static func bands(_ area: Rect, hasAxis: Bool) -> (top: Rect, bottom: Rect) {
        let axis = hasAxis ? 1 : 0
        let rows = max(0, area.height - axis) / 2
        let (rest, bottom) = area.splitTop(area.height - rows - axis)
        return (rest.splitTop(rows).top, bottom)
    }

    /// The graph alone.
    func draw(into frame: inout Frame, area: Rect, glyphs: GlyphSet) {
        guard !area.isEmpty else { return }
        drawFloor(into: &frame, area: area)
        drawExcess(into: &frame, area: area, glyphs: glyphs)
        AreaGraph(columns: minutes.map(column), upper: upper, limit: limit, role: .latency)
            .draw(into: &frame, area: area, glyphs: glyphs)
    }

    /// With a scale at the left, a lane for loss and gaps, and the time below, as far as there is room.
    ///
    /// - Parameter times: where the graph ends in time; `nil` leaves the time axis out.
    func draw(into frame: inout Frame, area: Rect, glyphs: GlyphSet, times: TimeAxis?) {
        let axis = 6
        guard area.width > axis + 10 else { return draw(into: &frame, area: area, glyphs: glyphs) }
        let hasLane = area.height >= 4
        let hasTimes = times != nil && area.height >= 5
        let graph = Rect(
            x: area.x + axis, y: area.y, width: area.width - axis,
            height: area.height - (hasLane ? 1 : 0) - (hasTimes ? 1 : 0))
        drawScale(into: &frame, graph: graph, axis: axis)
        draw(into: &frame, area: graph, glyphs: glyphs)
        if hasLane { drawLane(into: &frame, x: graph.x, y: graph.maxY, width: graph.width) }
        for share in reroutes {
            let x = graph.x + min(graph.width - 1, Int(share * Double(graph.width)))
            frame[x, hasLane ? graph.maxY : graph.maxY - 1] = Cell("▲", Style(.warning, .bold))
        }
        if hasTimes { times?.draw(into: &frame, x: graph.x, y: area.maxY - 1, width: graph.width) }
    }

    private func column(_ minute: DelayMinute) -> AreaGraph.Column? {
        let values = [minute.minimum, minute.p50, minute.p99, minute.maximum].map(Double.init)
        guard minute.received > 0, values.allSatisfy(\.isFinite) else { return nil }
        // A percentile is the edge of a bucket and may stand a little over the exact maximum.
        // A delay below 0 is a clock's fault; the graph marks it.
        let low = values.min() ?? 0
        let high = max(low, values.max() ?? 0)
        let solidLow = max(low, min(values[1], values[2]))
        return AreaGraph.Column(solid: solidLow...max(solidLow, values[2]), smoke: low...high)
    }

    private func row(_ value: Double, _ area: Rect) -> Int? {
        guard value.isFinite, value >= 0, value <= upper else { return nil }
        let fromBottom = min(area.height - 1, Int(value / upper * Double(area.height)))
        return area.maxY - 1 - fromBottom
    }

    private func drawFloor(into frame: inout Frame, area: Rect) {
        guard let floor, floor > 0, let y = row(floor, area), area.height > 1, y != row(limit, area) else { return }
        for x in area.x..<area.maxX { frame[x, y] = Cell("╌", .dim) }
    }

    /// A light tone from the floor up to the median: what distance does not explain.
    private func drawExcess(into frame: inout Frame, area: Rect, glyphs: GlyphSet) {
        guard let floor, floor.isFinite, floor >= 0, !minutes.isEmpty, glyphs == .braille, limit > 0 else { return }
        var canvas = Canvas(columns: area.width, rows: area.height)
        func height(_ value: Double) -> Int { Int(max(0, min(1, value / upper)) * Double(canvas.dotsHigh)) }
        let bottom = height(floor)
        for x in 0..<canvas.dotsWide {
            let minute = minutes[min(minutes.count - 1, x * minutes.count / canvas.dotsWide)]
            let median = Double(minute.p50)
            guard minute.received > 0, median.isFinite, median > floor else { continue }
            let level = UInt8(max(0, min(100, median / limit * 100)))
            for dot in bottom..<max(bottom, height(median)) where dot % 2 == 0 && (x + dot) % 4 == 0 {
                canvas.plot(x, canvas.dotsHigh - 1 - dot, Style(.latency, level: level, .faint), priority: Int(level))
            }
        }
        canvas.composite(into: &frame, at: (area.x, area.y), glyphs: glyphs)
    }

    private func drawScale(into frame: inout Frame, graph: Rect, axis: Int) {
        var taken: Set<Int> = []
        // Of two on one row the earlier is written.
        let marks: [(Double, Style)] =
            [(limit, Style(.limit))] + (floor.map { [($0, .dim)] } ?? []) + [(0, .dim), (upper, .dim)]
        for (value, style) in marks {
            guard let y = value == upper ? graph.y : row(value, graph), !taken.contains(y) else { continue }
            taken.insert(y)
            let decimals = upper < 1e5 ? 3 : 2
            frame.put(
                value == 0 ? "0" : Figure.milliseconds(value, decimals: decimals, width: axis - 1), x: graph.x - axis,
                y: y,
                style: style, maxWidth: axis - 1, alignment: .trailing)
        }
    }

    /// `x` some lost, `X` all lost, `░` no data; a change of route stands over it.
    private func drawLane(into frame: inout Frame, x: Int, y: Int, width: Int) {
        guard !minutes.isEmpty else { return }
        for column in 0..<width {
            let first = column * minutes.count / width
            let end = min(minutes.count, max(first + 1, (column + 1) * minutes.count / width))
            let span = minutes[first..<end]
            let lost = span.reduce(0) { $0 &+ Int($1.lost) }
            let received = span.reduce(0) { $0 &+ Int($1.received) }
            let cell: Cell =
                switch (received > 0, lost > 0) {
                case (false, false): Cell("░", Style(.stale))
                case (false, true): Cell("X", Style(.breach, .bold))
                case (true, true): Cell("x", Style(.warning))
                case (true, false): Cell("─", Style(.border))
                }
            frame[x + column, y] = cell
        }
    }
}
