/// 7-bit stand-ins for the symbols that the console draws.
enum ASCIIFallback {
    /// `nil` for what is no symbol of ours.
    static func character(_ glyph: Character) -> Character? {
        if let known = table[glyph] { return known }
        guard let scalar = glyph.unicodeScalars.first, (0x2800...0x28FF).contains(scalar.value) else { return nil }
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
        "⁵": "5", "⁶": "6", "⁷": "7", "⁸": "8", "\u{FFFD}": "?", "≠": "!", "‖": "\"",
    ]
}
