import Themes

@testable import Console

extension Frame {
    /// The frame as escape sequences in 24-bit colour, to be looked at in a terminal.
    func ansi(_ theme: Theme) -> String {
        var text = "\u{1B}[H\u{1B}[2J\u{1B}[?25l"
        for y in 0..<height {
            text += "\u{1B}[\(y + 1);1H"
            var last: ResolvedStyle?
            for x in 0..<width where self[x, y].glyph != Cell.continuation {
                let style = theme.resolve(self[x, y].style)
                if style != last { text += style.sequence }
                last = style
                text.append(self[x, y].glyph)
            }
        }
        return text + "\u{1B}[0m"
    }
}

extension ResolvedStyle {
    fileprivate var sequence: String {
        var codes = ["0"]
        if emphasis.contains(.bold) { codes.append("1") }
        if emphasis.contains(.faint) { codes.append("2") }
        if emphasis.contains(.underline) { codes.append("4") }
        if emphasis.contains(.reverse) { codes.append("7") }
        if let c = foreground { codes.append("38;2;\(c.red);\(c.green);\(c.blue)") }
        if let c = background { codes.append("48;2;\(c.red);\(c.green);\(c.blue)") }
        return "\u{1B}[" + codes.joined(separator: ";") + "m"
    }
}

extension Theme {
    /// A built-in theme, read without the Configuration module: `key: "look"`, one a line.
    static func builtIn(_ name: String) throws -> Theme {
        var entries: [String: String] = [:]
        for line in (BuiltInThemes.yaml(name) ?? "").split(separator: "\n") where !line.hasPrefix("#") {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let value = line[line.index(after: colon)...].filter { $0 != "\"" }
            entries[String(line[..<colon])] = String(value.drop { $0 == " " })
        }
        return try Theme(name: name, entries: entries)
    }
}
