/// Why a theme was refused; `ThemeFile` adds file and line.
public enum ThemeError: Error, Hashable, Sendable, CustomStringConvertible {
    case unknownRole(String)
    case malformed(role: String, found: String, expected: String)

    public var role: String {
        switch self {
        case .unknownRole(let role), .malformed(let role, _, _): role
        }
    }

    public var description: String {
        switch self {
        case .unknownRole(let role):
            let known = Role.allCases.map(\.key).sorted()
            let near = known.filter { $0.hasPrefix(role.prefix(3)) }
            return
                "\(role): found an unknown role, expected one of \((near.isEmpty ? known : near).joined(separator: ", "))"
        case .malformed(let role, let found, let expected):
            return "\(role): found “\(found)”, expected \(expected)"
        }
    }
}

/// One line of a theme, taken apart.
struct ThemeEntry {
    /// Empty: the terminal's own colour. Several: a gradient.
    var foreground: [RGB] = []
    var background: RGB?
    var emphasis: Emphasis = []

    init(_ text: String, role: String) throws(ThemeError) {
        var words = text.split(whereSeparator: { $0 == " " || $0 == "\t" }).map(String.init)
        // "#a, #b" is one gradient.
        while let comma = words.firstIndex(where: { $0.hasSuffix(",") }), comma + 1 < words.count {
            words[comma] += words.remove(at: comma + 1)
        }
        var index = 0
        if let first = words.first, first.hasPrefix("#") || first == "default" {
            if first != "default" { foreground = try Self.colours(first, role: role) }
            index = 1
        }
        while index < words.count {
            switch words[index] {
            case "on":
                index += 1
                let found = index < words.count ? words[index] : ""
                guard let colour = Self.colour(found[...]) else {
                    throw .malformed(role: role, found: text, expected: "a colour #rrggbb after “on”")
                }
                background = colour
            case "bold": emphasis.insert(.bold)
            case "underline": emphasis.insert(.underline)
            case "reverse": emphasis.insert(.reverse)
            case "faint": emphasis.insert(.faint)
            default:
                throw .malformed(
                    role: role, found: words[index],
                    expected: "#rrggbb [on #rrggbb] [bold] [underline] [reverse] [faint]")
            }
            index += 1
        }
    }

    private static func colours(_ text: String, role: String) throws(ThemeError) -> [RGB] {
        var colours: [RGB] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let colour = colour(part) else {
                throw .malformed(role: role, found: String(part), expected: "a colour #rrggbb")
            }
            colours.append(colour)
        }
        return colours
    }

    private static func colour(_ text: Substring) -> RGB? {
        guard text.utf8.count == 7, text.first == "#", text.dropFirst().allSatisfy(\.isHexDigit),
            let value = UInt32(text.dropFirst(), radix: 16)
        else { return nil }
        return RGB(UInt8(value >> 16 & 0xFF), UInt8(value >> 8 & 0xFF), UInt8(value & 0xFF))
    }
}
