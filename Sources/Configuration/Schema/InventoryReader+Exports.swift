import Metro

extension InventoryReader {
    private static let transports = ["file", "stdin", "command", "listen", "scrape", "nats", "kafka"]

    /// The exports, and what several of them cannot share.
    func exportList(_ fields: [Field], paths: [MeasuredPath]) -> [ExportSource] {
        var owners: [String: String] = [:]
        return fields.compactMap { field in
            guard let (source, section) = export(field) else { return nil }
            if let claim = source.transport.claim {
                if let owner = owners[claim.key] {
                    section[claim.word]?.refuse(
                        "\(claim.what), which the export \(PrintableText.quoted(owner)) reads", expected: claim.expected
                    )
                } else {
                    owners[claim.key] = source.id.text
                }
            }
            let isWanted = paths.contains { $0.export == source.id }
            if source.format == .delayCSV, !isWanted {
                field.warn(
                    "delays that no path takes", expected: "export: \(source.id.text) at a path",
                    consequence: "what it brings is counted, not used")
            }
            return source
        }
    }

    private func export(_ field: Field) -> (ExportSource, Section)? {
        guard let section = field.section(["id", "format"] + Self.transports + ["mappings", "interval"]) else {
            return nil
        }
        let id = section.identifier()
        let words = ExportSource.Format.allCases.map(\.rawValue).joined(separator: ", ")
        let format = section.required("format", "one of \(words)")?.choice(ExportSource.Format.self)
        let transport = transport(section, format)
        let mappings = section["mappings"].map { mappingNames($0) } ?? []
        if section["mappings"] != nil, format == .delayCSV {
            section["mappings"]?.refuse(
                "mappings of \(ExportSource.Format.delayCSV.rawValue)", expected: "none",
                suggestion: "its sites are those of paths[].a and b")
        }
        let interval = section["interval"]?.milliseconds(100 * Nanoseconds.millisecond...Nanoseconds.hour)
        guard let id, let format, let transport else { return nil }
        if let period = transport.periodMilliseconds, let interval, interval < period {
            section["interval"]?.warn(
                "less than the scrape's period", expected: "at least \(period) ms",
                consequence: "no reading comes so often")
        }
        return (
            ExportSource(
                id: .init(id), format: format, transport: transport, mappings: mappings,
                intervalMilliseconds: interval ?? transport.periodMilliseconds), section
        )
    }

    private func transport(_ section: Section, _ format: ExportSource.Format?) -> ExportSource.Transport? {
        let written = Self.transports.filter { section[$0] != nil }
        guard let word = written.first, let field = section[word] else {
            section.absent("file").refuse(
                expected: "where it comes from: one of \(Self.transports.joined(separator: ", "))")
            return nil
        }
        guard written.count == 1 else {
            section[written[1]]?.refuse(
                "\(written.joined(separator: " and "))", expected: "one of them",
                suggestion: "one export for each, with the same mappings")
            return nil
        }
        let transport = transport(word, field)
        guard let format, let transport else { return nil }
        if format.isBinary, !["listen", "nats", "kafka"].contains(word) {
            section["format"]?.refuse(
                "\(format.rawValue) over \(word)", expected: "\(format.rawValue) over listen, nats or kafka",
                suggestion: "its messages are binary, and a stream does not tell where one ends")
        }
        return transport
    }

    private func transport(_ word: String, _ field: Field) -> ExportSource.Transport? {
        switch word {
        case "file": file(field)
        case "stdin": standardInput(field)
        case "command": field.command("a command as [python3, plugin.py], or in one text").map { .command($0) }
        case "listen": field.exportListener(in: folder).map { .listen($0) }
        case "scrape": field.scrape(in: folder).map { .scrape($0) }
        case "nats": field.nats(in: folder).map { .nats($0) }
        default: field.kafka(in: folder).map { .kafka($0) }
        }
    }

    private func file(_ field: Field) -> ExportSource.Transport? {
        var path = field
        var reading = ExportSource.FileReading.follow(fromStart: false)
        if case .mapping = field.node.content {
            guard let section = field.section(["path", "read", "from"]) else { return nil }
            let word = section["read"].map { $0.word(of: ["follow", "once"]) } ?? "follow"
            let from = section["from"].map { $0.word(of: ["start", "end"]) }
            if word == "once", from == "end" {
                section["from"]?.refuse(
                    "end of a file that is read once", expected: "start",
                    suggestion: "a file that grows is read with read: follow")
            }
            reading = word == "once" ? .once : .follow(fromStart: from == "start")
            guard let named = section.required("path", "the path of a file") else { return nil }
            path = named
        }
        guard let text = path.path(in: folder) else { return nil }
        for ending in [".gz", ".zst", ".xz", ".bz2"] where text.hasSuffix(ending) {
            path.refuse(
                "a compressed file", expected: "one that is not compressed",
                suggestion: "unpack it, or pipe it into an export with stdin")
            return nil
        }
        return .file(path: text, reading)
    }

    private func standardInput(_ field: Field) -> ExportSource.Transport? {
        guard let isRead = field.boolean() else { return nil }
        if !isRead { field.refuse(expected: "true, or another transport") }
        return isRead ? .standardInput : nil
    }

    /// The export that brings a path's delays.
    func export(_ section: Section, method: DelayMethod?) -> ExportID? {
        guard let field = section["export"], let id = field.reference(to: exports) else { return nil }
        if method == .simulator { field.refuse(expected: "no export where method is simulator") }
        for key in ["reflector", "instance"] where section[key] != nil {
            section[key]?.refuse(
                "\(key) beside export", expected: "one of them", suggestion: "the export measures the path")
        }
        return ExportID(id)
    }
}

extension ExportSource.Transport {
    fileprivate struct Claim {
        /// Two exports with one key cannot be.
        var key: String
        /// The key of the configuration.
        var word: String
        var what: String
        var expected: String
    }

    /// What one export alone can have.
    fileprivate var claim: Claim? {
        switch self {
        case .standardInput:
            Claim(
                key: "stdin", word: "stdin", what: "standard input",
                expected: "it at one export: there is one standard input")
        case .listen(let listen):
            Claim(
                key: "\(listen.host):\(listen.port)", word: "listen", what: "\(listen.host) port \(listen.port)",
                expected: "an address and port that no other export listens at")
        case .file(let path, _):
            Claim(key: path, word: "file", what: "the file \(path)", expected: "a file that no other export reads")
        case .command, .scrape, .nats, .kafka: nil
        }
    }

    fileprivate var periodMilliseconds: Int? {
        if case .scrape(let scrape) = self { scrape.periodMilliseconds } else { nil }
    }
}
