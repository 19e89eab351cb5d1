import Metro

/// Both directions' delays of the window around one axis: A→B upward, B→A downward, with limit and floor as lines. What
/// lies between the floor and the hills is the excess. Delays under 0 are shown where they are, in the colour of doubt.
struct DelayHistogram {
    var forward: [DelayBucket]
    var backward: [DelayBucket]
    /// Nanoseconds.
    var limit: Double
    var floor: Double?
    /// Delays that a wrong clock spoiled: they are in no bucket.
    var faults = (forward: 0, backward: 0)

    /// The picture's edges, nanoseconds, and the lines that are in sight between them.
    private struct Scale {
        var left: Double
        var right: Double
        var seesLimit: Bool
        var seesFloor: Bool

        func column(_ value: Double, _ area: Rect) -> Int {
            area.x + Int((value - left) / (right - left) * Double(area.width - 1))
        }
    }

    func draw(into frame: inout Frame, area: Rect, glyphs: GlyphSet, language: Language) {
        guard area.width >= 8, area.height >= 4 else { return }
        let buckets = (forward + backward).filter { $0.count > 0 && $0.lower.isFinite && $0.upper.isFinite }
        guard let low = buckets.map(\.lower).min(), let high = Self.usualEnd(buckets), high > low else {
            frame.put(
                DetailWord.noSamples(language), x: area.x, y: area.y + area.height / 2, style: .dim,
                maxWidth: area.width, alignment: .centre)
            return
        }
        let (graph, axis) = area.splitTop(area.height - 1)
        let scale = scale(low, high)
        let (left, right) = (scale.left, scale.right)
        let columns = graph.width * 2
        let up = density(forward, left, right, columns)
        let down = density(backward, left, right, columns)
        let tallest = max(up.max() ?? 0, down.max() ?? 0)
        guard tallest > 0 else { return }
        var canvas = Canvas(columns: graph.width, rows: graph.height)
        let middle = canvas.dotsHigh / 2
        for x in 0..<columns {
            let delay = left + (right - left) * (Double(x) + 0.5) / Double(columns)
            let level = UInt8(max(0, min(100, delay / max(1, limit) * 100)))
            let style = delay < 0 ? Style(.unknown) : Style(.latency, level: level)
            bar(&canvas, x, up[x] / tallest, from: middle - 1, by: -1, room: middle, style)
            bar(&canvas, x, down[x] / tallest, from: middle, by: 1, room: canvas.dotsHigh - middle, style)
        }
        canvas.composite(into: &frame, at: (graph.x, graph.y), glyphs: glyphs)
        frame.put(glyphs == .ascii ? ">" : "→", x: graph.x, y: graph.y, style: .dim)
        frame.put(glyphs == .ascii ? "<" : "←", x: graph.x, y: graph.maxY - 1, style: .dim)
        let beyond = buckets.filter { $0.lower >= right }.reduce(0) { $0 &+ $1.count }
        if beyond > 0 {
            frame.put(
                "+\(Figure.count(beyond)) ▶", x: graph.x, y: graph.y, style: Style(.warning), maxWidth: graph.width,
                alignment: .trailing)
        }
        for (count, y) in [(faults.forward, graph.y), (faults.backward, graph.maxY - 1)] where count > 0 {
            frame.put(
                "? " + Figure.count(count) + " " + DetailWord.clockFaults(language), x: graph.x + 2, y: y,
                style: Style(.unknown), maxWidth: graph.width - 2)
        }
        if left < 0 { drawLine(into: &frame, graph, scale.column(0, graph), Style(.unknown)) }
        if scale.seesFloor, let floor { drawLine(into: &frame, graph, scale.column(floor, graph), .dim) }
        if scale.seesLimit { drawLine(into: &frame, graph, scale.column(limit, graph), Style(.limit)) }
        drawAxis(into: &frame, axis, scale, language)
    }

    /// Limit and floor belong into the picture while they are in sight of the delays.
    private func scale(_ low: Double, _ high: Double) -> Scale {
        let width = high - low
        let seesLimit = limit.isFinite && limit > low - width && limit < high + 2 * width
        let seesFloor = floor.map { $0.isFinite && $0 > 0 && $0 > low - 2 * width && $0 < high + width } ?? false
        let lines = (seesLimit ? [limit] : []) + (seesFloor ? [floor ?? low] : [])
        let least = lines.reduce(low, min) - width * 0.04
        return Scale(
            left: low < 0 ? least : max(0, least), right: lines.reduce(high, max) + width * 0.04, seesLimit: seesLimit,
            seesFloor: seesFloor)
    }

    /// Up to where 999 of 1000 samples lie; a few far ones must not press the rest into one column.
    private static func usualEnd(_ buckets: [DelayBucket]) -> Double? {
        let total = buckets.reduce(0.0) { $0 + Double($1.count) }
        var sum = 0.0
        for bucket in buckets.sorted(by: { $0.upper < $1.upper }) {
            sum += Double(bucket.count)
            if sum >= 0.999 * total { return bucket.upper }
        }
        return nil
    }

    /// Samples per dot column; a bucket is spread evenly over its width.
    private func density(_ buckets: [DelayBucket], _ left: Double, _ right: Double, _ columns: Int) -> [Double] {
        var sums = [Double](repeating: 0, count: columns)
        let width = (right - left) / Double(columns)
        guard width > 0 else { return sums }
        for bucket in buckets
        where bucket.count > 0 && bucket.upper > bucket.lower && bucket.upper.isFinite && bucket.lower < right {
            let from = max(0, min(Double(columns - 1), ((bucket.lower - left) / width).rounded(.down)))
            let to = max(from, min(Double(columns - 1), ((bucket.upper - left) / width).rounded(.up) - 1))
            let share = Double(bucket.count) / (to - from + 1)
            for column in Int(from)...Int(to) { sums[column] += share }
        }
        return sums
    }

    private func bar(
        _ canvas: inout Canvas, _ x: Int, _ share: Double, from start: Int, by step: Int, room: Int, _ style: Style
    ) {
        guard share > 0, room > 0 else { return }
        // Whatever was seen once is one dot high at least.
        let height = max(1, Int((share * Double(room)).rounded()))
        canvas.column(x, from: start, to: start + step * (height - 1), style)
    }

    private func drawLine(into frame: inout Frame, _ graph: Rect, _ x: Int, _ style: Style) {
        for y in graph.y..<graph.maxY where frame[x, y].glyph == " " || style == Style(.limit) {
            frame[x, y] = Cell("┆", style)
        }
    }

    /// Both edges, and the names of the lines under them as far as there is room: the limit's first.
    private func drawAxis(into frame: inout Frame, _ axis: Rect, _ scale: Scale, _ language: Language) {
        let decimals = scale.right - scale.left < 5e4 ? 3 : 2
        func text(_ value: Double) -> String { Figure.milliseconds(value, decimals: decimals) }
        let (least, most) = (text(scale.left), text(scale.right) + " ms")
        frame.put(least, x: axis.x, y: axis.y, style: scale.left < 0 ? Style(.unknown) : .dim)
        frame.put(most, x: axis.x, y: axis.y, style: .dim, maxWidth: axis.width, alignment: .trailing)
        let first = axis.x + frame.widths.of(least) + 1
        var end = axis.maxX - frame.widths.of(most) - 1
        func put(_ label: String, at wanted: Int, _ style: Style) {
            let columns = frame.widths.of(label)
            guard first + columns <= end else { return }
            let x = max(first, min(end - columns, wanted - columns / 2))
            frame.put(label, x: x, y: axis.y, style: style)
            // The floor's name stands left of the limit's, as the floor does.
            end = x - 1
        }
        let arrow = scale.seesLimit ? "" : limit > scale.right ? " »" : " «"
        put(
            DetailWord.limit(language) + " " + Figure.milliseconds(limit, decimals: 2) + arrow,
            at: scale.seesLimit ? scale.column(limit, axis) : axis.x + axis.width / 2, Style(.limit))
        guard scale.seesFloor, let floor else { return }
        put(
            MapWord.floor(language) + " " + Figure.milliseconds(floor, decimals: 2), at: scale.column(floor, axis), .dim
        )
    }
}
