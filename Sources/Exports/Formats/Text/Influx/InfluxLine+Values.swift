import Mapping

extension InfluxLine {
    /// What stands behind `=` in a field, unless it is a text.
    static func value(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Result<ForeignValue, FormatProblem> {
        func found(_ expected: String) -> Result<ForeignValue, FormatProblem> {
            let what = range.isEmpty ? "nothing" : bytes.excerpt(range)
            return .failure(FormatProblem(line: 0, "found \(what), expected \(expected)"))
        }
        guard let last = range.last.map({ bytes[$0] }) else { return found("a value") }
        if last &- Octet.zero < 10 || last == Octet.point {
            guard let number = DecimalNumber(bytes, range) else { return found("a number") }
            guard let value = number.value(bytes) else { return found("a number within a double's range") }
            return .success(value)
        }
        let body = range.lowerBound..<range.upperBound - 1
        switch last {
        case 0x69:  // i
            guard let number = DecimalNumber.integer(bytes, body) else { return found("an integer of 64 bits") }
            return .success(number < 0 ? .signed(number) : .unsigned(UInt64(number)))
        case 0x75:  // u
            let number = DecimalNumber(bytes, body)
            guard let number, number.isWhole, !number.isCut, !number.isNegative else {
                return found("an unsigned integer of 64 bits")
            }
            return .success(.unsigned(number.significand))
        default:
            for word in ["t", "T", "true", "True", "TRUE"] where bytes.holds(word, at: range) {
                return .success(.boolean(true))
            }
            for word in ["f", "F", "false", "False", "FALSE"] where bytes.holds(word, at: range) {
                return .success(.boolean(false))
            }
            return found("a number, a boolean or a text in quotes")
        }
    }

    /// What a backslash may stand before; elsewhere it is a backslash.
    static let inMeasurements: [UInt8] = [Octet.comma, Octet.space]
    static let inNames: [UInt8] = [Octet.comma, Octet.space, Octet.equals]
    static let inTexts: [UInt8] = [Octet.quote, Octet.backslash]

    /// Whether the backslash at `index` hides a byte that would part the line.
    static func isEscape(_ bytes: Span<UInt8>, _ index: Int, _ end: Int) -> Bool {
        guard index &+ 1 < end else { return false }
        let next = bytes[index &+ 1]
        return next == Octet.comma || next == Octet.space || next == Octet.equals
    }

    static func unescaped(_ bytes: Span<UInt8>, _ range: Range<Int>, _ escaped: [UInt8]) -> String {
        guard bytes.first(Octet.backslash, in: range) != nil else { return bytes.text(range) }
        var octets: [UInt8] = []
        var index = range.lowerBound
        while index < range.upperBound {
            let isEscape =
                bytes[index] == Octet.backslash && index + 1 < range.upperBound && escaped.contains(bytes[index + 1])
            if isEscape { index += 1 }
            octets.append(bytes[index])
            index += 1
        }
        return String(decoding: octets, as: UTF8.self)
    }

    /// The series of one field.
    func describe(_ bytes: Span<UInt8>, _ field: Range<Int>) -> ForeignSeries {
        var group = ForeignSeries(field: Self.unescaped(bytes, field, Self.inNames))
        var part = series.lowerBound
        var name: String?
        var isFirst = true
        var index = part
        func piece(_ escaped: [UInt8]) -> String { Self.unescaped(bytes, part..<index, escaped) }
        while true {
            let octet = index < series.upperBound ? bytes[index] : Octet.comma
            if octet == Octet.backslash, Self.isEscape(bytes, index, series.upperBound) {
                index += 2
                continue
            }
            if octet == Octet.equals, !isFirst, name == nil {
                name = piece(Self.inNames)
                part = index + 1
            } else if octet == Octet.comma {
                if isFirst {
                    group.group = piece(Self.inMeasurements)
                } else {
                    group.tags.append(ForeignSeries.Tag(name ?? "", piece(Self.inNames)))
                }
                (isFirst, name, part) = (false, nil, index + 1)
            }
            if index >= series.upperBound { return group }
            index += 1
        }
    }
}
