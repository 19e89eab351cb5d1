import Metro

/// A mapping whose keys are known.
struct Section {
    let field: Field
    private var fields: [String: Field] = [:]

    /// Reports keys that are not in `keys` and keys that stand twice; the first one counts.
    init(field: Field, entries: [YAMLEntry], keys: [String]) {
        self.field = field
        let prefix = field.key.isEmpty ? "" : field.key + "."
        var unknown: [String: Int] = [:]
        for entry in entries {
            let report = field.report
            let path = prefix + entry.key
            if let first = fields[entry.key]?.line ?? unknown[entry.key] {
                report.add(
                    line: entry.line, key: path, found: "the same key again (first at line \(first))",
                    expected: "each key once")
            } else if keys.contains(entry.key) {
                fields[entry.key] = Field(node: entry.value, line: entry.line, key: path, report: report)
            } else {
                unknown[entry.key] = entry.line
                report.add(
                    line: entry.line, key: prefix + PrintableText.of(entry.key, limit: 60), found: "an unknown key",
                    expected: keys.count == 1 ? keys[0] : "one of \(keys.joined(separator: ", "))",
                    suggestion: report.suggestion(for: entry.key, among: keys))
            }
        }
    }

    /// The field, if its key is written, with or without a value.
    subscript(key: String) -> Field? { fields[key] }

    /// The field; its absence is reported.
    func required(_ key: String, _ expected: String) -> Field? {
        if let field = fields[key] { return field }
        field.report.add(line: field.line, key: path(key), found: "nothing", expected: expected)
        return nil
    }

    /// A field that is not written, to report something about its absence.
    func absent(_ key: String) -> Field {
        Field(
            node: YAMLNode(line: field.line, content: .nothing), line: field.line, key: path(key), report: field.report)
    }

    private func path(_ key: String) -> String { field.key.isEmpty ? key : "\(field.key).\(key)" }
}
