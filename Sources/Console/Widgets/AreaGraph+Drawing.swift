extension AreaGraph {
    /// Draws into `area`, its newest point at the right edge.
    public func draw(into frame: inout Frame, area: Rect, glyphs: GlyphSet) {
        guard !area.isEmpty else { return }
        let dots = Dots(glyphs, rows: area.height)
        let points = resampled(to: area.width * dots.across).map { $0.map { heights($0, area.height * dots.down) } }
        for x in 0..<area.width {
            let own = Array(points[(x * dots.across)..<((x + 1) * dots.across)])
            for y in 0..<area.height {
                // Dots counted from the bottom of the graph.
                let bottom = (area.height - 1 - y) * dots.down
                guard let cell = cell(own, bottom: bottom, dots, rows: area.height, row: y, glyphs) else { continue }
                frame[area.x + x, area.y + y] = cell
            }
        }
    }

    /// Points that one cell can show.
    private struct Dots {
        var across: Int
        var down: Int

        init(_ glyphs: GlyphSet, rows: Int) {
            across = glyphs == .braille ? 2 : 1
            switch glyphs {
            case .braille: down = 4
            case .block: down = 8
            case .ascii: down = rows == 1 ? asciiSteps.count : 2
            }
        }
    }

    /// A column in whole dots: solid and smoke as [from, to), and whether it went over the top or under the bottom.
    private struct Heights {
        var solid: Range<Int>
        var smoke: Range<Int>
        var isOver: Bool
        var isUnder: Bool
    }

    private func heights(_ column: Column, _ total: Int) -> Heights {
        func dot(_ value: Double) -> Double { min(1, max(0, value / upper)) * Double(total) }
        func range(_ values: ClosedRange<Double>) -> Range<Int> {
            let from = min(Int(dot(values.lowerBound)), total - 1)
            // Whatever is there is at least one dot high: a small value is not a gap.
            return from..<max(from + 1, Int(dot(values.upperBound).rounded()))
        }
        return Heights(
            solid: range(column.solid), smoke: range(column.smoke), isOver: column.smoke.upperBound > upper,
            isUnder: column.smoke.lowerBound < 0)
    }

    private func cell(
        _ own: [Heights?], bottom: Int, _ dots: Dots, rows: Int, row: Int, _ glyphs: GlyphSet
    ) -> Cell? {
        let style = Style(role, level: level ?? heightLevel(own, bottom, dots, rows))
        if row == 0, rows > 1, own.contains(where: { $0?.isOver == true }) {
            return Cell("▲", Style(role, level: 100, .bold))
        }
        if bottom == 0, own.contains(where: { $0?.isUnder == true }) { return Cell("▼", Style(.unknown, .bold)) }
        let rowDots = bottom..<(bottom + dots.down)
        let hasSolid = own.contains { $0.map { $0.solid.overlaps(rowDots) } ?? false }
        let hasSmoke = own.contains { $0.map { $0.smoke.overlaps(rowDots) } ?? false }
        guard hasSolid || hasSmoke else { return limitCell(bottom, dots, rows) }
        let glyph =
            switch glyphs {
            case .braille: Self.braille(own, bottom)
            case .block: Self.block(own[0], bottom, dots.down, rows)
            case .ascii: Self.ascii(own[0], bottom, dots.down)
            }
        return Cell(glyph, hasSolid ? style : Style(style.role, level: style.level, .faint))
    }

    /// Colour by height; in a single row by the tallest point, so that a sparkline shows it too.
    private func heightLevel(_ own: [Heights?], _ bottom: Int, _ dots: Dots, _ rows: Int) -> UInt8 {
        let height = rows > 1 ? bottom + dots.down : own.compactMap { $0?.solid.upperBound }.max() ?? 0
        return UInt8(clamping: height * 100 / max(1, rows * dots.down))
    }

    private func limitCell(_ bottom: Int, _ dots: Dots, _ rows: Int) -> Cell? {
        guard let limit, (0...upper).contains(limit) else { return nil }
        let dot = min(Int(limit / upper * Double(rows * dots.down)), rows * dots.down - 1)
        return rows > 1 && (bottom..<(bottom + dots.down)).contains(dot) ? Cell("┄", Style(.limit)) : nil
    }

    private static let brailleBits: [[UInt32]] = [[0x40, 0x04, 0x02, 0x01], [0x80, 0x20, 0x10, 0x08]]

    private static func braille(_ own: [Heights?], _ bottom: Int) -> Character {
        var bits: UInt32 = 0
        for (column, heights) in own.enumerated() {
            guard let heights, column < 2 else { continue }
            for dot in 0..<4 {
                let height = bottom + dot
                // Smoke is every other dot, like a screen tone.
                let isSmoke = heights.smoke.contains(height) && (height + column) % 2 == 0
                if heights.solid.contains(height) || isSmoke { bits |= brailleBits[column][dot] }
            }
        }
        return Unicode.Scalar(0x2800 + bits).map(Character.init) ?? " "
    }

    private static let eighths: [Character] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

    private static func block(_ heights: Heights?, _ bottom: Int, _ down: Int, _ rows: Int) -> Character {
        guard let heights else { return " " }
        let filled = heights.solid.clamped(to: bottom..<(bottom + down))
        if filled.isEmpty { return "░" }
        // Block elements grow from the bottom only; a band that starts higher is drawn as if it filled its cell.
        return filled.lowerBound == bottom ? eighths[filled.count] : "▀"
    }

    private static func ascii(_ heights: Heights?, _ bottom: Int, _ down: Int) -> Character {
        guard let heights else { return " " }
        let filled = heights.solid.clamped(to: bottom..<(bottom + down))
        if down == asciiSteps.count { return filled.isEmpty ? "." : asciiSteps[filled.upperBound - 1] }
        return filled.isEmpty ? "." : filled.count == 2 ? "#" : filled.lowerBound == bottom ? "_" : "\""
    }
}

/// Heights within a single row of 7-bit characters.
private let asciiSteps: [Character] = ["_", ".", ":", "-", "=", "+", "*", "#"]
