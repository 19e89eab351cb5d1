/// The account of the sample path: offered = stored + queued + dropped by reason, at any moment.
public struct PipelinePicture: Hashable, Sendable {
    public var offered: UInt64
    public var stored: UInt64
    public var queued: UInt64
    /// By reason: full, late, duplicate, future, invalid; in that order.
    public var dropped: [Drop]
    /// Samples that one lane of the ring holds.
    public var ringCapacity: Int
    /// The most that one lane ever held.
    public var ringHighWater: Int
    /// One a producer.
    public var lanes: [Lane]
    /// How long ago the ring was last seen empty, nanoseconds; 0 while it is.
    public var lagNanoseconds: Int64
    /// Windows that closed long after their end by the clock: what feeds their series lags.
    public var windowsLate: UInt64
    /// How often the wall clock was set back so far that everything known had to be forgotten.
    public var clockSetbacks: UInt64
    public var memory: Memory
    /// What the sockets lost on the way to agents and back.
    public var network = Network()

    public struct Drop: Hashable, Sendable {
        public var reason: String
        public var count: UInt64
        public init(reason: String, count: UInt64) {
            self.reason = reason
            self.count = count
        }
    }

    /// The part of the ring that one producer writes: the collectors of one kind.
    public struct Lane: Hashable, Sendable {
        public var name: String
        public var offered: UInt64
        /// Offered, and found no place.
        public var refused: UInt64
        public var depth: UInt64
        public var highWater: Int
        public init(name: String, offered: UInt64, refused: UInt64, depth: UInt64, highWater: Int) {
            self.name = name
            self.offered = offered
            self.refused = refused
            self.depth = depth
            self.highWater = highWater
        }
    }

    /// Datagrams of SNMP that reached nobody, since the start.
    public struct Network: Hashable, Sendable {
        /// Received, and of no agent that is asked.
        public var unknown: Int
        /// Requests that found the send buffer full; they were sent again later.
        public var unsent: Int
        /// Answers that the kernel threw away because they were not read fast enough.
        public var overflowed: Int
        public init(unknown: Int = 0, unsent: Int = 0, overflowed: Int = 0) {
            self.unknown = unknown
            self.unsent = unsent
            self.overflowed = overflowed
        }
    }

    /// What the aggregates take, as planned at the start for all links and paths.
    public struct Memory: Hashable, Sendable {
        /// Minutes back that the budget holds.
        public var minutesKept: Int
        public var plannedBytes: Int
        public var budgetBytes: Int
        public init(minutesKept: Int, plannedBytes: Int, budgetBytes: Int) {
            self.minutesKept = minutesKept
            self.plannedBytes = plannedBytes
            self.budgetBytes = budgetBytes
        }
    }

    public init(
        offered: UInt64, stored: UInt64, queued: UInt64, dropped: [Drop], ringCapacity: Int, ringHighWater: Int,
        lanes: [Lane] = [], lagNanoseconds: Int64 = 0, windowsLate: UInt64 = 0, clockSetbacks: UInt64 = 0,
        memory: Memory
    ) {
        self.offered = offered
        self.stored = stored
        self.queued = queued
        self.dropped = dropped
        self.ringCapacity = ringCapacity
        self.ringHighWater = ringHighWater
        self.lanes = lanes
        self.lagNanoseconds = lagNanoseconds
        self.windowsLate = windowsLate
        self.clockSetbacks = clockSetbacks
        self.memory = memory
    }
}
