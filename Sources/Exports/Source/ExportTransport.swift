import Collecting
import Metro

/// Brings the bytes of an export. It runs until it is cancelled (`CancellationError`), its source is over (returns), or
/// something is wrong (throws `CollectorError`; the supervisor starts it again after its back-off).
public protocol ExportTransport: Sendable {
    /// For people: the path, the URL without secrets, the command.
    var address: String { get }
    var cadence: Cadence { get }
    func run(into door: any ExportDoor) async throws
}

/// Where a transport delivers. One door a source, any number of streams in it at once.
public protocol ExportDoor: Sendable {
    var time: any TimeSource { get }
    /// A stream of bytes of its own: a connection, a file, a child's output, one body.
    func stream(_ dialect: StreamDialect) -> any ExportStream
    /// Whole messages, in one buffer: `ends[i]` is where the i-th ends. Returns once their samples are in the aggregates
    /// (then they may be acknowledged); waits while those are behind.
    func deliver(messages bytes: [UInt8], ends: [Int]) async throws
    /// Tells the last values of what the source tells only when it changes anew: to be called now and then while its
    /// session is known to live.
    func refreshStates() async throws
    /// Adds to the account of the source: redelivered, dropped, backlog, reconnects …
    func account(_ change: @Sendable (inout StreamPicture) -> Void)
    /// One line for people beside the problems of the format ("refused a body from 10.0.0.9: wrong token"); the last few
    /// are shown, each once.
    func note(_ words: String)
    /// The transport is connected and well, or in trouble.
    func report(_ finding: Finding)
}

extension ExportDoor {
    public func stream() -> any ExportStream { stream(StreamDialect()) }
}

/// What a transport knows of one stream beyond what its source says.
public struct StreamDialect: Hashable, Sendable {
    /// `nil`: the source's. The answer to a scrape says whether it is Prometheus text or OpenMetrics.
    public var format: ExportSource.Format?
    /// What the stamps of Influx lines count, nanoseconds: a write's `precision`.
    public var stampUnitNanoseconds: Int64

    public init(format: ExportSource.Format? = nil, stampUnitNanoseconds: Int64 = 1) {
        self.format = format
        self.stampUnitNanoseconds = stampUnitNanoseconds
    }
}

/// A binary message may come as a stream too, whole, in one `take` that is the end.
public protocol ExportStream: Sendable {
    /// The next bytes of the stream. Returns once the samples of whole records are in the ring; waits while it is full,
    /// for `patienceNanoseconds` at most where given: then throws `SourceTooFast`, and what was not taken is counted.
    func take(_ bytes: [UInt8], isEnd: Bool, patienceNanoseconds: Int64?) async throws
    /// Of a record that has no end yet.
    var unfinishedBytes: Int { get }
    /// What was wrong with it so far, the first few.
    var problems: [String] { get }
}

/// The aggregates are behind: the sender should come again later.
public struct SourceTooFast: Error, Hashable, Sendable {
    public init() {}
}
