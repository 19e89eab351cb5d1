/// How many columns a character takes, by our own table: the same on every system, whatever its locale.
public struct DisplayWidth: Hashable, Sendable {
    /// East Asian *ambiguous* characters (box drawing, `·`, `°` …) take two columns, a setting of some terminals.
    public var ambiguousIsWide: Bool

    /// Our own symbols, lines and graphs become 7-bit characters before they are measured. Words in other scripts stay:
    /// what a terminal's character set lacks, the terminal side replaces.
    public var replacesSymbols: Bool

    public init(ambiguousIsWide: Bool = false, replacesSymbols: Bool = false) {
        self.ambiguousIsWide = ambiguousIsWide
        self.replacesSymbols = replacesSymbols
    }

    /// Every ambiguous character is one column wide.
    public static let narrow = DisplayWidth()

    /// Columns that `text` takes once made safe for a cell; a lone combining mark counts as the `�` it becomes.
    public func of(_ text: String) -> Int {
        var columns = 0
        for character in text { columns += glyph(character).columns }
        return columns
    }

    /// Columns of one scalar: 0 for marks that join the character before, else 1 or 2.
    public func of(_ scalar: Unicode.Scalar) -> Int {
        let value = scalar.value
        if value < 0x7F { return 1 }
        if Self.joinsPrevious(scalar) { return 0 }
        if WidthTable.contains(WidthTable.wide, value) { return 2 }
        if ambiguousIsWide, WidthTable.contains(WidthTable.ambiguous, value) { return 2 }
        return 1
    }

    /// Combining marks and the vowels and finals of conjoining Hangul.
    static func joinsPrevious(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x1160...0x11FF, 0xD7B0...0xD7FF: return true
        case 0..<0x300: return false
        default: break
        }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark: return true
        default: return false
        }
    }
}
