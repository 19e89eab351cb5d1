/// A drawing surface of dots finer than cells: every cell holds 2 × 4 dots, which a usual terminal font makes square.
///
/// Shapes set dots; `composite` turns them into braille, blocks or 7-bit characters. A cell has one style: that of the
/// dots with the highest priority in it, so the worst severity is never painted over by a better one.
public struct Canvas: Sendable {
    /// A position in dots, from 0,0 at the top left dot; may lie outside.
    public struct Point: Hashable, Sendable {
        public var x: Double
        public var y: Double
        public init(x: Double, y: Double) {
            self.x = x
            self.y = y
        }
    }

    /// Dots drawn and dots left out in turn along a stroke; a second pair makes dash-dot.
    public struct Pattern: Hashable, Sendable {
        public var on: Int
        public var off: Int

        public init(on: Int, off: Int) {
            self.on = max(1, on)
            self.off = max(0, off)
        }
        public static let solid = Pattern(on: 1, off: 0)
        public static let dotted = Pattern(on: 1, off: 2)
        public static let sparse = Pattern(on: 1, off: 4)
        public static let dashed = Pattern(on: 5, off: 4)

        func draws(_ step: Int) -> Bool { off == 0 || step % (on + off) < on }
    }

    public let columns: Int
    public let rows: Int
    private var masks: [UInt8]
    private var styles: [Style]
    private var priorities: [Int16]

    public init(columns: Int, rows: Int) {
        self.columns = max(0, columns)
        self.rows = max(0, rows)
        let count = self.columns * self.rows
        masks = Array(repeating: 0, count: count)
        styles = Array(repeating: .text, count: count)
        priorities = Array(repeating: .min, count: count)
    }

    public var dotsWide: Int { columns * 2 }
    public var dotsHigh: Int { rows * 4 }

    /// The dots of a cell, one bit a dot: bit `row × 2 + column`, row 0 … 3 from the top; 0 outside.
    public func mask(column: Int, row: Int) -> UInt8 {
        guard column >= 0, row >= 0, column < columns, row < rows else { return 0 }
        return masks[row * columns + column]
    }

    /// The style that a cell's dots will be drawn in; `nil` where it has none.
    public func style(column: Int, row: Int) -> Style? {
        mask(column: column, row: row) == 0 ? nil : styles[row * columns + column]
    }

    /// Sets one dot; outside is ignored.
    public mutating func plot(_ x: Int, _ y: Int, _ style: Style, priority: Int = 0) {
        guard x >= 0, y >= 0, x < dotsWide, y < dotsHigh else { return }
        let index = (y / 4) * columns + x / 2
        masks[index] |= 1 << UInt8((y % 4) * 2 + x % 2)
        let rank = Int16(clamping: priority)
        guard rank >= priorities[index] else { return }
        priorities[index] = rank
        styles[index] = style
    }

    /// Empties one cell, so that what is drawn there later stands alone.
    public mutating func clear(column: Int, row: Int) {
        guard column >= 0, row >= 0, column < columns, row < rows else { return }
        masks[row * columns + column] = 0
        priorities[row * columns + column] = .min
    }

    /// Draws all cells that hold dots at `origin` of the frame; empty cells leave the frame as it is.
    public func composite(into frame: inout Frame, at origin: (x: Int, y: Int), glyphs: GlyphSet) {
        for row in 0..<rows {
            for column in 0..<columns {
                let mask = masks[row * columns + column]
                guard mask != 0 else { continue }
                frame[origin.x + column, origin.y + row] = Cell(
                    DotGlyph.character(mask, glyphs), styles[row * columns + column])
            }
        }
    }
}
