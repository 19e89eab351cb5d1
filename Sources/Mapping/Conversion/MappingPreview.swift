import Metro

/// A sink that tells what a converter would make of each series, for looking at a sample. Bounded in series.
public struct MappingPreview: ReadingSink, Sendable {
    /// What became of one series, or of the delays between two ends.
    public struct Row: Hashable, Sendable {
        /// As the source names it.
        public var name: String
        /// `pe1:Ethernet1`, `p1 forward`; empty where it is not mapped.
        public var subject: String
        /// `in_octets`, `delay`; empty where it is not mapped.
        public var quantity: String
        /// `counter, octets`.
        public var form: String
        /// `NameMapping.id`.
        public var mapping: String
        /// Why it is refused, or its readings were; empty where all is well, and where no rule knows it.
        public var reason: String
        /// What the reason is about, and what was probably meant.
        public var example: String
        public var isUnmapped: Bool
        public var readings: UInt64 = 0
        /// Of those, not usable.
        public var refused: UInt64 = 0
        /// The newest value, as it was written.
        public var value: String = ""

        public var isMatched: Bool { !isUnmapped && reason.isEmpty }
    }

    /// Series that are kept apart; readings of further ones are counted in `account` alone.
    public static let greatestRows = 100_000

    public private(set) var rows: [Row] = []
    public private(set) var problems: [FormatProblem] = []
    private var converter: Converter
    private var places: [SeriesKey: Int] = [:]
    /// Of each row's series in the converter.
    private var converterPlaces: [Int] = []
    private var delayRows: [String: Int] = [:]
    private var newestNanoseconds: Int64 = 1
    private var checkpoint: [Row] = []

    public init(_ converter: Converter) { self.converter = converter }

    public var account: StreamPicture { converter.account }
    public var notes: [String] { converter.notes }
    public var seed: SeriesSeed { converter.seed }

    public mutating func place(of key: SeriesKey, _ describe: () -> ForeignSeries) -> Int {
        if let place = places[key] { return place }
        let series = describe()
        let place = converterPlaces.count
        if rows.count < Self.greatestRows {
            places[key] = place
            rows.append(row(series))
        }
        converterPlaces.append(converter.place(of: key) { series })
        return place
    }

    private func row(_ series: ForeignSeries) -> Row {
        let directory = converter.resolver.directory
        var row = Row(
            name: PrintableName.of(series.description, limit: 400), subject: "", quantity: "", form: "", mapping: "",
            reason: "", example: "", isUnmapped: false)
        switch converter.resolver.fate(of: series) {
        case .unmapped: row.isUnmapped = true
        case .refused(let refusal):
            row.reason = refusal.reason(directory)
            row.example = PrintableName.of(refusal.example(directory, of: series), limit: 400)
        case .mapped(let target):
            row.subject = directory.interfaces[target.interface].reference.description
            row.quantity = target.rule.quantity.rawValue
            row.form = target.rule.kind.rawValue + (target.rule.unit == .none ? "" : ", \(target.rule.unit.rawValue)")
            row.mapping = target.mapping
        }
        return row
    }

    public mutating func take(_ place: Int, _ value: ForeignValue, stampNanoseconds stamp: Int64?) {
        let before = converter.refusals.total
        converter.take(converterPlaces[place], value, stampNanoseconds: stamp)
        convert(stamp)
        guard place < rows.count, value != .gone else { return }
        rows[place].readings += 1
        rows[place].value = PrintableName.of(Self.text(value), limit: 60)
        note(place, since: before)
    }

    public mutating func take(_ delay: ForeignDelay) {
        let before = converter.refusals.total
        let name = PrintableName.of("\(delay.source) → \(delay.destination) (\(delay.method))", limit: 400)
        let place = delayRows[name] ?? rows.count
        if delayRows[name] == nil, rows.count < Self.greatestRows {
            delayRows[name] = place
            rows.append(
                Row(
                    name: name, subject: converter.paths.title(delay), quantity: "delay", form: "gauge, ns",
                    mapping: "",
                    reason: "", example: "", isUnmapped: false))
            converterPlaces.append(Converter.unmappedPlace)
        }
        converter.take(delay)
        convert(delay.stampNanoseconds)
        guard place < rows.count else { return }
        rows[place].readings += 1
        rows[place].value = delay.delayNanoseconds.map { "\($0) ns ± \(delay.uncertaintyNanoseconds) ns" } ?? "lost"
        note(place, since: before)
        if !rows[place].reason.isEmpty, rows[place].example.isEmpty {
            rows[place].example = PrintableName.of(converter.paths.example(delay), limit: 400)
        }
    }

    /// As if everything came at once, at the time of the newest stamp.
    private mutating func convert(_ stamp: Int64?) {
        newestNanoseconds = max(newestNanoseconds, stamp ?? 0)
        _ = converter.convert(receivedNanoseconds: newestNanoseconds)
    }

    private mutating func note(_ place: Int, since before: UInt64) {
        guard converter.refusals.total > before else { return }
        rows[place].refused += 1
        if rows[place].reason.isEmpty { rows[place].reason = converter.refusals.newestReason }
    }

    public mutating func delete(under path: ForeignSeries) {}
    public mutating func refuse(_ problem: FormatProblem) {
        if problems.count < 20 { problems.append(problem) }
        converter.refuse(problem)
    }
    public mutating func lose(_ readings: UInt64) { converter.lose(readings) }
    public mutating func messageEnded() { converter.messageEnded() }
    public mutating func mark() { checkpoint = rows }
    /// Series stay known; their readings are taken back. The account has them: what was refused was read first.
    public mutating func rollBack() {
        for place in rows.indices {
            let before = checkpoint.indices.contains(place) ? checkpoint[place] : nil
            rows[place].readings = before?.readings ?? 0
            rows[place].refused = before?.refused ?? 0
        }
    }

    private static func text(_ value: ForeignValue) -> String {
        switch value {
        case .unsigned(let value): "\(value)"
        case .signed(let value): "\(value)"
        case .double(let value): "\(value)"
        case .boolean(let value): "\(value)"
        case .text(let text): "\"\(text)\""
        case .composite: "a list, an object or bytes"
        case .gone: "gone"
        }
    }
}
