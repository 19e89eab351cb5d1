import Mapping

/// InfluxDB line protocol: `measurement,tag=value field=1i,other="text" 1763164800000000000`, a line at a time. A line
/// that cannot be read is refused alone. <https://docs.influxdata.com/influxdb/v2/reference/syntax/line-protocol/>
public struct InfluxDecoder: ExportDecoder {
    private let stampUnitNanoseconds: Int64
    private var lines: LineReader
    private var line = InfluxLine()

    /// `stampUnitNanoseconds`: what its stamps count, which the writer says beside the lines (`?precision=ms`). Lines
    /// longer than `longestLineBytes` are refused without being kept.
    public init(stampUnitNanoseconds: Int64 = 1, longestLineBytes: Int = 1 << 20) {
        self.stampUnitNanoseconds = stampUnitNanoseconds
        lines = LineReader(limitBytes: longestLineBytes)
    }

    public mutating func decode(_ bytes: Span<UInt8>, isEnd: Bool, into sink: inout some ReadingSink) -> Int {
        var start = 0
        line.quotes = nil
        while true {
            let before = lines
            switch lines.next(bytes, from: start, isEnd: isEnd) {
            case .end: return start
            case .skipped(let next): start = next
            case .tooLong(let next):
                start = next
                sink.refuse(FormatProblem(line: lines.line, "longer than \(lines.limitBytes) bytes, left out"))
            case .line(let range, let next):
                let reach = min(bytes.count, start + lines.limitBytes)
                let outcome = line.read(bytes, range, reach: reach, isEnd: isEnd || reach < bytes.count)
                let number = lines.line
                switch outcome {
                case .nothing: start = next
                case .incomplete:
                    lines = before
                    return start
                case .bad(let reason):
                    sink.refuse(FormatProblem(line: number, reason))
                    start = afterLine(bytes, next, isEnd)
                case .whole:
                    start = afterLine(bytes, next, isEnd)
                    if let reason = tell(bytes, into: &sink) {
                        sink.refuse(FormatProblem(line: number, reason))
                    } else {
                        sink.messageEnded()
                    }
                }
            }
        }
    }

    /// Where the next line begins: past the further ones that a text with newlines in it took.
    private mutating func afterLine(_ bytes: Span<UInt8>, _ next: Int, _ isEnd: Bool) -> Int {
        var start = next
        while start <= line.end, start < bytes.count {
            lines.extend()
            guard let newline = bytes.first(Octet.newline, in: start..<bytes.count) else {
                if !isEnd { lines.skipRest() }
                return bytes.count
            }
            start = newline + 1
        }
        return start
    }

    /// Hands on what `line` holds, or says what is wrong with its stamp.
    private func tell(_ bytes: Span<UInt8>, into sink: inout some ReadingSink) -> String? {
        var stamp: Int64?
        if let range = line.stamp {
            guard let count = DecimalNumber.integer(bytes, range) else {
                return "found \(bytes.excerpt(range)) as time stamp, expected a whole number"
            }
            let (nanoseconds, isOver) = count.multipliedReportingOverflow(by: stampUnitNanoseconds)
            guard !isOver else { return "time stamp \(bytes.excerpt(range)) is beyond the year 2262" }
            stamp = nanoseconds
        }
        var hash = SeriesHash(sink.seed)
        hash.add(bytes, line.series)
        for field in line.fields {
            var named = hash
            named.add(bytes, field.name)
            let place = sink.place(of: named.key) { line.describe(bytes, field.name) }
            sink.take(place, field.value, stampNanoseconds: stamp)
        }
        return nil
    }
}
