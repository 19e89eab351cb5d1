/// What every role looks like. A value: screens never ask it, only who puts a frame on a terminal does.
public struct Theme: Hashable, Sendable {
    public let name: String
    private let looks: [Look]

    /// A role's look: its attributes, and one colour or a gradient of 101.
    private struct Look: Hashable, Sendable {
        var style = ResolvedStyle()
        var gradient: [RGB] = []
    }

    /// - Parameter entries: role (`border_focused`) → look: `#rrggbb [on #rrggbb] [bold underline reverse faint]`, a
    ///   gradient `#a,#b,#c` in the place of the first colour, `default` for the terminal's own colour. Roles without
    ///   an entry look like `text`. A key `name` is ignored.
    public init(name: String, entries: [String: String]) throws(ThemeError) {
        var looks = Array(repeating: Look?.none, count: Role.allCases.count)
        for (key, text) in entries.sorted(by: { $0.key < $1.key }) where key != "name" {
            guard let role = Role(key: key) else { throw ThemeError.unknownRole(key) }
            let parsed = try ThemeEntry(text, role: key)
            looks[Int(role.rawValue)] = Look(
                style: ResolvedStyle(
                    foreground: parsed.foreground.first, background: parsed.background, emphasis: parsed.emphasis),
                gradient: parsed.foreground.count > 1 ? Self.gradient(parsed.foreground) : [])
        }
        let text = looks[Int(Role.text.rawValue)] ?? Look()
        self.name = name
        self.looks = looks.map { $0 ?? text }
    }

    private init(attributesByRole: [Role: Emphasis], name: String) {
        self.name = name
        looks = Role.allCases.map { Look(style: ResolvedStyle(emphasis: attributesByRole[$0] ?? [])) }
    }

    /// Attributes only; needs no file and no colour. The same as Themes/mono.yaml.
    public static let fallback = Theme(
        attributesByRole: [
            .dim: .faint, .title: .bold, .border: .faint, .borderFocused: .bold, .keyHint: .bold,
            .selection: .reverse, .banner: [.bold, .underline], .warning: .bold, .breach: .bold, .unknown: .underline,
            .stale: .faint, .maintenance: .underline, .centre: .bold, .accessUncovered: .bold, .circle: .faint,
            .panelA: .faint, .panelB: .faint, .panelC: .faint, .panelD: .faint, .columnTitle: .underline,
            .accent: .bold, .live: .bold,
        ], name: "mono")

    public func resolve(_ style: Style) -> ResolvedStyle {
        let look = looks[Int(style.role.rawValue)]
        var resolved = look.style
        if !look.gradient.isEmpty { resolved.foreground = look.gradient[Int(min(style.level, 100))] }
        resolved.emphasis.formUnion(style.emphasis.subtracting(.selected))
        if style.emphasis.contains(.selected) {
            let selection = looks[Int(Role.selection.rawValue)].style
            if let background = selection.background {
                resolved.background = background
            } else {
                // Two reversals show as none, so that a reversed mark still stands out of a reversed row.
                resolved.emphasis.formSymmetricDifference(selection.emphasis)
            }
        }
        return resolved
    }

    /// 101 colours through `stops`, evenly spaced.
    private static func gradient(_ stops: [RGB]) -> [RGB] {
        (0...100).map { level in
            let position = Double(level) / 100 * Double(stops.count - 1)
            let first = min(Int(position), stops.count - 2)
            let part = position - Double(first)
            func mix(_ channel: KeyPath<RGB, UInt8>) -> UInt8 {
                let from = Double(stops[first][keyPath: channel])
                return UInt8(
                    clamping: Int((from + (Double(stops[first + 1][keyPath: channel]) - from) * part).rounded()))
            }
            return RGB(mix(\.red), mix(\.green), mix(\.blue))
        }
    }
}

extension Role {
    /// The name in theme files: `border_focused`.
    public var key: String {
        "\(self)".reduce(into: "") { key, letter in
            key += letter.isUppercase ? "_" + letter.lowercased() : String(letter)
        }
    }

    public init?(key: String) {
        guard let role = Role.allCases.first(where: { $0.key == key }) else { return nil }
        self = role
    }
}
