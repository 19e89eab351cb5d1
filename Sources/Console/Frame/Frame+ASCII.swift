extension Frame {
    /// Turns the line drawing, symbols and graphs of our own texts into 7-bit characters. Words in other scripts stay:
    /// what a terminal's character set lacks, the terminal side replaces.
    public mutating func becomeASCII() {
        mapGlyphs { $0.isASCII ? $0 : ASCIIFallback.character($0) }
    }
}

/// 7-bit stand-ins for the symbols that the console draws.
enum ASCIIFallback {
    static func character(_ glyph: Character) -> Character {
        if let known = table[glyph] { return known }
        guard let scalar = glyph.unicodeScalars.first, (0x2800...0x28FF).contains(scalar.value) else { return glyph }
        return braille(dots: (scalar.value - 0x2800).nonzeroBitCount)
    }

    private static func braille(dots: Int) -> Character {
        switch dots {
        case 0: " "
        case 1...2: "."
        case 3...4: ":"
        case 5...6: "+"
        default: "#"
        }
    }

    private static let table: [Character: Character] = [
        "─": "-", "━": "=", "│": "|", "┃": "|", "┄": "-", "┆": ":", "╌": "-", "╭": "+", "╮": "+", "╰": "+", "╯": "+",
        "├": "+", "┤": "+", "┬": "+", "┴": "+", "┼": "+", "┌": "+", "┐": "+", "└": "+", "┘": "+", "╱": "/", "╲": "\\",
        "╳": "x", "·": ".", "•": "*", "…": "~", "–": "-", "—": "-", "−": "-", "→": ">", "←": "<", "↑": "^", "↓": "v",
        "⇄": "=", "↔": "=", "›": ">", "‹": "<", "»": ">", "▲": "^", "▼": "v", "▴": "^", "▾": "v", "▶": ">", "◀": "<",
        "◉": "@", "◎": "O", "○": "o", "●": "*", "◌": "o", "◇": "<", "◆": "#", "□": "o", "■": "#", "△": "^", "▷": ">",
        "░": ":", "▒": "=", "▓": "=", "█": "#", "▕": "[", "▏": "]", "▁": "_", "▂": "_", "▃": ".", "▄": ":", "▅": "+",
        "▆": "+", "▇": "#", "▔": "-", "▐": "#", "▌": "#", "▀": "\"", "µ": "u", "μ": "u", "±": "~", "≥": ">", "≤": "<",
        "≈": "~", "×": "x", "÷": "/", "°": "o", "Δ": "d", "Σ": "S", "∞": "8", "¹": "1", "²": "2", "³": "3", "⁴": "4",
        "⁵": "5", "⁶": "6", "⁷": "7", "⁸": "8", "\u{FFFD}": "?",
    ]
}
