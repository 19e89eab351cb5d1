import Metro

/// One value of the document, the path by which people name it, and the report that takes what is wrong with it.
///
/// Every reading function returns `nil` after it has reported, so a reader goes on and finds the next error.
struct Field {
    let node: YAMLNode
    /// The line of the key, or of the list item.
    let line: Int
    /// Dotted path: `links[2].a`.
    let key: String
    let report: Report

    func refuse(_ found: String? = nil, expected: String, suggestion: String? = nil) {
        report.add(line: line, key: key, found: found ?? self.found, expected: expected, suggestion: suggestion)
    }

    func warn(_ found: String? = nil, expected: String, consequence: String) {
        report.add(
            .warning, line: line, key: key, found: found ?? self.found, expected: expected, suggestion: consequence)
    }

    /// What stands there, for a message: plain words and numbers bare, other text in quotes.
    var found: String {
        switch node.content {
        case .nothing: "nothing"
        case .scalar(let text, true) where Quantity.number(text) != nil: PrintableText.of(text, limit: 60)
        case .scalar(let text, _): PrintableText.quoted(text)
        case .sequence(let items): "a list of \(items.count)"
        case .mapping(let entries): "a mapping of \(entries.count)"
        }
    }

    /// The items of a list; nothing is an empty list.
    func items(of expected: String) -> [Field] {
        switch node.content {
        case .nothing: return []
        case .sequence(let items):
            return items.enumerated().map {
                Field(node: $0.element, line: $0.element.line, key: "\(key)[\($0.offset)]", report: report)
            }
        case .scalar, .mapping:
            refuse(expected: "a list of \(expected)")
            return []
        }
    }

    /// The mapping that stands here; nothing is an empty one. Keys beyond `keys` and repeated keys are reported.
    func section(_ keys: [String]) -> Section? {
        let entries: [YAMLEntry]
        switch node.content {
        case .nothing: entries = []
        case .mapping(let known): entries = known
        case .scalar, .sequence:
            refuse(expected: "a mapping with \(keys.joined(separator: ", "))")
            return nil
        }
        return Section(field: self, entries: entries, keys: keys)
    }
}
