/// The account of a session: sent = answered + lost + refused + spoiled + outstanding, at any moment.
public struct StampCounts: Hashable, Sendable {
    /// Probes that the system took.
    public internal(set) var sent: UInt64 = 0
    /// Probes whose answer became samples.
    public internal(set) var answered: UInt64 = 0
    /// Probes that nothing answered within the timeout.
    public internal(set) var lost: UInt64 = 0
    /// Probes that met no reflector (ICMP): an outage of the collector, not loss.
    public internal(set) var refused: UInt64 = 0
    /// Probes answered while a clock was set, so that their delays mean nothing.
    public internal(set) var spoiled: UInt64 = 0
    /// Sent and not yet decided.
    public internal(set) var outstanding: UInt64 = 0

    /// Probes that the system did not take, and such as fell into a pause of this program or found the window full.
    public internal(set) var unsent: UInt64 = 0
    public internal(set) var skipped: UInt64 = 0

    /// Answers to probes that were answered already.
    public internal(set) var duplicates: UInt64 = 0
    /// Answers to probes that were given up before.
    public internal(set) var late: UInt64 = 0
    /// Datagrams from elsewhere, or answers to nothing that was asked.
    public internal(set) var foreign: UInt64 = 0
    /// Answers that do not repeat the stamp of the question whose sequence they have.
    public internal(set) var mismatched: UInt64 = 0
    /// Datagrams that are no answers.
    public internal(set) var malformed: UInt64 = 0

    public init() {}
}
