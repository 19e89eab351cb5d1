/// What a cell means; the theme decides how that looks. Severity is never told by the role alone.
public enum Role: UInt8, Sendable, CaseIterable {
    case text, dim, title, border, borderFocused, header, footer, keyHint, selection, banner
    // Severities.
    case ok, warning, breach, unknown, stale, maintenance
    // The map.
    case centre, accessCovered, accessUncovered, importantSite, circle
    /// Graphs coloured by height: `Style.level` runs along the gradient.
    case traffic, latency, gauge
    /// One muted hue a panel.
    case panelA, panelB, panelC, panelD
    /// Column headers; the product's name and the figure that matters; a limit or goal in a graph; "live".
    case columnTitle, accent, limit, live
}

public struct Emphasis: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    public static let bold = Emphasis(rawValue: 1)
    public static let underline = Emphasis(rawValue: 2)
    public static let reverse = Emphasis(rawValue: 4)
    public static let faint = Emphasis(rawValue: 8)
    /// On the selected row: the theme gives it the background of `Role.selection`. Terminals never see this one.
    public static let selected = Emphasis(rawValue: 16)
}

public struct Style: Hashable, Sendable {
    public var role: Role
    /// 0 … 100 along the role's gradient; roles without one ignore it.
    public var level: UInt8
    public var emphasis: Emphasis

    public init(_ role: Role, level: UInt8 = 0, _ emphasis: Emphasis = []) {
        self.role = role
        self.level = level
        self.emphasis = emphasis
    }
    public init(_ role: Role, _ emphasis: Emphasis) { self.init(role, level: 0, emphasis) }

    /// A place on a gradient: `fraction` 0 … 1 as 0 … 100; what lies outside is clamped, NaN is 0.
    public static func level(_ fraction: Double) -> UInt8 { UInt8(max(0, min(1, fraction.isNaN ? 0 : fraction)) * 100) }

    public static let text = Style(.text)
    public static let dim = Style(.dim)
}
