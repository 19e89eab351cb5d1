import Mapping

/// One-way delays, one packet a line: `ts_ns,src,dst,method,t_us,e_us,lost`, with that line as a header or without.
/// `ts_ns`: when it was sent, wall clock, nanoseconds; `src`, `dst`: sites or devices; `t_us`: delay, microseconds,
/// empty where the packet was lost; `e_us`: its uncertainty, microseconds; `lost`: 0, 1, `false`, `true`.
public struct DelayCSVDecoder: ExportDecoder {
    static let header = "ts_ns,src,dst,method,t_us,e_us,lost"

    private var lines: LineReader
    private var columns: [Range<Int>] = []

    public init(longestLineBytes: Int = 4_096) { lines = LineReader(limitBytes: longestLineBytes) }

    public mutating func decode(_ bytes: Span<UInt8>, isEnd: Bool, into sink: inout some ReadingSink) -> Int {
        var start = 0
        while true {
            switch lines.next(bytes, from: start, isEnd: isEnd) {
            case .end: return start
            case .skipped(let next): start = next
            case .tooLong(let next):
                start = next
                sink.refuse(FormatProblem(line: lines.line, "longer than \(lines.limitBytes) bytes, left out"))
            case .line(var range, let next):
                start = next
                if let last = range.last, bytes[last] == Octet.carriageReturn { range = range.dropLast() }
                // A file that was rotated or glued has its header in the middle.
                if range.isEmpty || bytes.holds(Self.header, at: range) { continue }
                do {
                    sink.take(try delay(bytes, range))
                    sink.messageEnded()
                } catch { sink.refuse(error) }
            }
        }
    }

    private mutating func delay(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(FormatProblem) -> ForeignDelay {
        split(bytes, range)
        guard columns.count == 7 else {
            throw problem("found \(columns.count) columns, expected 7: \(Self.header)")
        }
        guard let stamp = DecimalNumber.integer(bytes, columns[0]) else {
            throw problem("ts_ns: found \(bytes.excerpt(columns[0])), expected whole nanoseconds since 1970")
        }
        let names = zip(["src", "dst", "method"], columns[1...3])
        for (name, column) in names where column.isEmpty { throw problem("\(name) is empty") }
        let isLost = try flag(bytes, columns[6])
        var delay: Int64?
        if isLost {
            guard columns[4].isEmpty else { throw problem("t_us of a lost packet: expected nothing") }
        } else {
            delay = try nanoseconds(bytes, columns[4], "t_us")
        }
        let uncertainty = isLost && columns[5].isEmpty ? 0 : try nanoseconds(bytes, columns[5], "e_us")
        guard uncertainty >= 0 else { throw problem("e_us is below zero") }
        return ForeignDelay(
            stampNanoseconds: stamp, source: bytes.text(columns[1]), destination: bytes.text(columns[2]),
            method: bytes.text(columns[3]), delayNanoseconds: delay, uncertaintyNanoseconds: UInt64(uncertainty))
    }

    private mutating func split(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        columns.removeAll(keepingCapacity: true)
        var start = range.lowerBound
        while let comma = bytes.first(Octet.comma, in: start..<range.upperBound) {
            columns.append(start..<comma)
            start = comma + 1
        }
        columns.append(start..<range.upperBound)
    }

    private func nanoseconds(
        _ bytes: Span<UInt8>, _ column: Range<Int>, _ name: String
    ) throws(FormatProblem) -> Int64 {
        guard let nanoseconds = DecimalNumber(bytes, column)?.scaled(by: 3) else {
            throw problem("\(name): found \(bytes.excerpt(column)), expected microseconds")
        }
        return nanoseconds
    }

    private func flag(_ bytes: Span<UInt8>, _ column: Range<Int>) throws(FormatProblem) -> Bool {
        if bytes.holds("0", at: column) || bytes.holds("false", at: column) { return false }
        if bytes.holds("1", at: column) || bytes.holds("true", at: column) { return true }
        throw problem("lost: found \(bytes.excerpt(column)), expected 0, 1, false or true")
    }

    private func problem(_ reason: String) -> FormatProblem { FormatProblem(line: lines.line, reason) }
}
