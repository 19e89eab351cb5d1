/// What text formats look for in bytes.
extension Span<UInt8> {
    /// Eight bytes, the first one lowest; `nil` where there are fewer.
    func word(at index: Int) -> UInt64? {
        guard count &- index >= 8 else { return nil }
        // Within bounds by the load's own check too, and every bit pattern is a number.
        return bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self).littleEndian
    }

    /// The first `octet` in `range`, or `nil`.
    func first(_ octet: UInt8, in range: Range<Int>) -> Int? {
        let words = bytes
        let pattern = UInt64(octet) &* 0x0101_0101_0101_0101
        var index = range.lowerBound
        while range.upperBound &- index >= 8 {
            // Within bounds by the load's own check, and every bit pattern is a number.
            let differing = words.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self).littleEndian ^ pattern
            // The lowest byte that is zero shows as a set top bit; higher ones may be wrong, they are not asked.
            let zero = (differing &- 0x0101_0101_0101_0101) & ~differing & 0x8080_8080_8080_8080
            if zero != 0 { return index &+ zero.trailingZeroBitCount / 8 }
            index &+= 8
        }
        while index < range.upperBound {
            if self[index] == octet { return index }
            index &+= 1
        }
        return nil
    }

    /// Invalid UTF-8 is repaired, as Swift does it.
    func text(_ range: Range<Int>) -> String {
        if let text = try? UTF8Span(validating: extracting(range)) { return String(copying: text) }
        var octets: [UInt8] = []
        octets.reserveCapacity(range.count)
        for index in range { octets.append(self[index]) }
        return String(decoding: octets, as: UTF8.self)
    }

    /// What stands in a message about a line: at most 40 bytes, nothing that moves a terminal's cursor.
    func excerpt(_ range: Range<Int>) -> String {
        let shown = text(range.lowerBound..<Swift.min(range.upperBound, range.lowerBound + 40))
        let plain = shown.unicodeScalars.map { $0.properties.generalCategory == .control ? "." : String($0) }.joined()
        return "`\(plain)\(range.count > 40 ? "…" : "")`"
    }

    func holds(_ word: String, at range: Range<Int>) -> Bool {
        guard range.count == word.utf8.count else { return false }
        for (octet, index) in zip(word.utf8, range) where octet != self[index] { return false }
        return true
    }

    func isSame(_ left: Range<Int>, _ right: Range<Int>) -> Bool {
        guard left.count == right.count else { return false }
        for offset in 0..<left.count where self[left.lowerBound &+ offset] != self[right.lowerBound &+ offset] {
            return false
        }
        return true
    }

    func isUTF8(_ range: Range<Int>) -> Bool { (try? UTF8Span(validating: extracting(range))) != nil }
}

/// ASCII that text formats are made of.
enum Octet {
    static let tab: UInt8 = 0x09
    static let newline: UInt8 = 0x0A
    static let carriageReturn: UInt8 = 0x0D
    static let space: UInt8 = 0x20
    static let quote: UInt8 = 0x22
    static let hash: UInt8 = 0x23
    static let plus: UInt8 = 0x2B
    static let comma: UInt8 = 0x2C
    static let minus: UInt8 = 0x2D
    static let point: UInt8 = 0x2E
    static let zero: UInt8 = 0x30
    static let equals: UInt8 = 0x3D
    static let backslash: UInt8 = 0x5C
    static let open: UInt8 = 0x7B
    static let close: UInt8 = 0x7D
}
