import Metro

/// What a probe may weigh, UDP payload.
enum ProbeSize {
    /// From an unauthenticated STAMP packet (RFC 8762 §4.2.1) to what a frame of 9000 octets holds over IPv4.
    static let octets = 44...8_972
}

extension InventoryReader {
    func instanceList(_ fields: [Field], paths: [MeasuredPath]) -> [ProbeInstance] {
        let named = Set(paths.compactMap(\.instance))
        return fields.compactMap { field in
            guard let section = field.section(["id", "command"]) else { return nil }
            let id = section.identifier()
            let command = section.required("command", Field.instanceCommand)?.command(Field.instanceCommand)
            guard let id, let command else { return nil }
            if !named.contains(InstanceID(id)) {
                field.warn(
                    "an instance that no path names", expected: "instance: \(id) at a path",
                    consequence: "it is never started")
            }
            return ProbeInstance(id: .init(id), command: command)
        }
    }

    /// Who measures a path.
    func instance(_ section: Section, method: DelayMethod?, reflector: DeviceID?) -> InstanceID? {
        guard let field = section["instance"], let id = field.reference(to: instances) else { return nil }
        if let method, method != .stamp, method != .roundTrip {
            field.refuse(expected: "no instance where method is \(method.rawValue)")
        }
        guard let access = reflector.flatMap({ deviceByID[$0]?.stamp }) else { return InstanceID(id) }
        if Self.isOwnHost(access.host) {
            field.warn(
                "a reflector at \(access.host)", expected: "an address of the reflector as that instance sees it",
                consequence: "the instance would ask the host that it runs on")
        }
        if case .file(let path) = access.key, !path.hasPrefix("/") {
            field.warn(
                "a reflector whose key is in \(PrintableText.quoted(path))", expected: "an absolute path or a variable",
                consequence: "the instance reads the key itself, from the folder that it is started in")
        }
        return InstanceID(id)
    }

    private static func isOwnHost(_ host: String) -> Bool {
        host == "localhost" || host == "::1" || host.hasPrefix("127.")
    }
}

extension Field {
    fileprivate static let instanceCommand =
        "a command as [ssh, -o, BatchMode=yes, site, haomiao, probe, --paths, -, --json], or in one text"

    /// Program and arguments: a list, or one text that is taken apart at its spaces. No shell reads it.
    func command(_ expected: String) -> [String]? {
        guard case .sequence = node.content else {
            guard let text = text(expected) else { return nil }
            guard !text.contains(where: { "\"'\\`$|;&<>".contains($0) }) else {
                refuse(
                    expected: "words and spaces alone",
                    suggestion: "no shell reads it: write a list where an argument needs such a character")
                return nil
            }
            return text.split(separator: " ").map(String.init)
        }
        let words = items(of: "words").compactMap { $0.text("a word of the command") }
        guard !words.isEmpty else {
            refuse(expected: expected)
            return nil
        }
        return words
    }

    /// A differentiated services code point.
    func codePoint() -> UInt8? {
        guard case .scalar(let text, _) = node.content, let value = CodePoint.value(text) else {
            refuse(expected: "a code point from 0 to 63, or its name such as EF, AF41 or CS6")
            return nil
        }
        return value
    }
}
