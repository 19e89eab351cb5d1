import Collecting
import Metro
import Telemetry

/// Readings of one source → samples: finds subject and metric of each series once, converts units without loss, holds
/// stamps against our clock, and counts what it cannot take. It has one owner.
///
/// Every reading is taken (as a sample, or as a fact such as an alias), unmapped or refused: `account.readings` is
/// their sum. The end of a series (`.gone`) is no reading.
public struct Converter: ReadingSink, Sendable {
    /// What the source is, for the rule that one source tells of an interface.
    public enum Source: Hashable, Sendable {
        /// A device's own gNMI session: what bears no device tag is its.
        case gnmi(DeviceID)
        case export(ExportID)
    }

    /// Series that are known at once: their keys and slots take 80 MB.
    public static let greatestSeries = 1 << 20
    /// Names of mapped series that are kept, bytes.
    static let greatestNameBytes = 64 << 20
    /// Mapped series of each interface that are told apart, lanes and changing labels included.
    static let greatestSeriesOfInterface = 64

    public let seed: SeriesSeed
    let resolver: SeriesResolver
    let owners: InterfaceOwners
    let intervalNanoseconds: Int64?
    let maximumSeries: Int
    /// Of those mapped ones, and what their names take.
    let maximumMapped: Int
    var nameBytes = 0

    var index = SeriesIndex()
    var slots: [SeriesSlot]
    /// Slots whose series are mapped, with their names (`ForeignSeries.plain`): for ends of series, and to tell people of them.
    var names: [Int32: ForeignSeries] = [:]
    /// The same the other way: a series has one slot, whatever the order of its tags.
    var placesOfNames: [ForeignSeries: Int32] = [:]
    /// The same by each tag, so that an end of some costs no look at all of them.
    var placesOfTags: [ForeignSeries.Tag: [Int32]] = [:]
    /// Fields of mapped series: about as many as rules know.
    var mappedFields: Set<String> = []
    /// Slots of refused series, by the row of the reason.
    var refusalSlots: [Int: Int] = [:]
    var cells: [QuantityCell] = []
    var cellPlaces: [CellName: Int32] = [:]
    var interfaces: [InterfaceState] = []
    var interfacePlaces: [Int: Int32] = [:]
    var clocks: [DeviceClock] = []
    var clockPlaces: [Int: Int32] = [:]
    var isAnyClockAhead = false
    /// When `refresh` was asked for last.
    var lastRefreshNanoseconds: Int64?
    var aliases: [UInt32: String] = [:]
    var optics: [UInt32: OpticsDraft] = [:]
    var paths: PathFinder

    // What was taken since the last call of `convert`.
    var pending: [PendingReading] = []
    var texts: [String] = []
    var delays: [ForeignDelay] = []
    var deletes: [ForeignSeries] = []
    var messageEnds: [Int] = []
    var newestNanoseconds = Int64.min
    /// Deletes since the last reading: told again before the next one, they would end nothing more.
    private var openDeletes: Set<ForeignSeries> = []
    private var checkpoint = Checkpoint()

    var picture = StreamPicture()
    var refusals = Refusals()
    /// What is odd about the source, one sentence each; for `Finding.notes`.
    public internal(set) var notes: [String] = []
    var isRoundingKnown = false
    private var problems: [FormatProblem] = []
    /// Problems that are kept until somebody takes them.
    public static let problemsKept = 6

    /// What became of everything so far; transports add theirs.
    public var account: StreamPicture {
        get {
            var picture = picture
            picture.refused = refusals.top
            return picture
        }
        set { picture = newValue }
    }

    private struct Checkpoint {
        var pending = 0
        var texts = 0
        var delays = 0
        var deletes = 0
        var messageEnds = 0
        var newestNanoseconds = Int64.min
        var readings: UInt64 = 0
        var unmapped: UInt64 = 0
        var dropped: UInt64 = 0
    }

    /// One quantity of one interface.
    struct CellName: Hashable {
        var interface: Int32
        var quantity: NameMapping.Quantity
        var lane: String
    }

    // Places that many series share.
    static let excessPlace = 0
    static let unmappedPlace = 1

    /// `mappings` in the order in which they are tried. `owners` is shared by all converters of one engine.
    public init(
        source: Source, mappings: [NameMapping], directory: SubjectDirectory, owners: InterfaceOwners,
        intervalMilliseconds: Int? = nil, seed: SeriesSeed = .random(), maximumSeries: Int = greatestSeries
    ) {
        self.seed = seed
        self.owners = owners
        self.maximumSeries = max(16, maximumSeries)
        maximumMapped = min(
            self.maximumSeries, max(1_024, directory.interfaces.count * Self.greatestSeriesOfInterface))
        resolver = SeriesResolver(source: source, mappings: mappings, directory: directory)
        paths = PathFinder(source: source, inventory: directory.inventory)
        intervalNanoseconds = intervalMilliseconds.map { Int64($0) * 1_000_000 }
        var unmapped = SeriesSlot.refused(row: 0)
        unmapped.state = SeriesSlot.unmapped
        slots = [.refused(row: ReadingFault.tooManySeries.rawValue), unmapped]
    }

    // MARK: Taking

    public mutating func place(of key: SeriesKey, _ describe: () -> ForeignSeries) -> Int {
        if let place = index.place(of: key) { return place }
        return newPlace(of: key, describe())
    }

    public mutating func take(_ place: Int, _ value: ForeignValue, stampNanoseconds stamp: Int64?) {
        if case .gone = value {
        } else {
            picture.readings &+= 1
            if place == Self.unmappedPlace {
                picture.unmapped &+= 1
                return
            }
        }
        var reading = PendingReading(
            stampNanoseconds: PendingReading.noStamp, bits: 0, place: Int32(truncatingIfNeeded: place), form: .unsigned)
        if let stamp, stamp != 0 {
            reading.stampNanoseconds = max(stamp, PendingReading.before1970)
            if stamp > newestNanoseconds { newestNanoseconds = stamp }
        }
        switch value {
        case .unsigned(let value): reading.bits = value
        case .signed(let value): (reading.form, reading.bits) = (.signed, UInt64(bitPattern: value))
        case .double(let value): (reading.form, reading.bits) = (.double, value.bitPattern)
        case .boolean(let value): (reading.form, reading.bits) = (.boolean, value ? 1 : 0)
        case .text(let text):
            (reading.form, reading.bits) = (.text, UInt64(texts.count))
            texts.append(text)
        case .composite: reading.form = .composite
        case .gone: reading.form = .gone
        }
        pending.append(reading)
        if !openDeletes.isEmpty { openDeletes.removeAll(keepingCapacity: true) }
    }

    public mutating func take(_ delay: ForeignDelay) {
        picture.readings &+= 1
        if delay.stampNanoseconds > newestNanoseconds { newestNanoseconds = delay.stampNanoseconds }
        delays.append(delay)
    }

    public mutating func delete(under path: ForeignSeries) {
        guard openDeletes.insert(path).inserted else { return }
        pending.append(
            PendingReading(
                stampNanoseconds: PendingReading.noStamp, bits: UInt64(deletes.count), place: 0, form: .delete))
        deletes.append(path)
    }

    public mutating func refuse(_ problem: FormatProblem) {
        picture.malformed &+= 1
        if problems.count < Self.problemsKept { problems.append(problem) }
    }

    public mutating func lose(_ readings: UInt64) { picture.add(readings, to: \.dropped) }

    public mutating func messageEnded() {
        picture.messages &+= 1
        messageEnds.append(pending.count)
    }

    /// What could not be read since the last call, the first few.
    public mutating func takeProblems() -> [FormatProblem] {
        defer { problems = [] }
        return problems
    }

    public mutating func mark() {
        checkpoint = Checkpoint(
            pending: pending.count, texts: texts.count, delays: delays.count, deletes: deletes.count,
            messageEnds: messageEnds.count, newestNanoseconds: newestNanoseconds, readings: picture.readings,
            unmapped: picture.unmapped, dropped: picture.dropped)
    }

    /// What `convert` has seen already is not taken back: mark and take back within one call of `decode`.
    public mutating func rollBack() {
        pending.removeSubrange(min(checkpoint.pending, pending.count)...)
        texts.removeSubrange(min(checkpoint.texts, texts.count)...)
        delays.removeSubrange(min(checkpoint.delays, delays.count)...)
        deletes.removeSubrange(min(checkpoint.deletes, deletes.count)...)
        messageEnds.removeSubrange(min(checkpoint.messageEnds, messageEnds.count)...)
        openDeletes.removeAll()
        newestNanoseconds = checkpoint.newestNanoseconds
        picture.readings = checkpoint.readings
        picture.unmapped = checkpoint.unmapped
        picture.dropped = checkpoint.dropped
    }

    /// Nothing is pending any more.
    mutating func clearPending() {
        pending.removeAll(keepingCapacity: true)
        texts.removeAll(keepingCapacity: true)
        delays.removeAll(keepingCapacity: true)
        deletes.removeAll(keepingCapacity: true)
        openDeletes.removeAll(keepingCapacity: true)
        messageEnds.removeAll(keepingCapacity: true)
        newestNanoseconds = .min
        mark()
    }
}
