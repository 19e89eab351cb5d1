/// A rectangle of cells, from 0,0 at the top left; never negative.
public struct Rect: Hashable, Sendable {
    public var x: Int
    public var y: Int
    public var width: Int
    public var height: Int

    public init(x: Int, y: Int, width: Int, height: Int) {
        self.x = x
        self.y = y
        self.width = max(0, width)
        self.height = max(0, height)
    }
    public var maxX: Int { x + width }
    public var maxY: Int { y + height }
    public var isEmpty: Bool { width == 0 || height == 0 }

    public func inset(by d: Int = 1) -> Rect {
        Rect(x: x + d, y: y + d, width: width - 2 * d, height: height - 2 * d)
    }
    public func contains(x: Int, y: Int) -> Bool {
        x >= self.x && x < maxX && y >= self.y && y < maxY
    }
    public func intersection(_ other: Rect) -> Rect {
        let left = max(x, other.x)
        let top = max(y, other.y)
        return Rect(x: left, y: top, width: min(maxX, other.maxX) - left, height: min(maxY, other.maxY) - top)
    }
    /// The top `height` rows and what is below them.
    public func splitTop(_ height: Int) -> (top: Rect, rest: Rect) {
        let h = min(max(0, height), self.height)
        return (
            Rect(x: x, y: y, width: width, height: h),
            Rect(x: x, y: y + h, width: width, height: self.height - h)
        )
    }
    /// The left `width` columns and what is right of them.
    public func splitLeft(_ width: Int) -> (left: Rect, rest: Rect) {
        let w = min(max(0, width), self.width)
        return (
            Rect(x: x, y: y, width: w, height: height),
            Rect(x: x + w, y: y, width: self.width - w, height: height)
        )
    }
}

/// One cell of the screen. A wide character owns its cell and the next one, whose glyph is `Cell.continuation`.
public struct Cell: Hashable, Sendable {
    /// What the right half of a wide character holds.
    public static let continuation: Character = "\u{0}"

    public var glyph: Character
    public var style: Style

    public init(_ glyph: Character = " ", _ style: Style = .text) {
        self.glyph = glyph
        self.style = style
    }
}

/// A grid of cells that screens draw into: no terminal, no escape sequences; drawing outside it is ignored.
/// Whatever is drawn, a cell never holds a control character and a wide character never half of itself.
public struct Frame: Hashable, Sendable {
    public let width: Int
    public let height: Int
    public let widths: DisplayWidth
    /// Row by row, `width` × `height`.
    public private(set) var cells: [Cell]
    /// Drawing outside it is ignored; `withClip` narrows it for a while.
    public private(set) var clip: Rect

    public init(width: Int, height: Int, widths: DisplayWidth = .narrow) {
        self.width = max(0, width)
        self.height = max(0, height)
        self.widths = widths
        cells = Array(repeating: Cell(), count: self.width * self.height)
        clip = Rect(x: 0, y: 0, width: self.width, height: self.height)
    }

    public var bounds: Rect { Rect(x: 0, y: 0, width: width, height: height) }

    /// Reading outside gives a blank. Writing takes care of wide characters: a wide glyph fills two cells, and a half
    /// that loses its other half becomes a blank; where there is no room for both halves, a blank is drawn.
    public subscript(x: Int, y: Int) -> Cell {
        get { bounds.contains(x: x, y: y) ? cells[y * width + x] : Cell() }
        set {
            if newValue.glyph == Cell.continuation { return }
            draw(widths.glyph(newValue.glyph), x: x, y: y, style: newValue.style)
        }
    }

    /// Draws inside `area` only, whatever `body` does.
    public mutating func withClip(_ area: Rect, _ body: (inout Frame) -> Void) {
        let outer = clip
        clip = clip.intersection(area)
        body(&self)
        clip = outer
    }

    mutating func draw(_ glyph: Glyph, x: Int, y: Int, style: Style) {
        guard glyph.columns == 2 else {
            if clip.contains(x: x, y: y) { store(glyph.character, x, y, style) }
            return
        }
        let left = clip.contains(x: x, y: y)
        let right = clip.contains(x: x &+ 1, y: y)
        switch (left, right) {
        case (true, true):
            store(glyph.character, x, y, style)
            store(" ", x + 1, y, style)
            cells[y * width + x].glyph = glyph.character
            cells[y * width + x + 1].glyph = Cell.continuation
        case (true, false): store(" ", x, y, style)
        case (false, true): store(" ", x &+ 1, y, style)
        case (false, false): break
        }
    }

    /// Stores a narrow glyph and blanks the other half of a wide one that it hits; `x`, `y` lie inside.
    private mutating func store(_ glyph: Character, _ x: Int, _ y: Int, _ style: Style) {
        let index = y * width + x
        if cells[index].glyph == Cell.continuation, x > 0 { cells[index - 1].glyph = " " }
        if x + 1 < width, cells[index + 1].glyph == Cell.continuation { cells[index + 1].glyph = " " }
        cells[index] = Cell(glyph, style)
    }

    /// Changes the style of every cell of `rect`, glyphs stay.
    public mutating func restyle(_ rect: Rect, _ change: (inout Style) -> Void) {
        let area = rect.intersection(clip)
        for y in area.y..<area.maxY {
            for x in area.x..<area.maxX { change(&cells[y * width + x].style) }
        }
    }
}
