/// One thing that is wrong, or worth knowing, in a configuration: where it stands, what is there, what should be.
public struct Diagnostic: Hashable, Sendable, CustomStringConvertible {
    public enum Severity: String, Hashable, Sendable {
        /// The configuration is refused.
        case error
        /// The configuration is used; some figure will stay unknown because of it.
        case warning
    }

    public let severity: Severity
    /// The file as it was named, free of control characters.
    public let file: String
    /// From 1; 1 for what concerns the whole file.
    public let line: Int
    /// Dotted path such as `links[2].a`; `(file)` or `(document)` for what concerns the whole.
    public let key: String
    public let found: String
    public let expected: String
    /// The next step: "did you mean …?", or what stays unknown.
    public let suggestion: String?

    public init(
        severity: Severity = .error, file: String, line: Int, key: String, found: String, expected: String,
        suggestion: String? = nil
    ) {
        self.severity = severity
        self.file = file
        self.line = line
        self.key = key
        self.found = found
        self.expected = expected
        self.suggestion = suggestion
    }

    /// `FILE:LINE: key: found X, expected Y`, then the suggestion after a semicolon; warnings say so before the key.
    public var description: String {
        let label = severity == .warning ? "warning: " : ""
        let tail = suggestion.map { "; \($0)" } ?? ""
        return "\(file):\(line): \(label)\(key): found \(found), expected \(expected)\(tail)"
    }
}

/// A configuration that cannot be used. Holds at least one error; warnings stand among them, all in order of line.
public struct ConfigurationInvalid: Error, Hashable, Sendable, CustomStringConvertible {
    public let diagnostics: [Diagnostic]

    public init(diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }

    public var errors: [Diagnostic] { diagnostics.filter { $0.severity == .error } }
    /// One diagnostic a line.
    public var description: String { diagnostics.map(\.description).joined(separator: "\n") }
}
