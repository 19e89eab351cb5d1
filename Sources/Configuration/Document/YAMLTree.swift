import Metro
import Yams

/// Turns parsed text into `YAMLNode`s: takes the composer's marks out, resolves aliases within bounds.
struct YAMLTree {
    /// Values of a document, each alias counted as all that it stands for. 100 000 links have 1.6 million.
    static let valueLimit = 4_000_000
    /// Nesting, aliases expanded. The deepest key of the schema is at 7.
    static let depthLimit = 32

    private static let textTag = "tag:yaml.org,2002:str"

    private struct Measured {
        let node: YAMLNode
        let values: Int
        let height: Int
    }

    private let report: Report
    private var anchors: [String: Measured] = [:]
    private var values = 0
    private var isExhausted = false

    /// The root of the text of a file, nothing for an empty one; `nil` where the report says why.
    static func root(of bytes: [UInt8], report: Report) -> YAMLNode? {
        guard let text = SourceText.checked(bytes, report: report) else { return nil }
        guard let composed = YAMLComposer(report: report).compose(text) else { return nil }
        return withExtendedLifetime(composed.parser) {
            guard let root = composed.root else { return YAMLNode(line: 1, content: .nothing) }
            var tree = YAMLTree(report: report)
            return tree.convert(root, depth: 1).node
        }
    }

    private init(report: Report) { self.report = report }

    private mutating func convert(_ node: Node, depth: Int) -> Measured {
        let line = node.mark?.line ?? 1
        guard depth <= Self.depthLimit else {
            return refuse(line, found: "nesting deeper than \(Self.depthLimit)", expected: "less nesting")
        }
        let measured: Measured
        switch node {
        case .scalar(let scalar):
            if scalar.style == .plain, let alias = Self.aliasName(scalar.string) {
                return resolve(alias, line: line, depth: depth)
            }
            measured = leaf(scalar, line: line)
        case .sequence(let sequence):
            var items: [YAMLNode] = []
            var size = (values: 1, height: 0)
            for item in sequence {
                let converted = convert(item, depth: depth + 1)
                size = (size.values + converted.values, max(size.height, converted.height))
                items.append(converted.node)
            }
            measured = .init(
                node: .init(line: line, content: .sequence(items)), values: size.values, height: size.height + 1)
        case .mapping(let mapping):
            var entries: [YAMLEntry] = []
            var size = (values: 1, height: 0)
            for (key, value) in mapping {
                let converted = convert(value, depth: depth + 1)
                size = (size.values + converted.values, max(size.height, converted.height))
                let keyLine = key.mark?.line ?? line
                entries.append(.init(key: text(ofKey: key), line: keyLine, value: converted.node))
            }
            measured = .init(
                node: .init(line: line, content: .mapping(entries)), values: size.values, height: size.height + 1)
        case .alias:
            return refuse(line, found: "an alias", expected: "a value")
        }
        count(1, line: line)
        if let anchor = node.anchor { anchors[anchor.rawValue] = measured }
        return measured
    }

    private mutating func resolve(_ name: String, line: Int, depth: Int) -> Measured {
        guard let target = anchors[name] else {
            return refuse(
                line, found: "the alias *\(PrintableText.of(name, limit: 60))",
                expected: "an alias of an anchor that stands before it")
        }
        guard depth + target.height <= Self.depthLimit else {
            return refuse(line, found: "nesting deeper than \(Self.depthLimit)", expected: "less nesting")
        }
        count(target.values, line: line)
        guard !isExhausted else { return .init(node: .init(line: line, content: .nothing), values: 1, height: 1) }
        return .init(
            node: .init(line: line, content: target.node.content), values: target.values, height: target.height)
    }

    private mutating func count(_ more: Int, line: Int) {
        guard !isExhausted else { return }
        values += more
        guard values > Self.valueLimit else { return }
        isExhausted = true
        report.add(
            line: line, key: "(document)", found: "more than \(Self.valueLimit) values with aliases expanded",
            expected: "fewer aliases")
    }

    private func refuse(_ line: Int, found: String, expected: String) -> Measured {
        report.add(line: line, key: "(document)", found: found, expected: expected)
        return .init(node: .init(line: line, content: .nothing), values: 1, height: 1)
    }

    private func leaf(_ scalar: Node.Scalar, line: Int) -> Measured {
        let text = Self.withoutAliasMarks(scalar.string)
        let isPlain = scalar.style == .plain && scalar.tag.rawValue != Self.textTag
        let isNothing = isPlain && ["", "~", "null", "Null", "NULL"].contains(text)
        let content = isNothing ? YAMLNode.Content.nothing : .scalar(text: text, isPlain: isPlain)
        return .init(node: .init(line: line, content: content), values: 1, height: 1)
    }

    private func text(ofKey key: Node) -> String {
        guard case .scalar(let scalar) = key else { return "(a list or mapping)" }
        let scalars = Self.withoutAliasMarks(scalar.string).unicodeScalars
        let mark = SourceText.duplicateMark
        guard scalars.first == mark, let end = scalars.dropFirst().firstIndex(of: mark) else { return String(scalars) }
        return String(scalars[scalars.index(after: end)...])
    }

    private static func aliasName(_ text: String) -> String? {
        guard text.unicodeScalars.first == SourceText.aliasMark else { return nil }
        return withoutAliasMarks(String(text.unicodeScalars.dropFirst(2)))
    }

    private static func withoutAliasMarks(_ text: String) -> String {
        guard text.unicodeScalars.contains(SourceText.aliasMark) else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.filter { $0 != SourceText.aliasMark }))
    }
}
