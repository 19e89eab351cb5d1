import Metro

/// Collects every diagnostic of one file. Bounded: what does not fit is counted and said.
final class Report {
    /// Diagnostics of each severity that are kept.
    static let limit = 1_000

    let file: String
    private var errors: [Diagnostic] = []
    private var warnings: [Diagnostic] = []
    private var omittedErrors = 0
    private var omittedWarnings = 0
    private var comparisonsLeft = 200_000

    init(file: String) {
        self.file = PrintableText.of(file, limit: 300)
    }

    var hasErrors: Bool { !errors.isEmpty }

    func add(
        _ severity: Diagnostic.Severity = .error, line: Int, key: String, found: String, expected: String,
        suggestion: String? = nil
    ) {
        switch severity {
        case .error where errors.count >= Self.limit: omittedErrors += 1
        case .warning where warnings.count >= Self.limit: omittedWarnings += 1
        default:
            let diagnostic = Diagnostic(
                severity: severity, file: file, line: line, key: PrintableText.of(key, limit: 200),
                found: PrintableText.of(found, limit: 300), expected: expected,
                suggestion: suggestion.map { PrintableText.of($0, limit: 300) })
            if severity == .error { errors.append(diagnostic) } else { warnings.append(diagnostic) }
        }
    }

    /// `did you mean "…"?`, where something is near enough.
    func suggestion(for word: String, among candidates: some Sequence<String>) -> String? {
        guard errors.count < Self.limit else { return nil }
        return Nearest.to(word, among: candidates, budget: &comparisonsLeft)
            .map { "did you mean \(PrintableText.quoted($0))?" }
    }

    /// All diagnostics by line, those of one line in the order in which they were found.
    var diagnostics: [Diagnostic] {
        let all = (errors + warnings).enumerated()
            .sorted { ($0.element.line, $0.offset) < ($1.element.line, $1.offset) }
            .map(\.element)
        return all + omitted(.error, omittedErrors) + omitted(.warning, omittedWarnings)
    }

    private func omitted(_ severity: Diagnostic.Severity, _ count: Int) -> [Diagnostic] {
        guard count > 0 else { return [] }
        return [
            Diagnostic(
                severity: severity, file: file, line: 1, key: "(document)",
                found: "\(count) more \(severity.rawValue)s", expected: "none", suggestion: "they are not listed")
        ]
    }
}
