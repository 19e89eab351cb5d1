import Metro

/// How the console looks; what the command line says goes before it.
public struct ConsoleSettings: Hashable, Sendable {
    public enum Theme: Hashable, Sendable {
        /// A theme that is compiled in, by name.
        case builtIn(String)
        /// A theme file, see `ThemeFile`.
        case file(String)
    }

    /// What graphs are drawn with; `auto` asks the terminal's locale.
    public enum Glyphs: String, Hashable, Sendable, CaseIterable {
        case auto, braille, block, ascii
    }

    public var theme = Theme.builtIn("dark")
    /// `nil`: as the locale says.
    public var language: Language?
    public var glyphs = Glyphs.auto
    /// Columns of a character of ambiguous width (UAX #11), 1 or 2.
    public var ambiguousWidth = 1
    /// Repaints a second at most, 1 … 10.
    public var refreshHertz = 1

    public init() {}
}
