/// The character that shows a cell's 2 × 4 dots best, in each repertoire.
enum DotGlyph {
    /// `mask`: bit `row × 2 + column`, as `Canvas.mask`.
    static func character(_ mask: UInt8, _ glyphs: GlyphSet) -> Character {
        switch glyphs {
        case .braille: braille[Int(mask)]
        case .block: quadrants[quadrantIndex(mask)]
        case .ascii: ascii(mask)
        }
    }

    /// Braille numbers its dots down the left column, then the right one, and the fourth row last (Unicode 9.0 §21.1).
    private static let braille: [Character] = (0..<256).map { mask in
        let bits = [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80]
        let offset = bits.enumerated().reduce(0) { mask & (1 << $1.offset) == 0 ? $0 : $0 | $1.element }
        return Unicode.Scalar(UInt32(0x2800 + offset)).map(Character.init) ?? " "
    }

    private static let quadrants: [Character] = Array(" ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█")

    private static func quadrantIndex(_ mask: UInt8) -> Int {
        let quarter: [UInt8] = [0b0000_0101, 0b0000_1010, 0b0101_0000, 0b1010_0000]
        return quarter.enumerated().reduce(0) { mask & $1.element == 0 ? $0 : $0 | (1 << $1.offset) }
    }

    /// The slope of the dots, as far as seven bits can say it; lone dots stay dots.
    private static func ascii(_ mask: UInt8) -> Character {
        let dots = (0..<8).filter { mask & (1 << UInt8($0)) != 0 }
        guard !dots.isEmpty else { return " " }
        if dots.count >= 6 { return "#" }
        let left = dots.filter { $0 % 2 == 0 }.map { $0 / 2 }
        let right = dots.filter { $0 % 2 == 1 }.map { $0 / 2 }
        guard let leftTop = left.first, let leftEnd = left.last, let rightTop = right.first, let rightEnd = right.last
        else { return dots.count >= 3 ? "|" : "." }
        let slope = (rightTop + rightEnd) - (leftTop + leftEnd)
        if slope >= 3 { return "\\" }
        if slope <= -3 { return "/" }
        if dots.count == 2 { return slope == 0 ? "-" : "." }
        return dots.count == 4 && slope == 0 ? "=" : "-"
    }
}
