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
public struct Frame: Hashable, Sendable {
    public let width: Int
    public let height: Int
    /// Row by row, `width` × `height`.
    public private(set) var cells: [Cell]

    public init(width: Int, height: Int) {
        self.width = max(0, width)
        self.height = max(0, height)
        cells = Array(repeating: Cell(), count: self.width * self.height)
    }

    public var bounds: Rect { Rect(x: 0, y: 0, width: width, height: height) }

    public subscript(x: Int, y: Int) -> Cell {
        get { cells[y * width + x] }
        set {
            guard x >= 0, y >= 0, x < width, y < height else { return }
            cells[y * width + x] = newValue
        }
    }
}
