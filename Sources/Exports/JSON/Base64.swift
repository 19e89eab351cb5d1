/// Base64 (RFC 4648) in either alphabet, with or without padding, as protobuf's JSON mapping allows.
enum Base64 {
    static func decode(text index: Int, _ bytes: Span<UInt8>, _ tape: JSONTape) -> [UInt8]? {
        let token = tape[index]
        if token.hasEscapes {
            let text = Array(tape.text(index, bytes).utf8)
            return decode(text.span, 0..<text.count)
        }
        return decode(bytes, token.range)
    }

    /// `nil`: a byte of no alphabet, or an end that no encoder writes.
    static func decode(_ text: Span<UInt8>, _ range: Range<Int>) -> [UInt8]? {
        var end = range.upperBound
        while end > range.lowerBound, range.upperBound - end < 2, text[end - 1] == UInt8(ascii: "=") { end -= 1 }
        guard (end - range.lowerBound) % 4 != 1 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity((end - range.lowerBound) * 3 / 4)
        var bits: UInt32 = 0
        var count = 0
        for index in range.lowerBound..<end {
            guard let six = six(text[index]) else { return nil }
            bits = bits << 6 | six
            count += 6
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        return bytes
    }

    private static func six(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte) - 65
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte) - 97 + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte) - 48 + 52
        case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
        case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
        default: nil
        }
    }
}
