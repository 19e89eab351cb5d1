import Mapping

/// A converter, and what the stream that is being read had wrong with it.
struct WatchedConverter: ReadingSink {
    /// Problems of a stream that are kept.
    static let kept = 6

    var converter: Converter
    /// What the stamps of the stream count, nanoseconds.
    var stampUnitNanoseconds: Int64 = 1
    private(set) var problems: [FormatProblem] = []

    init(_ converter: Converter) { self.converter = converter }

    /// Those since the last call.
    mutating func takeProblems() -> [FormatProblem] {
        defer { problems = [] }
        return problems
    }

    var seed: SeriesSeed { converter.seed }
    mutating func place(of key: SeriesKey, _ describe: () -> ForeignSeries) -> Int {
        converter.place(of: key, describe)
    }
    mutating func take(_ place: Int, _ value: ForeignValue, stampNanoseconds stamp: Int64?) {
        // Of another age where it is more than 64 bits hold: the converter says so.
        let scaled = stamp?.multipliedReportingOverflow(by: stampUnitNanoseconds)
        let nanoseconds = scaled.map { $0.overflow ? (stamp ?? 0 < 0 ? .min : .max) : $0.partialValue }
        converter.take(place, value, stampNanoseconds: nanoseconds)
    }
    mutating func take(_ delay: ForeignDelay) { converter.take(delay) }
    mutating func delete(under path: ForeignSeries) { converter.delete(under: path) }
    mutating func refuse(_ problem: FormatProblem) {
        if problems.count < Self.kept { problems.append(problem) }
        converter.refuse(problem)
    }
    mutating func messageEnded() { converter.messageEnded() }
    mutating func mark() { converter.mark() }
    mutating func rollBack() { converter.rollBack() }
}
