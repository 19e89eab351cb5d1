import Collecting
import Metro
import Telemetry

/// Readings of one source → samples: finds subject and metric of each series once, converts units without loss, holds
/// stamps against our clock, and counts what it cannot take. It has one owner.
public struct Converter: ReadingSink, Sendable {
    /// What the source is, for the rule that one source tells of an interface.
    public enum Source: Hashable, Sendable {
        /// A device's own gNMI session: what bears no device tag is its.
        case gnmi(DeviceID)
        case export(ExportID)
    }

    public let seed: SeriesSeed
    /// What became of everything so far; transports add theirs.
    public var account = StreamPicture()

    /// `mappings` in the order in which they are tried. `owners` is shared by all converters of one engine.
    public init(
        source: Source, mappings: [NameMapping], directory: SubjectDirectory, owners: InterfaceOwners,
        intervalMilliseconds: Int? = nil, seed: SeriesSeed = .random()
    ) {
        self.seed = seed
    }

    public mutating func place(of key: SeriesKey, _ describe: () -> ForeignSeries) -> Int { 0 }
    public mutating func take(_ place: Int, _ value: ForeignValue, stampNanoseconds stamp: Int64?) {}
    public mutating func take(_ delay: ForeignDelay) {}
    public mutating func delete(under path: ForeignSeries) {}
    public mutating func refuse(_ problem: FormatProblem) {}
    public mutating func messageEnded() {}
    public mutating func mark() {}
    public mutating func rollBack() {}

    /// Converts what was taken since the last call. The samples must all be offered, in their order.
    public mutating func convert(receivedNanoseconds: Int64) -> (samples: [Sample], findings: [Finding]) { ([], []) }

    /// The last values of what a target tells only when it changes (oper-status, speed, alias), stamped `now`: to be
    /// offered while a session is known to live.
    public mutating func refresh(nowNanoseconds: Int64) -> [Sample] { [] }

    /// The source is over: its interfaces are free for others, and its values grow stale.
    public mutating func release() {}
}
