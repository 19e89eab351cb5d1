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
        if !token.hasEscapes { return bytes.text(token.range) }
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

    /// A token as it is written, for people.
    func excerpt(_ index: Int, _ bytes: Span<UInt8>) -> String {
        let quote = tokens[index].kind == .string ? 1 : 0
        let range = tokens[index].range
        return bytes.excerpt(range.lowerBound - quote..<range.upperBound + quote)
    }

    /// Whole numbers of 64 bits stay whole; what no double holds is infinite.
    static func number(_ bytes: Span<UInt8>, _ range: Range<Int>) -> ForeignValue {
        guard let number = DecimalNumber(bytes, range) else { return .composite }
        return number.value(bytes) ?? .double(number.isNegative ? -.infinity : .infinity)
    }
}
