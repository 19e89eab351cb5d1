/// A sink that keeps what it is told, in order: for tests, and for looking at a sample file.
public struct ReadingLog: ReadingSink, Sendable {
    public struct Entry: Hashable, Sendable {
        public var series: ForeignSeries
        public var value: ForeignValue
        public var stampNanoseconds: Int64?

        public init(series: ForeignSeries, value: ForeignValue, stampNanoseconds: Int64?) {
            self.series = series
            self.value = value
            self.stampNanoseconds = stampNanoseconds
        }
    }

    public let seed: SeriesSeed
    public private(set) var entries: [Entry] = []
    public private(set) var delays: [ForeignDelay] = []
    public private(set) var deletes: [ForeignSeries] = []
    public private(set) var problems: [FormatProblem] = []
    public private(set) var lost: UInt64 = 0
    public private(set) var messages = 0
    private var series: [ForeignSeries] = []
    private var places: [SeriesKey: Int] = [:]
    private var marked = 0

    public init(seed: SeriesSeed = .random()) { self.seed = seed }

    public mutating func place(of key: SeriesKey, _ describe: () -> ForeignSeries) -> Int {
        if let place = places[key] { return place }
        series.append(describe())
        places[key] = series.count - 1
        return series.count - 1
    }
    public mutating func take(_ place: Int, _ value: ForeignValue, stampNanoseconds stamp: Int64?) {
        entries.append(Entry(series: series[place], value: value, stampNanoseconds: stamp))
    }
    public mutating func take(_ delay: ForeignDelay) { delays.append(delay) }
    public mutating func delete(under path: ForeignSeries) { deletes.append(path) }
    public mutating func refuse(_ problem: FormatProblem) { problems.append(problem) }
    public mutating func lose(_ readings: UInt64) { lost &+= readings }
    public mutating func messageEnded() { messages += 1 }
    public mutating func mark() { marked = entries.count }
    public mutating func rollBack() { entries.removeSubrange(marked...) }
}
