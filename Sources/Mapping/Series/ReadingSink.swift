/// What formats hand their readings to. A format asks for the place of a series by its key and tells values at that
/// place; only a key that was never met costs more.
public protocol ReadingSink {
    /// The seed of keys; the same for the whole life of the sink.
    var seed: SeriesSeed { get }
    /// The place of a series; `describe` is called when the key is new.
    mutating func place(of key: SeriesKey, _ describe: () -> ForeignSeries) -> Int
    /// One reading; `stamp` is wall clock, nanoseconds since 1970, `nil` where the format has none: the moment of
    /// receipt.
    mutating func take(_ place: Int, _ value: ForeignValue, stampNanoseconds stamp: Int64?)
    /// The delay of one packet, from the site `source` to the site `destination`.
    mutating func take(_ delay: ForeignDelay)
    /// Everything under a path is gone (a gNMI delete of more than a leaf); `group` as in `ForeignSeries`.
    mutating func delete(under path: ForeignSeries)
    /// What cannot be read.
    mutating func refuse(_ problem: FormatProblem)
    /// The sender says that it left out so many readings (gNMI's `duplicates`).
    mutating func lose(_ readings: UInt64)
    /// One message, line or body was read.
    mutating func messageEnded()
    /// Readings from here on can be taken back by `rollBack`: a bad exposition is refused as a whole.
    mutating func mark()
    mutating func rollBack()
}

/// A secret of this run, in two halves.
public struct SeriesSeed: Hashable, Sendable {
    public let high: UInt64
    public let low: UInt64
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }
    public static func random() -> SeriesSeed {
        SeriesSeed(high: .random(in: 0 ... .max), low: .random(in: 0 ... .max))
    }
}

/// One packet's one-way delay as another program measured it.
public struct ForeignDelay: Hashable, Sendable {
    public var stampNanoseconds: Int64
    /// Sites' or devices' ids.
    public var source: String
    public var destination: String
    /// `stamp`, `oduk` … (`DelayMethod`).
    public var method: String
    /// `nil`: lost.
    public var delayNanoseconds: Int64?
    public var uncertaintyNanoseconds: UInt64

    public init(
        stampNanoseconds: Int64, source: String, destination: String, method: String, delayNanoseconds: Int64?,
        uncertaintyNanoseconds: UInt64
    ) {
        self.stampNanoseconds = stampNanoseconds
        self.source = source
        self.destination = destination
        self.method = method
        self.delayNanoseconds = delayNanoseconds
        self.uncertaintyNanoseconds = uncertaintyNanoseconds
    }
}

/// Something that cannot be read: where, what was found, what was expected.
public struct FormatProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// From 1, within the message or the stream; 0 where the format has no lines.
    public var line: Int
    /// "found `1e`, expected a number".
    public var reason: String

    public init(line: Int, _ reason: String) {
        self.line = line
        self.reason = reason
    }
    public var description: String { line > 0 ? "line \(line): \(reason)" : reason }
}
