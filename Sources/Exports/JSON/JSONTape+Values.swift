import Mapping

extension JSONTape {
    /// Strings as they are, numbers without loss; containers and null are nothing that a sample could hold.
    func value(_ index: Int, _ bytes: Span<UInt8>) -> ForeignValue {
        let token = tokens[index]
        switch token.kind {
        case .string: return .text(text(index, bytes))
        case .number: return Self.number(bytes, token.range)
        case .yes: return .boolean(true)
        case .no: return .boolean(false)
        case .object, .array, .null: return .composite
        }
    }

    /// A string's text. What is no UTF-8 (an interface described in GBK) becomes U+FFFD, and so does half a surrogate
    /// pair.
    func text(_ index: Int, _ bytes: Span<UInt8>) -> String {
        let token = tokens[index]
        if !token.hasEscapes {
            let part = bytes.extracting(token.range)
            if let text = try? UTF8Span(validating: part) { return String(copying: text) }
        }
        var plain: [UInt8] = []
        plain.reserveCapacity(token.range.count)
        var at = Int(token.start)
        while at < Int(token.end) {
            let byte = bytes[at]
            if byte == UInt8(ascii: "\\") {
                at += Self.escape(bytes, at, Int(token.end), into: &plain)
            } else {
                plain.append(byte)
                at += 1
            }
        }
        return String(decoding: plain, as: UTF8.self)
    }

    /// Appends what the escape at `at` stands for and returns its length; the reader has seen that it is well formed.
    private static func escape(_ bytes: Span<UInt8>, _ at: Int, _ end: Int, into plain: inout [UInt8]) -> Int {
        func unit(_ at: Int) -> UInt16? {
            guard at + 6 <= end, bytes[at] == UInt8(ascii: "\\"), bytes[at + 1] == UInt8(ascii: "u") else { return nil }
            return (at + 2..<at + 6).reduce(0) { $0 << 4 | UInt16(hexadecimal(bytes[$1]) ?? 0) }
        }
        if let first = unit(at) {
            if UTF16.isLeadSurrogate(first), let second = unit(at + 6), UTF16.isTrailSurrogate(second) {
                plain.append(contentsOf: String(decoding: [first, second], as: UTF16.self).utf8)
                return 12
            }
            plain.append(contentsOf: String(decoding: [first], as: UTF16.self).utf8)
            return 6
        }
        switch bytes[at + 1] {
        case UInt8(ascii: "b"): plain.append(0x08)
        case UInt8(ascii: "f"): plain.append(0x0C)
        case UInt8(ascii: "n"): plain.append(0x0A)
        case UInt8(ascii: "r"): plain.append(0x0D)
        case UInt8(ascii: "t"): plain.append(0x09)
        case let itself: plain.append(itself)
        }
        return 2
    }

    static func hexadecimal(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }

    /// A token as it is written, for people; the first bytes of a long one.
    func excerpt(_ index: Int, _ bytes: Span<UInt8>) -> String {
        let quote = tokens[index].kind == .string ? 1 : 0
        let range = tokens[index].range
        return Self.excerpt(bytes, range.lowerBound - quote..<range.upperBound + quote)
    }

    static func excerpt(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
        let shown = range.lowerBound..<min(range.upperBound, range.lowerBound + 32)
        let text = String(decoding: shown.map { bytes[$0] }, as: UTF8.self)
        return shown == range ? "`\(text)`" : "`\(text)…`"
    }

    /// A number by JSON's grammar: whole ones of 64 bits stay whole, whatever else becomes the nearest double.
    static func number(_ bytes: Span<UInt8>, _ range: Range<Int>) -> ForeignValue {
        var at = range.lowerBound
        let isNegative = bytes[at] == UInt8(ascii: "-")
        if isNegative { at += 1 }
        var digits: UInt64 = 0
        var exponent = 0
        var isWhole = true
        var fits = true
        scan: while at < range.upperBound {
            let byte = bytes[at]
            switch byte {
            case UInt8(ascii: "."): isWhole = false
            case UInt8(ascii: "e"), UInt8(ascii: "E"):
                isWhole = false
                fits = false
                break scan
            default:
                if !isWhole { exponent -= 1 }
                let (product, over) = digits.multipliedReportingOverflow(by: 10)
                let (sum, carry) = product.addingReportingOverflow(UInt64(byte &- 0x30))
                if over || carry {
                    fits = false
                    break scan
                }
                digits = sum
            }
            at += 1
        }
        if isWhole, fits {
            if !isNegative { return .unsigned(digits) }
            if digits <= UInt64(Int64.max) { return .signed(-Int64(digits)) }
            if digits == 1 << 63 { return .signed(.min) }
        }
        // Both factors are exact, so that one division rounds once.
        if fits, digits <= 1 << 53, exponent >= -22, exponent < 0 {
            let double = Double(digits) / powersOfTen[-exponent]
            return .double(isNegative ? -double : double)
        }
        var text = ""
        for index in range { text.unicodeScalars.append(UnicodeScalar(bytes[index])) }
        return .double(Double(text) ?? .nan)
    }
}

/// All powers of ten that a double holds exactly.
private let powersOfTen: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
]
