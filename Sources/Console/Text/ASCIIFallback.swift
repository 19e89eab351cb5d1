/// 7-bit stand-ins for the symbols that the console draws.
enum ASCIIFallback {
    /// `nil` for what is no symbol of ours.
    static func character(_ glyph: Character) -> Character? {
        if let known = table[glyph] { return known }
        guard let scalar = glyph.unicodeScalars.first, (0x2800...0x28FF).contains(scalar.value) else { return nil }
        return braille(dots: (scalar.value - 0x2800).nonzeroBitCount)
    }

    /// `text` with symbols of two letters where a blank follows that the second letter can take, so that the columns
    /// stay as they are: `≥ 70` is `>=70`.
    static func spelled(_ text: String) -> String {
        var spelled = ""
        var taken = false
        for (index, character) in zip(text.indices, text) {
            if taken {
                taken = false
                continue
            }
            let next = text.index(after: index)
            if let pair = pairs[character], next < text.endIndex, text[next] == " " {
                spelled += pair
                taken = true
            } else {
                spelled.append(character)
            }
        }
        return spelled
    }

    private static let pairs: [Character: String] = [
        "≥": ">=", "≤": "<=", "≠": "!=", "±": "+-", "→": "->", "←": "<-", "…": "..",
    ]

    private static func braille(dots: Int) -> Character {
        switch dots {
        case 0: " "
        case 1...2: "."
        case 3...4: ":"
        case 5...6: "+"
        default: "#"
        }
    }

    /// One column each. Arrows and limits get no `>`, `<` or `-`: before a figure these would be read as part of it.
    private static let table: [Character: Character] = [
        "─": "-", "━": "=", "│": "|", "┃": "|", "┄": "-", "┆": ":", "╌": "-", "╭": "+", "╮": "+", "╰": "+", "╯": "+",
        "├": "+", "┤": "+", "┬": "+", "┴": "+", "┼": "+", "┌": "+", "┐": "+", "└": "+", "┘": "+", "╱": "/", "╲": "\\",
        "╳": "x", "·": ".", "•": "*", "…": "~", "–": "-", "—": "-", "−": "-", "→": "}", "←": "{", "↑": "^", "↓": "v",
        "⇄": "=", "↔": "=", "›": ">", "‹": "<", "»": ">", "«": "<", "▲": "^", "▼": "v", "▴": "^", "▾": "v", "▶": ">",
        "◀": "<",
        "◉": "@", "◎": "O", "○": "o", "●": "*", "◌": "o", "◇": "<", "◆": "#", "□": "o", "■": "#", "△": "^", "▷": ">",
        "░": ":", "▒": "=", "▓": "=", "█": "#", "▕": "[", "▏": "]", "▁": "_", "▂": "_", "▃": ".", "▄": ":", "▅": "+",
        "▆": "+", "▇": "#", "▔": "-", "▐": "#", "▌": "#", "▀": "\"", "µ": "u", "μ": "u", "±": "~", "≥": "}", "≤": "{",
        "≈": "~", "×": "x", "÷": "/", "°": "o", "Δ": "d", "Σ": "S", "∞": "8", "¹": "1", "²": "2", "³": "3", "⁴": "4",
        "⁵": "5", "⁶": "6", "⁷": "7", "⁸": "8", "\u{FFFD}": "?", "≠": "!", "‖": "\"",
    ]
}
