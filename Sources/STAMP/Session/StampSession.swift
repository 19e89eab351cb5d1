import Metro
import Sockets
import Telemetry

/// A session-sender as a state machine: the caller tells time and datagrams, and sends what it is told to send.
///
/// Loss: a stateless reflector copies the sender's sequence, so an answer that does not come may have been lost on
/// either way. It is offered as lost in both directions, which bounds the loss of each from above.
public struct StampSession: Sendable {
    public struct Parameters: Sendable {
        /// Dense index of the path.
        public var subject: UInt32
        /// Answers from elsewhere are foreign.
        public var peer: SocketAddress
        public var clock: ClockRelation
        /// Time between probes, nanoseconds, at least 1 ms.
        public var intervalNanoseconds: Int64
        /// When the first probe is due, monotonic.
        public var startMonotonicNanoseconds: Int64
        /// When a probe counts as lost (`indicators.md` §3: 3 s), nanoseconds.
        public var timeoutNanoseconds: Int64 = 3_000_000_000
        /// No delay can be below it; nanoseconds (`indicators.md` §4).
        public var guaranteedFloorNanoseconds: Int64 = 0
        public var firstSequence: UInt32 = 0

        public init(
            subject: UInt32, peer: SocketAddress, clock: ClockRelation, intervalNanoseconds: Int64,
            startMonotonicNanoseconds: Int64
        ) {
            self.subject = subject
            self.peer = peer
            self.clock = clock
            self.intervalNanoseconds = intervalNanoseconds
            self.startMonotonicNanoseconds = startMonotonicNanoseconds
        }
    }

    /// A packet to send at once.
    public struct Question: Hashable, Sendable {
        public var sequence: UInt32
        public var bytes: [UInt8]
    }

    public internal(set) var counts = StampCounts()
    /// Of the last answer: the reflector's clock supports one-way verdicts. `nil` before the first.
    public internal(set) var isPeerSynchronised: Bool?

    let parameters: Parameters
    let interval: Int64
    var window: ProbeWindow
    /// When the next probe is due, monotonic.
    public private(set) var nextSendMonotonicNanoseconds: Int64
    /// Until when a probe that goes unanswered met, as far as one can tell, the same refusal; monotonic.
    var refusedUntil = Int64.min
    /// The newest probe that was answered.
    var newestAnswered: UInt32?

    public init(_ parameters: Parameters) {
        self.parameters = parameters
        interval = max(parameters.intervalNanoseconds, 1_000_000)
        nextSendMonotonicNanoseconds = parameters.startMonotonicNanoseconds
        window = ProbeWindow(
            capacity: Int(clamping: parameters.timeoutNanoseconds / interval + 2),
            firstSequence: parameters.firstSequence)
    }

    /// When something is due again, monotonic: a probe to send or one to give up.
    public mutating func deadlineMonotonicNanoseconds() -> Int64 {
        guard let oldest = window.firstWaiting() else { return nextSendMonotonicNanoseconds }
        return min(nextSendMonotonicNanoseconds, expiry(of: oldest))
    }

    private func expiry(of probe: Probe) -> Int64 {
        probe.sent.monotonicNanoseconds &+ parameters.timeoutNanoseconds
    }

    /// Gives up the probes whose time is over. Datagrams that have arrived must be handed over before.
    public mutating func expire(atMonotonic now: Int64) -> [Sample] {
        var samples: [Sample] = []
        while let probe = window.firstWaiting(), expiry(of: probe) <= now {
            samples += giveUp(probe)
        }
        return samples
    }

    mutating func giveUp(_ probe: Probe) -> [Sample] {
        counts.outstanding &-= 1
        if probe.isSentWhileRefused {
            window.setState(.refused, of: probe.sequence)
            counts.refused &+= 1
            return []
        }
        window.setState(.lost, of: probe.sequence)
        counts.lost &+= 1
        return [Direction.forward, .backward].map {
            .lost(subject: parameters.subject, direction: $0, at: probe.sent.wallNanoseconds)
        }
    }

    /// The probe that is due, if one is; to be called right before sending, because `now` becomes T1. `sent` or
    /// `notSent` must follow. After a pause the missed probes are skipped, not sent in a burst.
    public mutating func question(at now: ClockReading, clock: ClockState?) -> Question? {
        let due = nextSendMonotonicNanoseconds
        guard now.monotonicNanoseconds >= due else { return nil }
        let missed = (now.monotonicNanoseconds &- due) / interval
        counts.skipped &+= UInt64(missed)
        nextSendMonotonicNanoseconds = due &+ (missed &+ 1) &* interval
        guard !window.isFull else {
            counts.skipped &+= 1
            return nil
        }
        let isSynchronised = clock?.isSynchronised ?? false
        let error = clock?.maximumErrorNanoseconds ?? Self.unknownErrorNanoseconds
        let packet = SenderPacket(
            sequence: window.next, timestamp: StampTimestamp(wallNanoseconds: now.wallNanoseconds),
            errorEstimate: ErrorEstimate(
                isSynchronised: isSynchronised, nanoseconds: error.addingSaturated(StampingError.kernel)))
        window.append(
            Probe(
                sequence: packet.sequence, state: .waiting, sent: now, timestamp: packet.timestamp,
                clockErrorNanoseconds: isSynchronised ? error : nil, sendingNanoseconds: 0,
                isSentWhileRefused: now.monotonicNanoseconds <= refusedUntil))
        counts.sent &+= 1
        counts.outstanding &+= 1
        return Question(sequence: packet.sequence, bytes: packet.bytes)
    }

    /// The system took the probe, which was over at `now`; an answer may have overtaken this.
    public mutating func sent(_ question: Question, at now: ClockReading) {
        guard let probe = window[question.sequence] else { return }
        let nanoseconds = now.monotonicNanoseconds &- probe.sent.monotonicNanoseconds
        window.setSendingNanoseconds(UInt64(clamping: nanoseconds), of: question.sequence)
    }

    /// The system did not take the probe: it is neither sent nor lost, and its sequence is used again.
    public mutating func notSent(_ question: Question) {
        guard question.sequence == window.next &- 1, window[question.sequence]?.state == .waiting else { return }
        window.withdrawNewest()
        counts.sent &-= 1
        counts.outstanding &-= 1
        counts.unsent &+= 1
    }

    /// The host says that no reflector listens (ICMP port unreachable). Probes sent after the last answered one met
    /// the same; so, because hosts limit the rate of ICMP, will those sent within a timeout from now on.
    public mutating func refused(atMonotonic now: Int64) {
        refusedUntil = now &+ parameters.timeoutNanoseconds
        for probe in window.waiting {
            if let newestAnswered, Int32(bitPattern: probe.sequence &- newestAnswered) < 0 { continue }
            window.setState(.refused, of: probe.sequence)
            counts.outstanding &-= 1
            counts.refused &+= 1
        }
    }

    /// Error of a clock of which nothing is known: 16 s, as the kernel says it.
    static let unknownErrorNanoseconds: UInt64 = 16_000_000_000
}

extension UInt64 {
    func addingSaturated(_ other: UInt64) -> UInt64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }
}
