/// Eight bytes at a time: names and values of labels are short, and a loop whose length changes from one to the next is
/// what a processor guesses wrong.
extension Span<UInt8> {
    /// Behind the letters, digits, underscores (and colons) that begin at `start`.
    func nameEnd(from start: Int, hasColons: Bool) -> Int {
        let lastDigit: UInt64 = hasColons ? 0x3A : 0x39
        var index = start
        while let word = word(at: index) {
            let ascii = word & Lanes.low
            let named =
                Lanes.between(ascii | Lanes.all(0x20), 0x61, 0x7A) | Lanes.between(ascii, 0x30, lastDigit)
                | Lanes.between(ascii, 0x5F, 0x5F)
            let other = (~named | word) & Lanes.top
            if other != 0 { return index &+ other.trailingZeroBitCount / 8 }
            index &+= 8
        }
        while index < count {
            let octet = self[index]
            let isName =
                (octet | 0x20) &- 0x61 < 26 || octet &- 0x30 < 10 || octet == 0x5F || (octet == 0x3A && hasColons)
            if !isName { break }
            index &+= 1
        }
        return index
    }

    /// The first quote, backslash, newline or byte beyond ASCII from `start` on; `count` if there is none.
    func endOfPlain(from start: Int) -> Int {
        var index = start
        while let word = word(at: index) {
            let found =
                (Lanes.zeros(word ^ Lanes.all(UInt64(Octet.quote)))
                    | Lanes.zeros(word ^ Lanes.all(UInt64(Octet.backslash)))
                    | Lanes.zeros(word ^ Lanes.all(UInt64(Octet.newline))) | word) & Lanes.top
            if found != 0 { return index &+ found.trailingZeroBitCount / 8 }
            index &+= 8
        }
        while index < count {
            let octet = self[index]
            if octet == Octet.quote || octet == Octet.backslash || octet == Octet.newline || octet >= 0x80 { break }
            index &+= 1
        }
        return Swift.min(index, count)
    }
}

/// Eight bytes in one word.
private enum Lanes {
    static let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
    static let top: UInt64 = 0x8080_8080_8080_8080

    @inline(__always)
    static func all(_ octet: UInt64) -> UInt64 { octet &* 0x0101_0101_0101_0101 }

    /// The top bit of each byte of `first` … `last`; `ascii` has none beyond 0x7F.
    @inline(__always)
    static func between(_ ascii: UInt64, _ first: UInt64, _ last: UInt64) -> UInt64 {
        (ascii &+ all(0x80 &- first)) & ~(ascii &+ all(0x7F &- last))
    }

    /// The lowest top bit that is set is that of a zero; higher ones may be wrong.
    @inline(__always)
    static func zeros(_ word: UInt64) -> UInt64 { (word &- all(1)) & ~word & top }
}
