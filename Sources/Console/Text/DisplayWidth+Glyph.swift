/// What one cell, or a cell and its continuation, may hold: no control character, at most `maximumMarks` marks.
public struct Glyph: Hashable, Sendable {
    public let character: Character
    /// 1 or 2.
    public let columns: Int

    /// Stands for everything that must not reach a terminal.
    public static let replacement: Character = "\u{FFFD}"
    /// Marks kept on one base; a cell of a terminal holds no more than four.
    static let maximumMarks = 3
}

extension DisplayWidth {
    /// `character` made safe to draw. Text from devices is data: controls (C0, C1, DEL, ESC), bidirectional and other
    /// invisible formatting, line separators, unassigned and lone combining characters become `�`; a cluster that joins
    /// several visible characters (family emoji) keeps its first, because terminals disagree on the rest.
    public func glyph(_ character: Character) -> Glyph {
        if let ascii = character.asciiValue {
            return ascii >= 0x20 && ascii < 0x7F && character != "\r\n"
                ? Glyph(character: character, columns: 1) : replacementGlyph
        }
        if replacesSymbols, let symbol = ASCIIFallback.character(character) {
            return Glyph(character: symbol, columns: 1)
        }
        let scalars = character.unicodeScalars
        guard let first = scalars.first, Self.isVisible(first), !Self.joinsPrevious(first) else {
            return replacementGlyph
        }
        let columns = of(first)
        if scalars.count == 1 { return Glyph(character: character, columns: columns) }
        var kept = String.UnicodeScalarView()
        kept.append(first)
        for scalar in scalars.dropFirst() {
            guard Self.joinsPrevious(scalar), !Self.isVariationSelector(scalar), kept.count <= Glyph.maximumMarks else {
                continue
            }
            kept.append(scalar)
        }
        return Glyph(character: Character(String(kept)), columns: columns)
    }

    private var replacementGlyph: Glyph {
        replacesSymbols
            ? Glyph(character: "?", columns: 1)
            : Glyph(character: Glyph.replacement, columns: ambiguousIsWide ? 2 : 1)
    }

    private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        // A regional indicator alone is drawn in one column or two, as each terminal likes.
        case 0..<0x20, 0x7F..<0xA0, 0x1F1E6...0x1F1FF: return false
        case 0x20..<0x7F: return true
        default: break
        }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned: return false
        default: return true
        }
    }

    private static func isVariationSelector(_ scalar: Unicode.Scalar) -> Bool {
        (0xFE00...0xFE0F).contains(scalar.value) || (0xE0100...0xE01EF).contains(scalar.value)
    }
}
