import Metro

/// The ids of one list of the document, known before any entity is read, so that references may point forward.
struct Catalogue {
    /// `site`, for messages.
    let kind: String
    /// Line on which each id stands first.
    private var lines: [String: Int] = [:]

    /// Reports ids that stand twice.
    init(kind: String, items: [Field]) {
        self.kind = kind
        for item in items {
            guard case .mapping(let entries) = item.node.content,
                let entry = entries.first(where: { $0.key == "id" }),
                case .scalar(let id, _) = entry.value.content
            else { continue }
            if let first = lines[id] {
                item.report.add(
                    line: entry.line, key: "\(item.key).id",
                    found: "\(PrintableText.quoted(id)) again (first at line \(first))",
                    expected: "a \(kind) id that stands once")
            } else {
                lines[id] = entry.line
            }
        }
    }

    var ids: some Collection<String> { lines.keys }

    func contains(_ id: String) -> Bool { lines[id] != nil }
}

extension Field {
    /// The id of an entity of `catalogue`.
    func reference(to catalogue: Catalogue) -> String? {
        let article = "aeio".contains(catalogue.kind.prefix(1)) ? "an" : "a"
        let expected = "the id of \(article) \(catalogue.kind)"
        guard let id = text(expected) else { return nil }
        return resolved(id, in: catalogue, expected: expected) ? id : nil
    }

    /// `device:ifName`, split at the first colon: an ifName may hold more of them.
    func interface(of devices: Catalogue) -> InterfaceReference? {
        let expected = "an interface as device:ifName"
        guard let text = text(expected) else { return nil }
        guard let colon = text.firstIndex(of: ":"), colon != text.startIndex, text.index(after: colon) != text.endIndex
        else {
            refuse(expected: expected)
            return nil
        }
        let device = String(text[..<colon])
        guard resolved(device, in: devices, expected: "\(expected) of a device that is listed") else { return nil }
        return InterfaceReference(device: .init(device), name: String(text[text.index(after: colon)...]))
    }

    private func resolved(_ id: String, in catalogue: Catalogue, expected: String) -> Bool {
        if catalogue.contains(id) { return true }
        refuse(
            "the unknown \(catalogue.kind) \(PrintableText.quoted(id))", expected: expected,
            suggestion: report.suggestion(for: id, among: catalogue.ids))
        return false
    }
}
