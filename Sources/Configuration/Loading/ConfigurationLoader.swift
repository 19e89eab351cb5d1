/// Reads a configuration and finds everything that is wrong with it at once.
public enum ConfigurationLoader {
    /// Loads the file at `path`. Relative paths in it are taken from its folder.
    public static func load(path: String) throws(ConfigurationInvalid) -> LoadedConfiguration {
        let report = Report(file: path)
        guard let bytes = FileContent.read(path, report: report) else {
            throw ConfigurationInvalid(diagnostics: report.diagnostics)
        }
        return try load(bytes, file: path, report: report)
    }

    /// Loads text as if it stood in `file`, which need not exist.
    public static func load(text: String, file: String) throws(ConfigurationInvalid) -> LoadedConfiguration {
        try load(Array(text.utf8), file: file, report: Report(file: file))
    }

    /// Loads bytes as if they stood in `file`.
    static func load(
        _ bytes: [UInt8], file: String, report: Report
    ) throws(ConfigurationInvalid) -> LoadedConfiguration {
        let root = YAMLTree.root(of: bytes, report: report)
        if !report.hasErrors, let root {
            let document = Field(node: root, line: root.line, key: "", report: report)
            let reader = DocumentReader(folder: folder(of: file), version: ContentHash.of(bytes), source: file)
            if let loaded = reader.read(document), !report.hasErrors { return loaded }
        }
        throw ConfigurationInvalid(diagnostics: report.diagnostics)
    }

    /// With its slash; empty for the current folder.
    static func folder(of file: String) -> String {
        file.lastIndex(of: "/").map { String(file[...$0]) } ?? ""
    }
}
