import Metro

/// Reads the whole document: the order matters where one part needs another.
struct DocumentReader {
    static let keys = [
        "version", "city", "province", "time_zone", "operators", "sites", "devices", "links", "paths", "instances",
        "exports",
        "mappings", "collectors", "indicators", "console", "simulator",
    ]

    /// Folder of the file with its slash, for relative paths; empty for the current one.
    let folder: String
    let version: String
    let source: String

    func read(_ document: Field) -> LoadedConfiguration? {
        switch document.node.content {
        case .mapping: break
        case .nothing:
            document.named("(file)").refuse(
                "an empty file", expected: "a configuration",
                suggestion: "the smallest useful one is Docs/examples/five-minutes.yaml")
            return nil
        case .scalar, .sequence:
            document.named("(document)").refuse(expected: "a mapping with \(Self.keys.joined(separator: ", "))")
            return nil
        }
        guard let section = document.section(Self.keys) else { return nil }
        // Another version has other keys; without one this version is taken, to find the other errors.
        if let version = section.required("version", "1"), version.integer(1...1) == nil { return nil }
        let collectors = section["collectors"]?.collectorSettings(in: folder) ?? .init()
        let console = section["console"]?.consoleSettings(in: folder) ?? .init()
        let policy = section["indicators"]?.indicatorPolicy() ?? .init()
        var reader = InventoryReader(section, collectors: collectors, folder: folder)
        let inventory = reader.read(policy: policy, version: version)
        let simulator = section["simulator"]?.simulatorSettings(reader, isEnabled: collectors.isSimulatorEnabled)
        guard let inventory else { return nil }
        return LoadedConfiguration(
            inventory: inventory, policy: policy, collectors: collectors, console: console,
            simulator: simulator ?? .init(), source: document.report.file, warnings: document.report.diagnostics)
    }
}

extension Field {
    /// The same value under another name, for what has no path.
    func named(_ key: String) -> Field { Field(node: node, line: line, key: key, report: report) }
}
