import Mapping

/// Where the reading of an exposition stands, and the name and labels that it read last. What both text formats of
/// Prometheus have in common is here; what is allowed between the words is said by the one that asks.
struct ExpositionCursor: Sendable {
    struct Label: Sendable {
        var name: Range<Int>
        /// Between the quotes, as it is written.
        var value: Range<Int>
    }

    var position = 0
    private(set) var line = 1
    private(set) var labels: [Label] = []

    mutating func restart() {
        position = 0
        line = 1
        labels.removeAll(keepingCapacity: true)
    }

    mutating func forgetLabels() { labels.removeAll(keepingCapacity: true) }

    func problem(_ reason: String) -> FormatProblem { FormatProblem(line: line, reason) }

    /// "found `…`, expected …", for what stands here.
    func found(_ bytes: Span<UInt8>, expected: String) -> FormatProblem {
        let end = bytes.first(Octet.newline, in: position..<bytes.count) ?? bytes.count
        let what = position < end ? bytes.excerpt(position..<end) : "the end of the line"
        return problem("found \(what), expected \(expected)")
    }

    func isAt(_ octet: UInt8, _ bytes: Span<UInt8>) -> Bool { position < bytes.count && bytes[position] == octet }

    func isAtLineEnd(_ bytes: Span<UInt8>) -> Bool { position >= bytes.count || bytes[position] == Octet.newline }

    /// True: it stood here, and is passed.
    mutating func pass(_ octet: UInt8, _ bytes: Span<UInt8>) -> Bool {
        guard isAt(octet, bytes) else { return false }
        position &+= 1
        return true
    }

    mutating func passBlanks(_ bytes: Span<UInt8>) {
        while position < bytes.count, bytes[position] == Octet.space || bytes[position] == Octet.tab {
            position &+= 1
        }
    }

    /// Past the newline, if there is one.
    mutating func passLineEnd(_ bytes: Span<UInt8>) {
        if pass(Octet.newline, bytes) { line &+= 1 }
    }

    /// The rest of the line; the newline stays.
    mutating func rest(_ bytes: Span<UInt8>) -> Range<Int> {
        let start = position
        position = bytes.first(Octet.newline, in: start..<bytes.count) ?? bytes.count
        return start..<position
    }

    /// Up to a blank or the end of the line.
    mutating func word(_ bytes: Span<UInt8>) -> Range<Int> {
        let start = position
        while position < bytes.count {
            let octet = bytes[position]
            if octet == Octet.space || octet == Octet.newline || octet == Octet.tab { break }
            position &+= 1
        }
        return start..<position
    }

    /// `[a-zA-Z_:][a-zA-Z0-9_:]*`; without colons in labels. Empty: none stands here.
    mutating func name(_ bytes: Span<UInt8>, hasColons: Bool) -> Range<Int> {
        let start = position
        if start < bytes.count, bytes[start] &- Octet.zero < 10 { return start..<start }
        position = bytes.nameEnd(from: start, hasColons: hasColons)
        return start..<position
    }

    /// From behind `{` to behind `}`. `isStrict`: OpenMetrics, which allows no blanks, no comma at the end and no newline
    /// in a value.
    mutating func readLabels(_ bytes: Span<UInt8>, isStrict: Bool) throws(FormatProblem) {
        labels.removeAll(keepingCapacity: true)
        if !isStrict { passBlanks(bytes) }
        var isOpen = !pass(Octet.close, bytes)
        while isOpen {
            let name = name(bytes, hasColons: false)
            guard !name.isEmpty else { throw found(bytes, expected: "a label's name") }
            if !isStrict { passBlanks(bytes) }
            guard pass(Octet.equals, bytes) else { throw found(bytes, expected: "`=` behind a label's name") }
            if !isStrict { passBlanks(bytes) }
            guard pass(Octet.quote, bytes) else { throw found(bytes, expected: "a label's value in quotes") }
            let value = try quoted(bytes, isStrict)
            for label in labels where bytes.isSame(label.name, name) {
                throw problem("label \(bytes.excerpt(name)) stands there twice")
            }
            labels.append(Label(name: name, value: value))
            if !isStrict { passBlanks(bytes) }
            if pass(Octet.comma, bytes) {
                if isStrict { continue }
                passBlanks(bytes)
                isOpen = !pass(Octet.close, bytes)
            } else if pass(Octet.close, bytes) {
                isOpen = false
            } else {
                throw found(bytes, expected: "`,` or `}` behind a label")
            }
        }
    }

    /// To behind the closing quote; what is before it.
    private mutating func quoted(_ bytes: Span<UInt8>, _ isStrict: Bool) throws(FormatProblem) -> Range<Int> {
        let start = position
        var index = start
        var newlines = 0
        var isPlain = true
        scan: while true {
            index = bytes.endOfPlain(from: index)
            guard index < bytes.count else { break }
            switch bytes[index] {
            case Octet.quote: break scan
            case Octet.backslash:
                let next = index &+ 1 < bytes.count ? bytes[index &+ 1] : 0
                index &+= next == Octet.quote || next == Octet.backslash ? 2 : 1
            case Octet.newline:
                if isStrict { break scan }
                newlines &+= 1
                index &+= 1
            default:
                isPlain = false
                index &+= 1
            }
        }
        guard index < bytes.count, bytes[index] == Octet.quote else {
            throw problem("found \(bytes.excerpt(start..<min(index, bytes.count))) without a closing quote")
        }
        position = index &+ 1
        line &+= newlines
        guard isPlain || bytes.isUTF8(start..<index) else { throw problem("a label's value is not UTF-8") }
        return start..<index
    }

    static func series(_ bytes: Span<UInt8>, _ name: Range<Int>, _ labels: [Label]) -> ForeignSeries {
        let tags = labels.map { ForeignSeries.Tag(bytes.text($0.name), unescaped(bytes, $0.value)) }
        return ForeignSeries(group: bytes.text(name), tags: tags)
    }

    /// The series whose name begins at `start`; it was read before.
    static func series(_ bytes: Span<UInt8>, at start: Int) -> ForeignSeries {
        var cursor = ExpositionCursor()
        cursor.position = start
        let name = cursor.name(bytes, hasColons: true)
        cursor.passBlanks(bytes)
        if cursor.pass(Octet.open, bytes) { try? cursor.readLabels(bytes, isStrict: false) }
        return series(bytes, name, cursor.labels)
    }

    /// `\n`, `\"` and `\\`; other backslashes stay.
    static func unescaped(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
        guard bytes.first(Octet.backslash, in: range) != nil else { return bytes.text(range) }
        var octets: [UInt8] = []
        var index = range.lowerBound
        while index < range.upperBound {
            var octet = bytes[index]
            if octet == Octet.backslash, index + 1 < range.upperBound {
                switch bytes[index + 1] {
                case 0x6E: (octet, index) = (Octet.newline, index + 1)
                case Octet.quote, Octet.backslash: (octet, index) = (bytes[index + 1], index + 1)
                default: break
                }
            }
            octets.append(octet)
            index += 1
        }
        return String(decoding: octets, as: UTF8.self)
    }

    /// A number, NaN or an infinity, as Go, Python and OpenMetrics write them.
    func value(_ bytes: Span<UInt8>, _ word: Range<Int>) throws(FormatProblem) -> ForeignValue {
        if let number = DecimalNumber(bytes, word) {
            guard let value = number.value(bytes) else {
                throw problem("value \(bytes.excerpt(word)) is beyond a double's range")
            }
            return value
        }
        if word.count <= 9 {
            switch bytes.text(word).lowercased() {
            case "nan": return .double(.nan)
            case "inf", "+inf", "infinity", "+infinity": return .double(.infinity)
            case "-inf", "-infinity": return .double(-.infinity)
            default: break
            }
        }
        throw problem("found \(word.isEmpty ? "nothing" : bytes.excerpt(word)), expected a number")
    }
}
