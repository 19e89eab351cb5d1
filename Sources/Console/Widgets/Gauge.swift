/// A horizontal gauge with honesty: what is proven, what could be, where the goal stands.
public struct Gauge: Hashable, Sendable {
    /// Of the full width, 0 … 1; `nil`: nothing is known.
    public var lo: Double?
    public var hi: Double?
    public var goal: Double?
    public var role: Role

    public init(lo: Double?, hi: Double?, goal: Double?, role: Role = .gauge) {
        self.lo = lo
        self.hi = hi
        self.goal = goal
        self.role = role
    }

    /// `▕█████▓▓┃··▏`: full blocks up to `lo`, shade up to `hi`, `┃` the goal.
    public func draw(into frame: inout Frame, x: Int, y: Int, width: Int, glyphs: GlyphSet) {
        guard width >= 4 else { return }
        frame[x, y] = Cell("▕", Style(.border))
        frame[x + width - 1, y] = Cell("▏", Style(.border))
        let room = width - 2
        var proven = columns(lo, room)
        var mark = goal.map { min(room - 1, max(0, Int((Self.unit($0) * Double(room)).rounded(.down)))) }
        if let goal, let lo, lo >= goal, let column = mark {
            // What reaches the goal is seen to reach beyond its mark.
            let moved = min(column, room - 2)
            mark = moved
            proven = max(proven, moved + 2)
        }
        let possible = max(proven, columns(hi, room))
        for column in 0..<room {
            let level = UInt8(clamping: (column + 1) * 100 / room)
            var cell =
                column < proven
                ? Cell(glyphs == .ascii ? "#" : "█", Style(role, level: level))
                : column < possible
                    ? Cell(glyphs == .ascii ? "=" : "▒", Style(role, level: level, .faint)) : Cell("·", .dim)
            if column == mark { cell = Cell("┃", Style(.limit, .bold)) }
            frame[x + 1 + column, y] = cell
        }
    }

    private func columns(_ value: Double?, _ room: Int) -> Int {
        value.map { Int((Self.unit($0) * Double(room)).rounded()) } ?? 0
    }

    private static func unit(_ value: Double) -> Double { value.isFinite ? min(1, max(0, value)) : 0 }
}
