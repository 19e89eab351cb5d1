/// Reads a theme: a flat mapping of role → style. What roles and styles mean is the console's to say.
public enum ThemeFile {
    static let roleLimit = 1_000

    /// Roles with their style text as it is written; the items of a list (a gradient) are joined by `, `.
    public static func read(yaml: String, file: String) throws(ConfigurationInvalid) -> [String: String] {
        try read(Array(yaml.utf8), report: Report(file: file))
    }

    /// The same from a file.
    public static func read(path: String) throws(ConfigurationInvalid) -> [String: String] {
        let report = Report(file: path)
        guard let bytes = FileContent.read(path, report: report) else {
            throw ConfigurationInvalid(diagnostics: report.diagnostics)
        }
        return try read(bytes, report: report)
    }

    private static func read(_ bytes: [UInt8], report: Report) throws(ConfigurationInvalid) -> [String: String] {
        var styles: [String: String] = [:]
        if let root = YAMLTree.root(of: bytes, report: report) {
            let document = Field(node: root, line: root.line, key: "", report: report)
            if case .mapping(let entries) = root.content, entries.count <= roleLimit {
                let keys = Array(Set(entries.map(\.key)))
                let section = Section(field: document, entries: entries, keys: keys)
                for key in keys { styles[key] = section[key]?.style() }
            } else {
                document.named("(document)").refuse(expected: "a mapping of at most \(roleLimit) roles to styles")
            }
        }
        guard !report.hasErrors else { throw ConfigurationInvalid(diagnostics: report.diagnostics) }
        return styles
    }
}

extension Field {
    fileprivate func style() -> String? {
        guard case .sequence = node.content else { return text("a style such as \"#ff5555 bold\"") }
        let items = items(of: "colours").compactMap { $0.text("a colour") }
        return items.isEmpty ? nil : items.joined(separator: ", ")
    }
}
