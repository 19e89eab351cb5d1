import Mapping

/// OpenMetrics 1.0, strictly (<https://prometheus.io/docs/specs/om/open_metrics_spec/>, section "Text Format"): a body is
/// taken whole or not at all.
public struct OpenMetricsDecoder: WholeBodyDecoder {
    /// Of an exemplar's labels, names and values together (section "Exemplars").
    private static let longestExemplarCharacters = 128

    var body: WholeBody
    private var cursor = ExpositionCursor()
    private var families = MetricFamilies()

    public init() { self.init(longestBodyBytes: WholeBody.longestBytes) }

    init(longestBodyBytes: Int) { body = WholeBody(limitBytes: longestBodyBytes) }

    mutating func read(_ bytes: Span<UInt8>, into sink: inout some ReadingSink) throws(FormatProblem) {
        cursor.restart()
        families = MetricFamilies()
        var hasEnd = false
        while cursor.position < bytes.count {
            if cursor.pass(Octet.hash, bytes) {
                hasEnd = try readMetadata(bytes)
                if hasEnd { break }
            } else {
                try readSample(bytes, into: &sink)
            }
            guard cursor.position < bytes.count else { break }
            cursor.passLineEnd(bytes)
        }
        guard hasEnd else { throw cursor.problem("the body ends without `# EOF`") }
        if let reason = families.finish() { throw cursor.problem(reason) }
    }

    /// `# TYPE name counter`; true for `# EOF`, the end of the body.
    private mutating func readMetadata(_ bytes: Span<UInt8>) throws(FormatProblem) -> Bool {
        guard cursor.pass(Octet.space, bytes) else { throw cursor.found(bytes, expected: "`# ` and a keyword") }
        let word = cursor.word(bytes)
        if bytes.holds("EOF", at: word) {
            guard cursor.isAtLineEnd(bytes) else { throw cursor.found(bytes, expected: "nothing behind `# EOF`") }
            cursor.passLineEnd(bytes)
            guard cursor.position == bytes.count else {
                throw cursor.found(bytes, expected: "nothing behind `# EOF`")
            }
            return true
        }
        guard let keyword = MetricFamilies.Keyword(rawValue: bytes.text(word.prefix(8))), word.count <= 8 else {
            throw cursor.problem("found `#` and \(bytes.excerpt(word)), expected HELP, TYPE, UNIT or EOF")
        }
        guard cursor.pass(Octet.space, bytes) else { throw cursor.found(bytes, expected: "a metric's name") }
        let name = cursor.name(bytes, hasColons: true)
        guard !name.isEmpty else { throw cursor.found(bytes, expected: "a metric's name") }
        guard cursor.pass(Octet.space, bytes) else {
            throw cursor.found(bytes, expected: "a space behind the metric's name, then its \(keyword.rawValue)")
        }
        let text = cursor.rest(bytes)
        guard bytes.isUTF8(text) else { throw cursor.problem("the \(keyword.rawValue) text is not UTF-8") }
        if let reason = families.take(keyword, bytes.text(name), bytes, text) { throw cursor.problem(reason) }
        return false
    }

    private mutating func readSample(_ bytes: Span<UInt8>, into sink: inout some ReadingSink) throws(FormatProblem) {
        let name = cursor.name(bytes, hasColons: true)
        guard !name.isEmpty else { throw cursor.found(bytes, expected: "a metric's name or `# `") }
        if cursor.pass(Octet.open, bytes) {
            try cursor.readLabels(bytes, isStrict: true)
        } else {
            cursor.forgetLabels()
        }
        let series = name.lowerBound..<cursor.position
        guard cursor.pass(Octet.space, bytes) else { throw cursor.found(bytes, expected: "a space, then the value") }
        let value = try cursor.value(bytes, cursor.word(bytes))
        let labels = cursor.labels
        var stamp: Int64?
        var hasExemplar = false
        if cursor.pass(Octet.space, bytes) {
            if !cursor.isAt(Octet.hash, bytes) { stamp = try readStamp(bytes) }
            if stamp == nil || cursor.pass(Octet.space, bytes) {
                hasExemplar = true
                try readExemplar(bytes)
            }
        }
        guard cursor.isAtLineEnd(bytes) else { throw cursor.found(bytes, expected: "the end of the line") }
        let sample = MetricFamilies.Sample(
            name: name, labels: labels, value: value, stampNanoseconds: stamp, hasExemplar: hasExemplar)
        let isNew: Bool
        switch families.take(sample, bytes) {
        case .success(let new): isNew = new
        case .failure(let problem): throw cursor.problem(problem.reason)
        }
        guard isNew else { return }
        var hash = SeriesHash(sink.seed)
        hash.add(bytes, series)
        let place = sink.place(of: hash.key) { ExpositionCursor.series(bytes, name, labels) }
        sink.take(place, value, stampNanoseconds: stamp)
    }

    /// Seconds since 1970, with a fraction.
    private mutating func readStamp(_ bytes: Span<UInt8>) throws(FormatProblem) -> Int64 {
        let word = cursor.word(bytes)
        guard let number = DecimalNumber(bytes, word) else {
            let what = word.isEmpty ? "nothing" : bytes.excerpt(word)
            throw cursor.problem("found \(what) as time stamp, expected seconds since 1970")
        }
        guard let nanoseconds = number.scaled(by: 9) else {
            throw cursor.problem("time stamp \(bytes.excerpt(word)) is beyond the year 2262")
        }
        return nanoseconds
    }

    /// `# {trace="1"} 0.5 1763164800.1`: checked, not kept.
    private mutating func readExemplar(_ bytes: Span<UInt8>) throws(FormatProblem) {
        for octet in [Octet.hash, Octet.space, Octet.open] where !cursor.pass(octet, bytes) {
            throw cursor.found(bytes, expected: "an exemplar, `# {`")
        }
        try cursor.readLabels(bytes, isStrict: true)
        let characters = cursor.labels.reduce(0) { sum, label in
            sum + label.name.count + ExpositionCursor.unescaped(bytes, label.value).unicodeScalars.count
        }
        guard characters <= Self.longestExemplarCharacters else {
            throw cursor.problem(
                "an exemplar's labels of \(characters) characters, expected \(Self.longestExemplarCharacters) at most")
        }
        guard cursor.pass(Octet.space, bytes) else { throw cursor.found(bytes, expected: "the exemplar's value") }
        _ = try cursor.value(bytes, cursor.word(bytes))
        if cursor.pass(Octet.space, bytes) { _ = try readStamp(bytes) }
    }
}
