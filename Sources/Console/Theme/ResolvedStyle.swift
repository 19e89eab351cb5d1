/// A colour of a theme, 8 bits a channel; the terminal brings it down to what it has.
public struct RGB: Hashable, Sendable {
    public var red: UInt8
    public var green: UInt8
    public var blue: UInt8

    public init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
        self.red = red
        self.green = green
        self.blue = blue
    }
}

/// What a `Style` looks like under one theme; `nil` is the terminal's own default colour.
public struct ResolvedStyle: Hashable, Sendable {
    public var foreground: RGB?
    public var background: RGB?
    public var emphasis: Emphasis

    public init(foreground: RGB? = nil, background: RGB? = nil, emphasis: Emphasis = []) {
        self.foreground = foreground
        self.background = background
        self.emphasis = emphasis
    }
}
