/// Reads JSON from left to right, as far as lines of samples need it: numbers by the ten thousand a second. Every
/// function returns `nil` or false where something else stands, and no bytes can trap.
struct JSONScanner {
    private static let depthLimit = 16

    private let bytes: [UInt8]
    private var place = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Whether nothing but space is left.
    var isAtEnd: Bool {
        bytes[place...].allSatisfy(Self.isSpace)
    }

    /// Takes one character, space before it ignored; false, and takes nothing, where another one stands.
    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        skipSpace()
        guard place < bytes.count, bytes[place] == UInt8(ascii: character) else { return false }
        place += 1
        return true
    }

    /// A whole number that 64 bits hold.
    mutating func integer() -> Int64? {
        skipSpace()
        let isNegative = place < bytes.count && bytes[place] == UInt8(ascii: "-")
        if isNegative { place += 1 }
        let start = place
        var value: Int64 = 0
        while place < bytes.count, case let digit = bytes[place] &- UInt8(ascii: "0"), digit < 10 {
            let (scaled, high) = value.multipliedReportingOverflow(by: 10)
            let (next, low) = scaled.subtractingReportingOverflow(Int64(digit))
            guard !high, !low else { return nil }
            value = next
            place += 1
        }
        // Gathered below zero, where there is room for one more.
        guard place > start, isNegative || value > .min else { return nil }
        return isNegative ? value : -value
    }

    /// A string without escapes, as all keys of the stream are; `nil` for others.
    mutating func string() -> String? {
        guard skip("\"") else { return nil }
        let start = place
        while place < bytes.count, bytes[place] != UInt8(ascii: "\"") {
            guard bytes[place] != UInt8(ascii: "\\") else { return nil }
            place += 1
        }
        guard place < bytes.count else { return nil }
        defer { place += 1 }
        return String(validating: bytes[start..<place], as: UTF8.self)
    }

    /// Takes a value of any kind; it is not held to every rule of JSON, only to its end.
    mutating func skipValue() -> Bool { skipValue(depth: 0) }

    private mutating func skipValue(depth: Int) -> Bool {
        guard depth < Self.depthLimit else { return false }
        skipSpace()
        guard place < bytes.count else { return false }
        switch bytes[place] {
        case UInt8(ascii: "\""): return skipString()
        case UInt8(ascii: "["): return skipItems(until: "]", depth: depth) { $0.skipValue(depth: depth + 1) }
        case UInt8(ascii: "{"):
            return skipItems(until: "}", depth: depth) {
                $0.skipString() && $0.skip(":") && $0.skipValue(depth: depth + 1)
            }
        default:
            let start = place
            while place < bytes.count, Self.isPlain(bytes[place]) { place += 1 }
            return place > start
        }
    }

    private mutating func skipItems(until end: Unicode.Scalar, depth: Int, item: (inout Self) -> Bool) -> Bool {
        place += 1
        if skip(end) { return true }
        repeat {
            guard item(&self) else { return false }
        } while skip(",")
        return skip(end)
    }

    private mutating func skipString() -> Bool {
        guard skip("\"") else { return false }
        while place < bytes.count {
            let byte = bytes[place]
            place += 1
            if byte == UInt8(ascii: "\"") { return true }
            if byte == UInt8(ascii: "\\") { place += 1 }
        }
        place = bytes.count
        return false
    }

    private mutating func skipSpace() {
        while place < bytes.count, Self.isSpace(bytes[place]) { place += 1 }
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    /// Of numbers, `true`, `false`, `null`.
    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "E"),
            UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
            true
        default: false
        }
    }
}
