import Metro

/// Both directions' delays of the window around one axis: A→B upward, B→A downward, with the limit as a line.
struct DelayHistogram {
    var forward: [DelayBucket]
    var backward: [DelayBucket]
    /// Nanoseconds.
    var limit: Double

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
        // The limit belongs into the picture while it is in sight of the delays.
        let seesLimit = limit.isFinite && limit > low - (high - low) && limit < high + 2 * (high - low)
        let left = max(0, min(low, seesLimit ? limit : low) - (high - low) * 0.04)
        let right = max(high, seesLimit ? limit : high) + (high - low) * 0.04
        let columns = graph.width * 2
        let up = density(forward, left, right, columns)
        let down = density(backward, left, right, columns)
        let tallest = max(up.max() ?? 0, down.max() ?? 0)
        guard tallest > 0 else { return }
        var canvas = Canvas(columns: graph.width, rows: graph.height)
        let middle = canvas.dotsHigh / 2
        for x in 0..<columns {
            let style = { (level: Double) in Style(.latency, level: UInt8(max(0, min(100, level)))) }
            let delay = left + (right - left) * (Double(x) + 0.5) / Double(columns)
            let level = delay / max(1, limit) * 100
            bar(&canvas, x, up[x] / tallest, from: middle - 1, by: -1, room: middle, style(level))
            bar(&canvas, x, down[x] / tallest, from: middle, by: 1, room: canvas.dotsHigh - middle, style(level))
        }
        canvas.composite(into: &frame, at: (graph.x, graph.y), glyphs: glyphs)
        frame.put("→", x: graph.x, y: graph.y, style: .dim)
        frame.put("←", x: graph.x, y: graph.maxY - 1, style: .dim)
        let beyond = buckets.filter { $0.lower >= right }.reduce(0) { $0 &+ $1.count }
        if beyond > 0 {
            frame.put(
                "+\(Figure.count(beyond)) ▶", x: graph.x, y: graph.y, style: Style(.warning), maxWidth: graph.width,
                alignment: .trailing)
        }
        if seesLimit { drawLimit(into: &frame, graph, left, right) }
        drawAxis(into: &frame, axis, left, right, seesLimit, language)
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

    private func drawLimit(into frame: inout Frame, _ graph: Rect, _ left: Double, _ right: Double) {
        let x = graph.x + Int((limit - left) / (right - left) * Double(graph.width - 1))
        for y in graph.y..<graph.maxY { frame[x, y] = Cell("┆", Style(.limit)) }
    }

    private func drawAxis(
        into frame: inout Frame, _ axis: Rect, _ left: Double, _ right: Double, _ seesLimit: Bool, _ language: Language
    ) {
        let decimals = right - left < 5e4 ? 3 : 2
        func text(_ value: Double) -> String { Figure.milliseconds(value, decimals: decimals) }
        frame.put(text(left), x: axis.x, y: axis.y, style: .dim)
        frame.put(text(right) + " ms", x: axis.x, y: axis.y, style: .dim, maxWidth: axis.width, alignment: .trailing)
        let label =
            DetailWord.limit(language) + " " + Figure.milliseconds(limit, decimals: 2)
            + (seesLimit ? "" : limit > right ? " →" : " ←")
        let columns = frame.widths.of(label)
        let wanted =
            seesLimit
            ? axis.x + Int((limit - left) / (right - left) * Double(axis.width - 1)) - columns / 2
            : axis.x + (axis.width - columns) / 2
        let first = axis.x + frame.widths.of(text(left)) + 1
        let last = axis.maxX - frame.widths.of(text(right) + " ms") - 1 - columns
        guard first <= last else { return }
        frame.put(label, x: max(first, min(last, wanted)), y: axis.y, style: Style(.limit))
    }
}
