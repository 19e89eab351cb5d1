import Mapping

/// Reads one JSON text (RFC 8259) that may come in pieces: what is read stays read when more comes. Depth, tokens and
/// the length of numbers are bounded; its caller bounds the text.
struct JSONReader: Sendable {
    static let depthLimit = 64
    /// 16 bytes each.
    static let tokenLimit = 1 << 20
    /// Longer than any number that anybody means.
    static let numberLimit = 512

    private(set) var tape = JSONTape()
    /// The byte that comes next, from the start of the text.
    private(set) var position = 0
    /// Lines, as in an editor, and where the present one begins, from the start of the text (negative: before it).
    private(set) var line = 1
    private(set) var lineStart = 0
    /// Containers that are open.
    private(set) var open: [Int] = []
    private(set) var isInString = false
    private var expectation = Expectation.value

    private enum Expectation {
        case value, elementOrEnd, nameOrEnd, name, colon, commaOrEnd
    }

    /// The next text begins, at this line and column.
    mutating func begin(line: Int, lineStart: Int) {
        tape.tokens.removeAll(keepingCapacity: tape.tokens.count <= 4096)
        open.removeAll(keepingCapacity: true)
        position = 0
        self.line = line
        self.lineStart = lineStart
        isInString = false
        expectation = .value
    }

    /// Reads on in `bytes`, which begin where the text begins; `true` where it is whole: it ends at `position`.
    mutating func read(_ bytes: Span<UInt8>, isEnd: Bool) throws(FormatProblem) -> Bool {
        if isInString {
            guard try string(bytes) else { return false }
            if open.isEmpty { return true }
        }
        while position < bytes.count {
            let byte = bytes[position]
            if byte <= 0x20 {
                guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { throw unexpected(byte) }
                position += 1
                if byte == 0x0A {
                    line += 1
                    lineStart = position
                }
                continue
            }
            switch expectation {
            case .value, .elementOrEnd:
                if byte == UInt8(ascii: "]"), expectation == .elementOrEnd {
                    close()
                } else if try !value(byte, bytes, isEnd) {
                    return false
                }
            case .nameOrEnd, .name:
                if byte == UInt8(ascii: "\"") {
                    try beginString()
                    guard try string(bytes) else { return false }
                } else if byte == UInt8(ascii: "}"), expectation == .nameOrEnd {
                    close()
                } else {
                    throw unexpected(byte)
                }
            case .colon:
                guard byte == UInt8(ascii: ":") else { throw unexpected(byte) }
                position += 1
                expectation = .value
            case .commaOrEnd:
                let isObject = tape.tokens[open[open.count - 1]].kind == .object
                if byte == UInt8(ascii: ",") {
                    position += 1
                    expectation = isObject ? .name : .value
                } else if byte == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) {
                    close()
                } else {
                    throw unexpected(byte)
                }
            }
            if open.isEmpty, !isInString { return true }
        }
        return false
    }

    /// `false`: it goes on behind `bytes`.
    private mutating func value(_ byte: UInt8, _ bytes: Span<UInt8>, _ isEnd: Bool) throws(FormatProblem) -> Bool {
        switch byte {
        case UInt8(ascii: "\""):
            try beginString()
            return try string(bytes)
        case UInt8(ascii: "{"):
            try begin(.object)
            expectation = .nameOrEnd
        case UInt8(ascii: "["):
            try begin(.array)
            expectation = .elementOrEnd
        case UInt8(ascii: "t"): return try word([0x74, 0x72, 0x75, 0x65], .yes, bytes)
        case UInt8(ascii: "f"): return try word([0x66, 0x61, 0x6C, 0x73, 0x65], .no, bytes)
        case UInt8(ascii: "n"): return try word([0x6E, 0x75, 0x6C, 0x6C], .null, bytes)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number(bytes, isEnd)
        default: throw unexpected(byte)
        }
        return true
    }

    private mutating func append(_ kind: JSONTape.Kind, _ start: Int, _ end: Int) throws(FormatProblem) {
        guard tape.tokens.count < Self.tokenLimit else {
            throw problem("more than \(Self.tokenLimit) values in one record")
        }
        tape.tokens.append(
            .init(
                kind: kind, start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: end),
                next: UInt32(tape.tokens.count + 1)))
    }

    private mutating func begin(_ kind: JSONTape.Kind) throws(FormatProblem) {
        guard open.count < Self.depthLimit else { throw problem("nested deeper than \(Self.depthLimit)") }
        try append(kind, position, position)
        open.append(tape.tokens.count - 1)
        position += 1
    }

    private mutating func close() {
        position += 1
        let index = open.removeLast()
        tape.tokens[index].end = UInt32(truncatingIfNeeded: position)
        tape.tokens[index].next = UInt32(tape.tokens.count)
        expectation = .commaOrEnd
    }

    private mutating func beginString() throws(FormatProblem) {
        position += 1
        try append(.string, position, position)
        isInString = true
    }

    /// From `position` to the closing quote.
    private mutating func string(_ bytes: Span<UInt8>) throws(FormatProblem) -> Bool {
        let last = tape.tokens.count - 1
        var at = position
        while at < bytes.count {
            let byte = bytes[at]
            if byte == UInt8(ascii: "\"") {
                tape.tokens[last].end = UInt32(truncatingIfNeeded: at)
                position = at + 1
                isInString = false
                expectation = expectation == .name || expectation == .nameOrEnd ? .colon : .commaOrEnd
                return true
            }
            if byte == UInt8(ascii: "\\") {
                tape.tokens[last].hasEscapes = true
                position = at
                guard let length = try escape(bytes, at) else { return false }
                at += length
            } else if byte < 0x20 {
                position = at
                throw problem("found \(Self.name(byte)) within a string, expected its closing quote")
            } else {
                at += 1
            }
        }
        position = at
        return false
    }

    /// The length of the escape at `at`; `nil`: it goes on behind `bytes`.
    private func escape(_ bytes: Span<UInt8>, _ at: Int) throws(FormatProblem) -> Int? {
        guard at + 1 < bytes.count else { return nil }
        switch bytes[at + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return 2
        case UInt8(ascii: "u"):
            for digit in at + 2..<at + 6 {
                guard digit < bytes.count else { return nil }
                guard JSONTape.hexadecimal(bytes[digit]) != nil else {
                    throw problem("found `\\u` and \(Self.name(bytes[digit])), expected four hexadecimal digits")
                }
            }
            return 6
        default:
            throw problem("found `\\` and \(Self.name(bytes[at + 1])), expected one of \" \\ / b f n r t u")
        }
    }

    private mutating func word(
        _ word: [UInt8], _ kind: JSONTape.Kind, _ bytes: Span<UInt8>
    ) throws(FormatProblem) -> Bool {
        for offset in 0..<word.count {
            guard position + offset < bytes.count else { return false }
            guard bytes[position + offset] == word[offset] else { throw unexpected(bytes[position]) }
        }
        try append(kind, position, position + word.count)
        position += word.count
        expectation = .commaOrEnd
        return true
    }

    /// `-`? digits (`.` digits)? (`e` sign? digits)?, no leading zero.
    private mutating func number(_ bytes: Span<UInt8>, _ isEnd: Bool) throws(FormatProblem) -> Bool {
        var at = position
        func digits() -> Int {
            let first = at
            while at < bytes.count, bytes[at] &- 0x30 < 10, at - position <= Self.numberLimit { at += 1 }
            return at - first
        }
        if bytes[at] == UInt8(ascii: "-") { at += 1 }
        let first = at
        var isWell = digits() > 0 && (at - first == 1 || bytes[first] != 0x30)
        if isWell, at < bytes.count, bytes[at] == UInt8(ascii: ".") {
            at += 1
            isWell = digits() > 0
        }
        if isWell, at < bytes.count, bytes[at] | 0x20 == UInt8(ascii: "e") {
            at += 1
            if at < bytes.count, bytes[at] == UInt8(ascii: "-") || bytes[at] == UInt8(ascii: "+") { at += 1 }
            isWell = digits() > 0
        }
        guard at - position <= Self.numberLimit else {
            throw problem("a number of more than \(Self.numberLimit) digits")
        }
        if at == bytes.count, !isEnd { return false }
        guard isWell else {
            throw problem("found \(bytes.excerpt(position..<min(at + 1, bytes.count))), expected a number")
        }
        try append(.number, position, at)
        position = at
        expectation = .commaOrEnd
        return true
    }

    private func unexpected(_ byte: UInt8) -> FormatProblem {
        let expected =
            switch expectation {
            case .value: "a value"
            case .elementOrEnd: "a value or `]`"
            case .nameOrEnd: "a name or `}`"
            case .name: "a name"
            case .colon: "`:`"
            case .commaOrEnd: tape.tokens[open[open.count - 1]].kind == .object ? "`,` or `}`" : "`,` or `]`"
            }
        return problem("found \(Self.name(byte)), expected \(expected)")
    }

    /// `reason` at the present place.
    func problem(_ reason: String) -> FormatProblem {
        FormatProblem(line: line, "column \(position - lineStart + 1): \(reason)")
    }

    private static func name(_ byte: UInt8) -> String {
        switch byte {
        case 0x0A: "the end of the line"
        case 0x21..<0x7F: "`\(String(UnicodeScalar(byte)))`"
        default: "the byte 0x\(String(byte, radix: 16, uppercase: true))"
        }
    }
}
