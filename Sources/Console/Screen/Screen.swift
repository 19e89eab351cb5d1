import Metro

/// How a frame is to be drawn, beside what is in it.
public struct RenderContext: Hashable, Sendable {
    public var language: Language
    public var glyphs: GlyphSet
    /// Of the frame that is drawn into: how a screen divides its area may depend on what its texts take.
    public var widths: DisplayWidth
    /// Links are coloured by utilisation instead of latency (`u`).
    public var colorsByUtilization: Bool
    /// What the operator filters rows by (`/`); `nil` shows all.
    public var filter: RowFilter?

    public init(
        language: Language, glyphs: GlyphSet = .braille, widths: DisplayWidth = .narrow,
        colorsByUtilization: Bool = false, filter: RowFilter? = nil
    ) {
        self.language = language
        self.glyphs = glyphs
        self.widths = widths
        self.colorsByUtilization = colorsByUtilization
        self.filter = filter
    }
}

/// The repertoire that the terminal can show.
public enum GlyphSet: String, Hashable, Sendable, CaseIterable {
    /// Unicode with braille.
    case braille
    /// Unicode without braille: block elements.
    case block
    /// 7-bit.
    case ascii
}

/// A key, what it does, and how it is described in help and footer; help is made from these and nothing else.
public struct Binding<Action: Sendable>: Sendable {
    public var keys: [Key]
    public var action: Action
    public var label: LocalizedName
    /// Shown in the footer, not only in the help.
    public var isHint: Bool

    public init(_ keys: [Key], _ action: Action, _ chinese: String, _ english: String, hint: Bool = false) {
        self.keys = keys
        self.action = action
        label = LocalizedName(chinese: chinese, english: english)
        isHint = hint
    }
}

/// What a screen asks of the shell around it.
public enum ScreenEffect: Hashable, Sendable {
    case none
    case openLink(Int)
    case openPath(Int)
    case openSite(Int)
    case back
}

/// A screen is a value: its state, its actions, its keys, and pure functions.
public protocol Screen {
    associatedtype State: Hashable & Sendable
    associatedtype Action: Hashable & Sendable

    static var bindings: [Binding<Action>] { get }
    /// Whether `/` narrows this screen by `RenderContext.filter`.
    static var isFilterable: Bool { get }
    /// Answers one key's action; must leave `state` valid for any snapshot (indices clamped).
    static func update(_ state: inout State, _ action: Action, _ snapshot: MetroSnapshot) -> ScreenEffect
    /// Called before every drawing with the area that will be drawn: the place to settle what depends on it (rows in
    /// view, order of rows). `render` must draw any state, settled or not.
    static func settle(_ state: inout State, _ snapshot: MetroSnapshot, _ context: RenderContext, area: Rect)
    /// Draws into `area` of `frame` and nowhere else.
    static func render(
        _ state: State, _ snapshot: MetroSnapshot, _ context: RenderContext, into frame: inout Frame, area: Rect)
    /// What a mouse event inside `area` means; cells count from 0,0 of the whole frame.
    static func action(
        _ event: MouseEvent, _ state: State, _ snapshot: MetroSnapshot, _ context: RenderContext, area: Rect
    ) -> Action?
    /// Where the operator is inside this screen, for the crumbs in the header.
    static func crumb(_ state: State, _ snapshot: MetroSnapshot, _ language: Language) -> String?
}

extension Screen {
    public static var isFilterable: Bool { false }
    public static func settle(
        _ state: inout State, _ snapshot: MetroSnapshot, _ context: RenderContext, area: Rect
    ) {}
    public static func action(
        _ event: MouseEvent, _ state: State, _ snapshot: MetroSnapshot, _ context: RenderContext, area: Rect
    ) -> Action? { nil }
    public static func crumb(_ state: State, _ snapshot: MetroSnapshot, _ language: Language) -> String? { nil }
}
