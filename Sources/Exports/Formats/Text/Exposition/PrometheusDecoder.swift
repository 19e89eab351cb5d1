import Mapping

/// The text format 0.0.4, as the server reads it (prometheus/prometheus, model/textparse): a body is taken whole or not
/// at all. <https://prometheus.io/docs/instrumenting/exposition_formats/>
public struct PrometheusDecoder: WholeBodyDecoder {
    private static let types: Set<String> = ["counter", "gauge", "histogram", "summary", "untyped"]

    var body: WholeBody
    private var cursor = ExpositionCursor()
    /// Read, not handed on yet. Places of many series lie far apart in memory; asked for one after another, without the
    /// reading of a line between, the processor waits for several of them at once.
    private var samples: [Sample] = []
    private static let samplesTogether = 32

    private struct Sample: Sendable {
        var key: SeriesKey
        /// Where its name begins.
        var start: Int
        var value: ForeignValue
        var stampNanoseconds: Int64?
    }

    public init() { self.init(longestBodyBytes: WholeBody.longestBytes) }

    init(longestBodyBytes: Int) { body = WholeBody(limitBytes: longestBodyBytes) }

    mutating func read(_ bytes: Span<UInt8>, into sink: inout some ReadingSink) throws(FormatProblem) {
        cursor.restart()
        samples.removeAll(keepingCapacity: true)
        let seed = sink.seed
        while true {
            cursor.passBlanks(bytes)
            guard cursor.position < bytes.count else { break }
            if cursor.pass(Octet.hash, bytes) {
                try readComment(bytes)
            } else if !cursor.isAt(Octet.newline, bytes) {
                try readSample(bytes, seed)
                if samples.count == Self.samplesTogether { tell(bytes, into: &sink) }
            }
            cursor.passLineEnd(bytes)
        }
        tell(bytes, into: &sink)
    }

    private mutating func tell(_ bytes: Span<UInt8>, into sink: inout some ReadingSink) {
        for sample in samples {
            let place = sink.place(of: sample.key) { ExpositionCursor.series(bytes, at: sample.start) }
            sink.take(place, sample.value, stampNanoseconds: sample.stampNanoseconds)
        }
        samples.removeAll(keepingCapacity: true)
    }

    private mutating func readSample(_ bytes: Span<UInt8>, _ seed: SeriesSeed) throws(FormatProblem) {
        let name = cursor.name(bytes, hasColons: true)
        guard !name.isEmpty else { throw cursor.found(bytes, expected: "a metric's name or a comment") }
        cursor.passBlanks(bytes)
        var seriesEnd = name.upperBound
        if cursor.pass(Octet.open, bytes) {
            try cursor.readLabels(bytes, isStrict: false)
            seriesEnd = cursor.position
            cursor.passBlanks(bytes)
        } else {
            cursor.forgetLabels()
            guard cursor.position > name.upperBound || cursor.isAtLineEnd(bytes) else {
                throw cursor.found(bytes, expected: "a metric's name, then its labels or its value")
            }
        }
        let value = try cursor.value(bytes, cursor.word(bytes))
        cursor.passBlanks(bytes)
        let stamp = cursor.isAtLineEnd(bytes) ? nil : try readStamp(bytes)
        var hash = SeriesHash(seed)
        hash.add(bytes, name.lowerBound..<seriesEnd)
        samples.append(Sample(key: hash.key, start: name.lowerBound, value: value, stampNanoseconds: stamp))
    }

    /// Whole milliseconds since 1970, and the end of the line.
    private mutating func readStamp(_ bytes: Span<UInt8>) throws(FormatProblem) -> Int64 {
        let word = cursor.word(bytes)
        let isNumber = bytes[word.lowerBound] &- Octet.zero < 10
        guard isNumber, let milliseconds = DecimalNumber.integer(bytes, word) else {
            throw cursor.problem("found \(bytes.excerpt(word)) as time stamp, expected whole milliseconds since 1970")
        }
        let (nanoseconds, isOver) = milliseconds.multipliedReportingOverflow(by: 1_000_000)
        guard !isOver else { throw cursor.problem("time stamp \(bytes.excerpt(word)) is beyond the year 2262") }
        cursor.passBlanks(bytes)
        guard cursor.isAtLineEnd(bytes) else { throw cursor.found(bytes, expected: "the end of the line") }
        return nanoseconds
    }

    /// `HELP` and `TYPE` name a metric; any other comment says nothing.
    private mutating func readComment(_ bytes: Span<UInt8>) throws(FormatProblem) {
        cursor.passBlanks(bytes)
        let hasBlank = cursor.position > 0 && bytes[cursor.position - 1] != Octet.hash
        let word = cursor.word(bytes)
        let isType = bytes.holds("TYPE", at: word)
        guard hasBlank, isType || bytes.holds("HELP", at: word),
            cursor.isAt(Octet.space, bytes) || cursor.isAt(Octet.tab, bytes)
        else {
            _ = cursor.rest(bytes)
            return
        }
        cursor.passBlanks(bytes)
        guard !cursor.name(bytes, hasColons: true).isEmpty else {
            throw cursor.found(bytes, expected: "a metric's name behind \(isType ? "TYPE" : "HELP")")
        }
        let text = cursor.rest(bytes).dropFirst()
        if isType {
            guard Self.types.contains(bytes.text(text.prefix(16))) else {
                throw cursor.problem(
                    "found type \(bytes.excerpt(text)), expected counter, gauge, histogram, summary or untyped")
            }
        } else if !bytes.isUTF8(text) {
            throw cursor.problem("the help text is not UTF-8")
        }
    }
}
