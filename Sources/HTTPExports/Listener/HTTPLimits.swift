/// What one client, and all of them together, may cost a listener; body limits hold for a scrape's answer too.
public struct HTTPLimits: Hashable, Sendable {
    /// At once; one more is answered 503 and closed.
    public var connections = 512
    /// Of request line and header fields.
    public var headBytes = 16 << 10
    /// Of a body as it comes, in its content coding.
    public var bodyBytes = 32 << 20
    /// Of a body after inflating.
    public var inflatedBytes = 256 << 20
    /// Of a body that can only be read whole (binary formats, snappy), after inflating.
    public var messageBytes = 64 << 20
    /// Of such bodies on all connections together.
    public var heldBytes = 128 << 20
    /// From the first to the last byte of a head; a new connection's first head counts from its beginning, with the TLS
    /// handshake.
    public var headNanoseconds: Int64 = 10_000_000_000
    /// Between two requests.
    public var idleNanoseconds: Int64 = 75_000_000_000
    /// Time that a body gets whatever its rate, and how many bytes a second it has to bring besides. Only time counts in
    /// which we wait for the client.
    public var bodyGraceNanoseconds: Int64 = 10_000_000_000
    public var bodyBytesPerSecond: Int64 = 1_024
    /// And in all.
    public var bodyNanoseconds: Int64 = 300_000_000_000
    /// Without the client's reading any of our answers.
    public var stuckNanoseconds: Int64 = 10_000_000_000
    /// How long a body waits for aggregates that are behind, until its sender is told to come again.
    public var patienceNanoseconds: Int64 = 5_000_000_000
    /// Of a refused body that are still read, so that its sender sees the answer.
    public var lingerBytes = 1 << 20

    public init() {}
}
