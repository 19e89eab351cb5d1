import Yams

/// Parses checked text with Yams and reports what the parser refuses.
///
/// Two habits of the parser are worked around by marks in the text, which `YAMLTree` takes out again:
/// - It expands aliases where they stand and hashes every key, so an alias bomb used as a key would run for ever.
///   A mark before each `*` makes an alias a plain scalar; the tree resolves it within a bound.
/// - It stops at the first key that stands twice in a mapping. A mark before that key makes it another key, and
///   parsing goes on; the tree keeps both, and the reader reports the second with its full path and line.
struct YAMLComposer {
    /// The root, and the parser that owns the anchors, which nodes hold weakly.
    struct Composed {
        let root: Node?
        let parser: Parser
    }

    /// Keys that are told apart before the parser is given up on.
    static let duplicateLimit = 64
    /// Lines with tabs that are named.
    static let tabLimit = 100

    let report: Report

    func compose(_ source: String) -> Composed? {
        var text = source.replacing("*", with: "\(SourceText.aliasMark)*")
        var duplicates: [Mark] = []
        // Each round parses everything again, so large files get fewer.
        let rounds = max(1, min(Self.duplicateLimit, SourceText.byteLimit / 2 / max(1, text.utf8.count)))
        for round in 0...rounds {
            do {
                let parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
                return Composed(root: try parser.singleRoot(), parser: parser)
            } catch YamlError.duplicatedKeysInMapping(_, let context) {
                duplicates.append(context.mark)
                guard round < rounds, let marked = marking(context.mark, round: round, in: text) else {
                    report(duplicatesAt: duplicates)
                    return nil
                }
                text = marked
            } catch {
                // A syntax error that appears only after a key was marked is of our own making.
                if duplicates.isEmpty {
                    report(error, in: source, marked: text)
                } else {
                    report(duplicatesAt: duplicates)
                }
                return nil
            }
        }
        return nil
    }

    /// The text with a mark in front of the key at `mark` (behind its opening quote).
    private func marking(_ mark: Mark, round: Int, in text: String) -> String? {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard mark.line >= 1, mark.line <= lines.count, mark.column >= 1 else { return nil }
        var scalars = String(lines[mark.line - 1]).unicodeScalars
        guard
            var index = scalars.index(scalars.startIndex, offsetBy: mark.column - 1, limitedBy: scalars.endIndex),
            index < scalars.endIndex
        else { return nil }
        if scalars[index] == "\"" || scalars[index] == "'" { index = scalars.index(after: index) }
        let inserted = "\(SourceText.duplicateMark)\(round)\(SourceText.duplicateMark)"
        scalars.insert(contentsOf: inserted.unicodeScalars, at: index)
        lines[mark.line - 1] = Substring(String(scalars))
        return lines.joined(separator: "\n")
    }

    private func report(duplicatesAt marks: [Mark]) {
        for mark in marks {
            report.add(
                line: mark.line, key: "(document)", found: "a key that stands again in the same mapping",
                expected: "each key once")
        }
    }

    private func report(_ error: any Error, in source: String, marked: String) {
        switch error {
        case YamlError.scanner(let context, let problem, let mark, _),
            YamlError.parser(let context, let problem, let mark, _),
            YamlError.composer(let context, let problem, let mark, _):
            if problem.contains("cannot start any token"), reportTabs(around: mark.line, in: source) { return }
            if problem.contains("another document") {
                report.add(
                    line: mark.line, key: "(document)", found: "a second document", expected: "one document a file")
                return
            }
            let detail = context.map { "\($0.text) from line \($0.mark.line): \(problem)" } ?? problem
            report.add(
                line: mark.line, key: "(document)",
                found: "a syntax error at column \(column(of: mark, in: marked)) (\(detail))", expected: "YAML")
        default:
            report.add(line: 1, key: "(document)", found: "text that the parser refuses", expected: "YAML")
        }
    }

    /// The column in the file: without the alias marks that stand before it.
    private func column(of mark: Mark, in marked: String) -> Int {
        let lines = marked.split(separator: "\n", omittingEmptySubsequences: false)
        guard mark.line >= 1, mark.line <= lines.count else { return mark.column }
        let before = lines[mark.line - 1].unicodeScalars.prefix(max(0, mark.column - 1))
        return mark.column - before.count { $0 == SourceText.aliasMark }
    }

    /// Names every line that a tab indents, if line `line` is one of them.
    private func reportTabs(around line: Int, in source: String) -> Bool {
        let indented = source.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
            .filter { $0.element.prefix { $0 == " " || $0 == "\t" }.contains("\t") }
            .map { $0.offset + 1 }
        guard indented.contains(line) else { return false }
        for number in indented.prefix(Self.tabLimit) {
            report.add(
                line: number, key: "(document)", found: "a tab in the indentation", expected: "spaces only")
        }
        return true
    }
}
