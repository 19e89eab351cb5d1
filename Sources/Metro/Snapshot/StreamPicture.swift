/// What became of a stream of telemetry: of a gNMI session or of an export. Counts since the program began.
public struct StreamPicture: Hashable, Sendable {
    /// What came: messages, lines or bodies, by the format.
    public var messages: UInt64 = 0
    public var bytes: UInt64 = 0
    /// Values in them. Each is taken as a sample, or unmapped, or refused.
    public var readings: UInt64 = 0
    public var samples: UInt64 = 0
    /// No mapping knows the field: not wanted.
    public var unmapped: UInt64 = 0
    /// Wanted, but not usable, by reason ("no such device", "not a number"); the reasons with the most.
    public var refused: [Refusal] = []
    /// Messages that could not be read.
    public var malformed: UInt64 = 0
    /// Lost before us: the transport said so (slow consumer, gNMI duplicates, HTTP bodies turned away).
    public var dropped: UInt64 = 0
    /// Sent again by the broker.
    public var redelivered: UInt64 = 0
    /// How often the source was made to wait, or turned away, because the aggregates were behind.
    public var pushedBack: UInt64 = 0
    /// Connections or sessions begun after the first.
    public var reconnects: UInt64 = 0
    /// From the newest stamp to its receipt, nanoseconds; `nil`: nothing came, or it bears no stamps.
    public var lagNanoseconds: Int64?
    /// The source's clock is ahead of ours by that much at least, nanoseconds; its samples are placed by ours.
    public var clockAheadNanoseconds: Int64?
    /// Messages waiting at the broker, where it tells.
    public var backlog: UInt64?

    /// What came and could not be used, though it was wanted; wraps beyond 2⁶⁴.
    public var unusable: UInt64 { refused.reduce(malformed) { $0 &+ $1.count } }

    public struct Refusal: Hashable, Sendable {
        public var reason: String
        public var count: UInt64
        /// One of them, sanitised: "pe9:Ethernet1".
        public var example: String
        public init(reason: String, count: UInt64, example: String) {
            self.reason = reason
            self.count = count
            self.example = example
        }
    }

    public init() {}

    /// Counts what a sender says, whatever it says: a full count stays full.
    public mutating func add(_ count: UInt64, to field: WritableKeyPath<Self, UInt64>) {
        let (sum, overflow) = self[keyPath: field].addingReportingOverflow(count)
        self[keyPath: field] = overflow ? .max : sum
    }
}
