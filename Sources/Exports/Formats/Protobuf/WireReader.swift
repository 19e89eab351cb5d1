/// Reads the fields of one protobuf message in their order (the wire format of protobuf.dev/programming-guides/encoding).
/// It holds places, never bytes, and goes past no end: not the message's, not the buffer's.
struct WireReader {
    /// The next byte to read.
    private(set) var position: Int
    private let end: Int
    /// For errors.
    private let message: StaticString
    private var field: UInt32 = 0

    /// `range` lies within the bytes that are read.
    init(_ range: Range<Int>, of message: StaticString) {
        position = range.lowerBound
        end = range.upperBound
        self.message = message
    }

    /// The number of a field and how its value is written.
    struct Field {
        let number: UInt32
        let form: WireForm
    }

    /// `nil` at the end.
    mutating func next(_ bytes: Span<UInt8>) throws(WireProblem) -> Field? {
        guard position < end else { return nil }
        let start = position
        let tag = try varint(bytes)
        guard let number = UInt32(exactly: tag >> 3), number > 0, number < 1 << 29 else {
            throw problem(start, .fieldNumber)
        }
        field = number
        guard let form = WireForm(rawValue: UInt8(tag & 7)) else { throw problem(start, .form) }
        return Field(number: number, form: form)
    }

    mutating func varint(_ bytes: Span<UInt8>) throws(WireProblem) -> UInt64 {
        guard position < end else { throw problem(position, .ended) }
        let first = bytes[position]
        if first < 0x80 {
            position += 1
            return UInt64(first)
        }
        return try longVarint(bytes)
    }

    /// 64 bits take ten bytes, and of the tenth only its lowest bit.
    private mutating func longVarint(_ bytes: Span<UInt8>) throws(WireProblem) -> UInt64 {
        let start = position
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), through: 63, by: 7) {
            guard position < end else { throw problem(start, .ended) }
            let byte = bytes[position]
            position += 1
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 {
                if shift == 63, byte > 1 { break }
                return value
            }
        }
        throw problem(start, .varintTooLong)
    }

    /// Least significant byte first.
    mutating func fixed64(_ bytes: Span<UInt8>) throws(WireProblem) -> UInt64 {
        try fixed(bytes, count: 8)
    }

    mutating func fixed32(_ bytes: Span<UInt8>) throws(WireProblem) -> UInt32 {
        UInt32(truncatingIfNeeded: try fixed(bytes, count: 4))
    }

    private mutating func fixed(_ bytes: Span<UInt8>, count: Int) throws(WireProblem) -> UInt64 {
        guard end - position >= count else { throw problem(position, .ended) }
        var value: UInt64 = 0
        for offset in 0..<count { value |= UInt64(bytes[position + offset]) << UInt64(8 * offset) }
        position += count
        return value
    }

    /// Where the bytes of a string, of bytes or of a message lie.
    mutating func range(_ bytes: Span<UInt8>) throws(WireProblem) -> Range<Int> {
        let start = position
        let count = try varint(bytes)
        guard count <= UInt64(end - position) else { throw problem(start, .length(count, available: end - position)) }
        let from = position
        position += Int(count)
        return from..<position
    }

    /// The next field `number` that holds bytes, past all others.
    mutating func nextMessage(_ number: UInt32, _ bytes: Span<UInt8>) throws(WireProblem) -> Range<Int>? {
        while let field = try next(bytes) {
            if field.number == number, field.form == .bytes { return try range(bytes) }
            try skip(field, bytes)
        }
        return nil
    }

    /// Past the value of a field that nobody wants. Groups lie in each other without bound, so they are only counted.
    mutating func skip(_ field: Field, _ bytes: Span<UInt8>) throws(WireProblem) {
        let start = position
        var depth = 0
        var form = field.form
        while true {
            switch form {
            case .varint: _ = try varint(bytes)
            case .fixed64: _ = try fixed64(bytes)
            case .fixed32: _ = try fixed32(bytes)
            case .bytes: _ = try range(bytes)
            case .groupStart: depth += 1
            case .groupEnd:
                depth -= 1
                if depth < 0 { throw problem(start, .group) }
            }
            if depth == 0 { return }
            guard let inner = try next(bytes) else { throw problem(start, .group) }
            form = inner.form
        }
    }

    func problem(_ offset: Int, _ reason: WireProblem.Reason) -> WireProblem {
        WireProblem(offset: offset, message: "\(message)", field: field, reason: reason)
    }
}

/// How a value is written: the lowest three bits of its tag.
enum WireForm: UInt8 {
    case varint, fixed64, bytes, groupStart, groupEnd, fixed32
}

/// Where and why a message cannot be read.
struct WireProblem: Error, Hashable, CustomStringConvertible {
    enum Reason: Hashable {
        case ended
        case varintTooLong
        case fieldNumber
        case form
        case length(UInt64, available: Int)
        case group
        case other(String)
    }

    /// From the beginning of what was delivered.
    let offset: Int
    let message: String
    /// The number of the field, 0 before the first.
    let field: UInt32
    let reason: Reason

    var description: String {
        let reason =
            switch reason {
            case .ended: "the message ends within the value"
            case .varintTooLong: "a number of more than 64 bits"
            case .fieldNumber: "no field number, expected 1 to 536870911"
            case .form: "no such wire type, expected 0 to 5"
            case .length(let count, let available): "\(count) bytes announced, \(available) are there"
            case .group: "a group without its beginning or end"
            case .other(let text): text
            }
        return "byte \(offset), \(message)\(field > 0 ? " field \(field)" : ""): \(reason)"
    }
}
