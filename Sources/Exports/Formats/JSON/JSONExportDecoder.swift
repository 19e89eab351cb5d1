import Mapping
import Metro

/// gnmic's `event`, `json` and `protojson`, and Telegraf's JSON: records one after another, by lines or not, alone or in
/// arrays, cut anywhere. Between records, commas and brackets only separate.
///
/// A record that cannot be read is refused alone; the rest goes on behind its last bracket, or at the next line that
/// begins with a bracket.
public struct JSONExportDecoder: ExportDecoder {
    /// Bytes; a longer record is refused, and what comes of it later is not kept.
    public static let recordLimit = 4 << 20

    private var reader = JSONReader()
    private let record: JSONRecord
    private let recordLimit: Int
    /// A record has begun, and begins where the next bytes do.
    private var isWithinRecord = false
    /// What remains of a refused record.
    private var skip: JSONSkip?
    /// Arrays around records that are open.
    private var arrays = 0
    private var line = 1
    /// Where the present line begins, from the next byte.
    private var lineStart = 0

    /// `nil` for formats that are not JSON.
    public init?(_ format: ExportSource.Format, recordLimit: Int = Self.recordLimit) {
        guard let record = JSONRecord(format) else { return nil }
        self.record = record
        self.recordLimit = recordLimit
    }

    public mutating func decode(_ bytes: Span<UInt8>, isEnd: Bool, into sink: inout some ReadingSink) -> Int {
        var at = 0
        while at < bytes.count {
            if skip != nil {
                pass(bytes, &at)
            } else if isWithinRecord || begins(bytes, &at) {
                guard read(bytes, &at, isEnd, &sink) else {
                    lineStart -= at
                    return at
                }
            }
        }
        if isEnd {
            if arrays > 0 { sink.refuse(FormatProblem(line: line, "found the end within an array, expected `]`")) }
            (skip, arrays, line, lineStart) = (nil, 0, 1, 0)
        } else {
            lineStart -= at
        }
        return at
    }

    /// Whether a record begins at `at`; otherwise what separates records is passed.
    private mutating func begins(_ bytes: Span<UInt8>, _ at: inout Int) -> Bool {
        switch bytes[at] {
        case 0x20, 0x09, 0x0D, UInt8(ascii: ","): at += 1
        // A record separator (RFC 7464).
        case 0x1E: at += 1
        case 0x0A:
            at += 1
            line += 1
            lineStart = at
        case UInt8(ascii: "["):
            at += 1
            arrays += 1
        case UInt8(ascii: "]"):
            at += 1
            arrays = max(0, arrays - 1)
        default:
            reader.begin(line: line, lineStart: lineStart - at)
            isWithinRecord = true
            return true
        }
        return false
    }

    /// Reads the record at `at` and goes behind it; `false` where it goes on behind `bytes`.
    private mutating func read(
        _ bytes: Span<UInt8>, _ at: inout Int, _ isEnd: Bool, _ sink: inout some ReadingSink
    ) -> Bool {
        let text = bytes.extracting(at..<bytes.count)
        var isWhole = false
        sink.mark()
        do throws(FormatProblem) {
            isWhole = try reader.read(text, isEnd: isEnd)
            guard (isWhole ? reader.position : text.count) <= recordLimit else {
                throw FormatProblem(line: line, "a record of more than \(recordLimit) bytes, left out")
            }
            if isWhole {
                try record.read(text, reader.tape, line: line, into: &sink)
                sink.messageEnded()
            } else if isEnd {
                throw reader.problem("found the end within a record")
            } else {
                return false
            }
        } catch {
            sink.refuse(error)
            if isWhole {
                sink.rollBack()
            } else {
                arrays = 0
                skip = JSONSkip(
                    depth: reader.open.count, isInString: reader.isInString,
                    isAtLineStart: reader.position == reader.lineStart)
            }
        }
        isWithinRecord = false
        line = reader.line
        lineStart = at + reader.lineStart
        at += reader.position
        return true
    }

    /// Goes behind the refused record, or to the end of `bytes`.
    private mutating func pass(_ bytes: Span<UInt8>, _ at: inout Int) {
        while at < bytes.count, let isOver = skip?.passes(bytes[at]) {
            if isOver == .before {
                skip = nil
                return
            }
            if bytes[at] == 0x0A {
                line += 1
                lineStart = at + 1
            }
            at += 1
            if isOver == .behind { skip = nil }
        }
    }
}

/// Finds the end of a record that cannot be read, a byte at a time: behind the bracket that closes it, or before one that
/// begins a line; text without brackets ends with its line.
private struct JSONSkip: Sendable {
    enum End { case no, before, behind }

    private var depth: Int
    private var isInString: Bool
    private var isEscaped = false
    private var isAtLineStart: Bool

    init(depth: Int, isInString: Bool, isAtLineStart: Bool) {
        self.depth = depth
        self.isInString = isInString
        self.isAtLineStart = isAtLineStart
    }

    mutating func passes(_ byte: UInt8) -> End {
        defer { isAtLineStart = byte == 0x0A }
        if isAtLineStart, byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") { return .before }
        // No string goes over the end of a line.
        if byte == 0x0A {
            (isInString, isEscaped) = (false, false)
            return depth == 0 ? .behind : .no
        }
        if isEscaped {
            isEscaped = false
        } else if isInString {
            if byte == UInt8(ascii: "\\") { isEscaped = true }
            if byte == UInt8(ascii: "\"") { isInString = false }
        } else {
            switch byte {
            case UInt8(ascii: "\""): isInString = true
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                if depth <= 0 { return .behind }
            default: break
            }
        }
        return .no
    }
}
