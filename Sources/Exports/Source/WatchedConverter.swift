import Mapping

/// A converter, and what the stream that is being read had wrong with it.
struct WatchedConverter: ReadingSink {
    /// Problems of a stream that are kept.
    static let kept = 6

    var converter: Converter
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
        converter.take(place, value, stampNanoseconds: stamp)
    }
    mutating func take(_ delay: ForeignDelay) { converter.take(delay) }
    mutating func delete(under path: ForeignSeries) { converter.delete(under: path) }
    mutating func refuse(_ problem: FormatProblem) {
        if problems.count < Self.kept { problems.append(problem) }
        converter.refuse(problem)
    }
    mutating func lose(_ readings: UInt64) { converter.lose(readings) }
    mutating func messageEnded() { converter.messageEnded() }
    mutating func mark() { converter.mark() }
    mutating func rollBack() { converter.rollBack() }
}
