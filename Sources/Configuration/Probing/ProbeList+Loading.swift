import Metro

extension ProbeList {
    /// Most paths that one instance takes.
    public static let entryLimit = 100_000

    /// Loads the file at `path`; relative paths in it are taken from its folder.
    public static func load(path: String) throws(ConfigurationInvalid) -> ProbeList {
        let report = Report(file: path)
        guard let bytes = FileContent.read(path, report: report) else {
            throw ConfigurationInvalid(diagnostics: report.diagnostics)
        }
        return try load(bytes, folder: ConfigurationLoader.folder(of: path), report: report)
    }

    /// Loads text as if it stood in `file`, which need not exist.
    public static func load(text: String, file: String) throws(ConfigurationInvalid) -> ProbeList {
        try load(Array(text.utf8), folder: "", report: Report(file: file))
    }

    private static func load(
        _ bytes: [UInt8], folder: String, report: Report
    ) throws(ConfigurationInvalid) -> ProbeList {
        if let root = YAMLTree.root(of: bytes, report: report), !report.hasErrors {
            let list = Field(node: root, line: root.line, key: "", report: report).probeList(in: folder)
            if let list, !report.hasErrors { return list }
        }
        throw ConfigurationInvalid(diagnostics: report.diagnostics)
    }
}

extension Field {
    fileprivate func probeList(in folder: String) -> ProbeList? {
        let keys = ["version", "paths"]
        guard case .mapping = node.content else {
            named("(document)").refuse(expected: "a mapping with \(keys.joined(separator: ", "))")
            return nil
        }
        guard let section = section(keys) else { return nil }
        if let version = section.required("version", "1"), version.integer(1...1) == nil { return nil }
        let items = section.required("paths", "a list of paths")?.items(of: "paths") ?? []
        guard items.count <= ProbeList.entryLimit else {
            section["paths"]?.refuse(expected: "at most \(ProbeList.entryLimit) paths")
            return nil
        }
        _ = Catalogue(kind: "path", items: items)
        return ProbeList(entries: items.compactMap { $0.probeListEntry(in: folder) })
    }

    private func probeListEntry(in folder: String) -> ProbeList.Entry? {
        let keys = ["id", "target", "interval", "clock", "dscp", "size", "floor_km", "key", "extensions"]
        guard let section = section(keys) else { return nil }
        let id = section.identifier()
        let target = section.required("target", ReflectorAddress.expected)?.reflectorAddress()
        let interval = section["interval"]?.milliseconds(ProbeList.intervals) ?? 1_000
        let clock = section["clock"]?.choice(ClockRelation.self) ?? .independent
        let codePoint = section["dscp"]?.codePoint() ?? 0
        let size = section["size"]?.integer(ProbeSize.octets)
        let floor = section["floor_km"]?.number(0...20_000, unit: "kilometres") ?? 0
        let key = section["key"]?.secretReference(in: folder)
        let hasExtensions = section["extensions"]?.boolean() ?? false
        guard let id, let target else { return nil }
        return ProbeList.Entry(
            id: .init(id),
            access: STAMPAccess(host: target.host, port: target.port, key: key, hasExtensions: hasExtensions),
            clock: clock, intervalMilliseconds: interval, codePoint: codePoint, probeBytes: size,
            floorKilometres: floor)
    }
}

extension ProbeList {
    /// What may lie between two probes of a path, nanoseconds.
    static let intervals = 10 * Nanoseconds.millisecond...Nanoseconds.minute
}
