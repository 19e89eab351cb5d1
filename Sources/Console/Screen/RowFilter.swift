/// What stands behind `/`: a regular expression, or plain text where it is none; `!` in front keeps the others.
/// Letters match in either case.
public struct RowFilter: Hashable, Sendable {
    public let text: String

    /// `nil` for an empty text (a lone `!` too): everything is shown.
    public init?(_ text: String) {
        guard !text.isEmpty, text != "!" else { return nil }
        self.text = text
    }

    public var isInverse: Bool { text.hasPrefix("!") }
    private var pattern: String { isInverse ? String(text.dropFirst()) : text }

    /// Whether the pattern is a regular expression; else it is searched for as it stands.
    public var isExpression: Bool { (try? Regex(pattern)) != nil }

    /// Whether a text is kept, compiled once for many rows.
    public func matcher() -> (String) -> Bool {
        let finds = finder()
        let inverse = isInverse
        return { finds($0) != inverse }
    }

    /// Whether a text holds the pattern, `!` aside. Plain words take the fast way around the expression engine.
    func finder() -> (String) -> Bool {
        let word = pattern.lowercased()
        let isPlain = pattern.allSatisfy { $0.isLetter || $0.isNumber || $0 == " " || $0 == "-" || $0 == "_" }
        guard !isPlain, let expression = try? Regex(pattern).ignoresCase() else {
            return { $0.lowercased().contains(word) }
        }
        return { ((try? expression.firstMatch(in: $0)) ?? nil) != nil }
    }
}
