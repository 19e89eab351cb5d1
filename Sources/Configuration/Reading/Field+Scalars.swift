import Metro

extension Field {
    /// Characters of the longest text that is taken.
    private static let textLimit = 256

    /// Text as it is written: a plain `no`, `0123` or `1e3` is text here, whatever YAML 1.1 makes of it.
    func text(_ expected: String = "text") -> String? {
        guard case .scalar(let text, _) = node.content else {
            refuse(expected: expected)
            return nil
        }
        guard !text.isEmpty, !text.allSatisfy(\.isWhitespace) else {
            refuse(expected: expected)
            return nil
        }
        guard text.count <= Self.textLimit else {
            refuse("\(text.count) characters", expected: "\(expected) of at most \(Self.textLimit) characters")
            return nil
        }
        if let scalar = text.unicodeScalars.first(where: PrintableText.isUnprintable) {
            refuse("text with the character \(SourceText.name(scalar))", expected: "\(expected) that can be printed")
            return nil
        }
        return text
    }

    /// An id: 1 to 64 characters without space, `:` and `,`, so that it can stand in `device:ifName` and in a list.
    func identifier() -> String? {
        let expected = "an id of 1 to 64 characters without spaces, ':' and ','"
        guard let text = text(expected) else { return nil }
        guard text.count <= 64, !text.contains(where: { $0.isWhitespace || $0 == ":" || $0 == "," }) else {
            refuse(expected: expected)
            return nil
        }
        return text
    }

    func boolean() -> Bool? {
        if case .scalar(let text, true) = node.content {
            switch text {
            case "true", "True", "TRUE": return true
            case "false", "False", "FALSE": return false
            default: break
            }
            let meant = ["yes": "true", "on": "true", "no": "false", "off": "false"][text.lowercased()]
            refuse(expected: "true or false", suggestion: meant.map { "did you mean \($0)?" })
        } else {
            refuse(expected: "true or false")
        }
        return nil
    }

    func integer(_ range: ClosedRange<Int>) -> Int? {
        let expected =
            range.count == 1
            ? "\(range.lowerBound)" : "a whole number from \(range.lowerBound) to \(range.upperBound)"
        guard case .scalar(let text, true) = node.content, let number = Quantity.number(text),
            let value = Int(exactly: number), range.contains(value)
        else {
            refuse(expected: expected)
            return nil
        }
        return value
    }

    /// A number of the range; `unit` is for the message.
    func number(_ range: ClosedRange<Double>, unit: String) -> Double? {
        guard case .scalar(let text, true) = node.content, let value = Quantity.number(text), range.contains(value)
        else {
            let bounds = "\(Self.plain(range.lowerBound)) to \(Self.plain(range.upperBound))"
            refuse(expected: "a number of \(unit) from \(bounds)")
            return nil
        }
        return value
    }

    /// One of the words of a closed list.
    func choice<Choice: RawRepresentable & CaseIterable>(_: Choice.Type) -> Choice? where Choice.RawValue == String {
        let words = Choice.allCases.map(\.rawValue)
        guard let word = word(of: words) else { return nil }
        return Choice(rawValue: word)
    }

    func word(of words: [String], expected: String? = nil) -> String? {
        let expected = expected ?? (words.count == 1 ? words[0] : "one of \(words.joined(separator: ", "))")
        guard case .scalar(let text, _) = node.content, words.contains(text) else {
            var suggestion: String?
            if case .scalar(let text, _) = node.content { suggestion = report.suggestion(for: text, among: words) }
            refuse(expected: expected, suggestion: suggestion)
            return nil
        }
        return text
    }

    /// Plain text (in either language) or `{zh: …, en: …}`.
    func localizedName() -> LocalizedName? {
        guard case .mapping = node.content else {
            guard let name = text("a name, or {zh: ..., en: ...}") else { return nil }
            let isChinese = name.unicodeScalars.contains { $0.properties.isIdeographic }
            return isChinese ? LocalizedName(chinese: name) : LocalizedName(english: name)
        }
        guard let section = section(["zh", "en"]) else { return nil }
        let chinese = section["zh"]?.text("a name")
        let english = section["en"]?.text("a name")
        if section["zh"] == nil, section["en"] == nil { refuse(expected: "zh, en or both") }
        return LocalizedName(chinese: chinese, english: english)
    }

    /// Without a trailing `.0`.
    static func plain(_ value: Double) -> String {
        Int(exactly: value).map(String.init) ?? "\(value)"
    }
}
