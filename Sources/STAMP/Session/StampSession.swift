import Metro
import Sockets
import Telemetry

/// A session-sender as a state machine: the caller tells time and datagrams, and sends what it is told to send.
///
/// Loss: a stateless reflector copies the sender's sequence, so an answer that does not come may have been lost on
/// either way. It is offered as lost in both directions, which bounds the loss of each from above. A stateful reflector
/// counts what it answers, which tells the two apart.
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
        /// How questions look and answers are read.
        public var form = ProbeForm()
        /// RFC 8972 §3; 0: unused.
        public var ssid: UInt16 = 0
        /// How many probes are sent at most; `nil`: as many as come due.
        public var count: UInt64?
        /// What becomes of each probe is kept for `takeOutcomes`.
        public var isObserved = false

        public init(
            subject: UInt32, peer: SocketAddress, clock: ClockRelation, intervalNanoseconds: Int64,
            startMonotonicNanoseconds: Int64 = 0
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

    public internal(set) var account = ProbeAccount()
    /// What the reflector said of its clock with the last answer; `nil` before the first.
    public internal(set) var peerClock: PathClock.End?
    /// What the delays say against the clocks; `nil` while nothing.
    public internal(set) var clockFault: PathClock.Fault?
    /// Who stamped the newest probe of which that is known, and the newest answer.
    public internal(set) var sending = PathClock.Stamping.program
    public internal(set) var receiving = PathClock.Stamping.program

    let parameters: Parameters
    let interval: Int64
    var window: ProbeWindow
    var watch = ClockWatch()
    var numbering = ReflectorNumbering()
    /// An answer whose T3 the reflector may still correct.
    var held: Measurement?
    /// The reflector tells with an answer when the one before it left.
    var followsUp = false
    /// When the next probe is due by the grid, monotonic.
    private var due: Int64
    /// When the next probe is due, monotonic; the far future where no more are to be sent.
    public var nextSendMonotonicNanoseconds: Int64 { isSpent ? .max : due }
    /// What was not taken yet; empty unless `isObserved`.
    var outcomes: [ProbeOutcome] = []
    /// Until when a probe that goes unanswered met, as far as one can tell, the same refusal; monotonic.
    var refusedUntil = Int64.min
    /// When this host last threw answers away; monotonic.
    private var overflowedAt = Int64.min
    /// The newest probe that was answered.
    var newestAnswered: UInt32?

    public init(_ parameters: Parameters) {
        self.parameters = parameters
        interval = max(parameters.intervalNanoseconds, 1_000_000)
        due = parameters.startMonotonicNanoseconds
        window = ProbeWindow(
            capacity: Int(clamping: parameters.timeoutNanoseconds / interval + 2),
            firstSequence: parameters.firstSequence)
    }

    /// When something is due again, monotonic: a probe to send, one to give up, or an answer that was held.
    public mutating func deadlineMonotonicNanoseconds() -> Int64 {
        min(nextSendMonotonicNanoseconds, decisionMonotonicNanoseconds())
    }

    /// When a probe is to be given up or a held answer to be let go, monotonic; the far future where neither is.
    mutating func decisionMonotonicNanoseconds() -> Int64 {
        let expiry = window.firstWaiting().map { self.expiry(of: $0) } ?? .max
        return min(expiry, held?.releaseMonotonicNanoseconds ?? .max)
    }

    private func expiry(of probe: Probe) -> Int64 {
        probe.sent.monotonicNanoseconds &+ parameters.timeoutNanoseconds
    }

    /// Gives up the probes whose time is over. Datagrams that have arrived must be handed over before.
    public mutating func expire(atMonotonic now: Int64) -> [Sample] {
        var samples: [Sample] = []
        if let held, held.releaseMonotonicNanoseconds <= now { samples += release() }
        while let probe = window.firstWaiting(), expiry(of: probe) <= now {
            samples += giveUp(probe)
        }
        return samples
    }

    mutating func giveUp(_ probe: Probe) -> [Sample] {
        account.outstanding &-= 1
        if probe.isSentWhileRefused {
            window.setState(.refused, of: probe.sequence)
            account.refused &+= 1
            observe(probe, .refused)
            return []
        }
        if probe.sent.monotonicNanoseconds <= overflowedAt {
            // Its answer may be among those that found this host's buffer full: that is no loss of the path.
            window.setState(.spoiled, of: probe.sequence)
            account.spoiled &+= 1
            observe(probe, .spoiled)
            return []
        }
        window.setState(.lost, of: probe.sequence)
        account.lost &+= 1
        let directions: [Direction]
        switch numbering.wayOfLoss(of: probe.sequence, in: window) {
        case .forward:
            account.lostForward &+= 1
            directions = [.roundTrip, .forward]
        case .backward:
            account.lostBackward &+= 1
            directions = [.roundTrip, .backward]
        default: directions = [.roundTrip, .forward, .backward]
        }
        let samples: [Sample] = directions.map {
            .lost(subject: parameters.subject, direction: $0, at: probe.sent.wallNanoseconds)
        }
        observe(probe, .lost, samples)
        return samples
    }

    /// The probe that is due, if one is; to be called right before sending, because `now` becomes T1. `sent` or
    /// `notSent` must follow. After a pause the missed probes are skipped, not sent in a burst.
    public mutating func question(at now: ClockReading, clock: ClockState?) -> Question? {
        guard now.monotonicNanoseconds >= nextSendMonotonicNanoseconds else { return nil }
        let missed = (now.monotonicNanoseconds &- due) / interval
        account.skipped &+= UInt64(missed)
        due &+= (missed &+ 1) &* interval
        guard !window.isFull else {
            account.skipped &+= 1
            return nil
        }
        let isSynchronised = clock?.isSynchronised ?? false
        let error = clock?.maximumErrorNanoseconds ?? Self.unknownErrorNanoseconds
        let packet = SenderPacket(
            sequence: window.next, timestamp: StampTimestamp(wallNanoseconds: now.wallNanoseconds),
            errorEstimate: ErrorEstimate(
                isSynchronised: isSynchronised, nanoseconds: error.addingSaturated(StampingError.kernel)),
            ssid: parameters.ssid)
        window.append(
            Probe(
                sequence: packet.sequence, state: .waiting, sent: now, timestamp: packet.timestamp,
                clockErrorNanoseconds: isSynchronised ? error : nil, sendingNanoseconds: 0,
                isSentWhileRefused: now.monotonicNanoseconds <= refusedUntil))
        account.sent &+= 1
        account.outstanding &+= 1
        return Question(sequence: packet.sequence, bytes: parameters.form.question(packet))
    }

    /// The system took the probe, which was over at `now`; an answer may have overtaken this.
    public mutating func sent(_ question: Question, at now: ClockReading) {
        window.update(question.sequence) { probe in
            probe.sendingNanoseconds = UInt64(
                clamping: now.monotonicNanoseconds &- probe.sent.monotonicNanoseconds)
        }
    }

    /// When the probe left, as kernel or interface stamped it. The caller has made sure that the stamp is this probe's.
    public mutating func left(_ sequence: UInt32, kernelNanoseconds: Int64?, hardwareNanoseconds: Int64? = nil) {
        window.update(sequence) { probe in
            if let kernelNanoseconds { probe.kernelSentNanoseconds = kernelNanoseconds }
            if let hardwareNanoseconds { probe.hardwareSentNanoseconds = hardwareNanoseconds }
        }
    }

    /// The system did not take the probe: it is neither sent nor lost, and its sequence is used again.
    public mutating func notSent(_ question: Question) {
        guard question.sequence == window.next &- 1, window[question.sequence]?.state == .waiting else { return }
        window.withdrawNewest()
        account.sent &-= 1
        account.outstanding &-= 1
        account.unsent &+= 1
    }

    /// Leaves the probe that is due out, because this program cannot keep up; the next one comes at its own time.
    mutating func shed() {
        account.shed &+= 1
        due &+= interval
    }

    /// Leaves out all probes that are due at `now`: their time has passed unseen.
    mutating func skip(atMonotonic now: Int64) {
        guard now >= nextSendMonotonicNanoseconds else { return }
        let missed = (now &- due) / interval &+ 1
        account.skipped &+= UInt64(missed)
        due &+= missed &* interval
    }

    /// This host threw answers away because nobody read them in time.
    mutating func overflowed(atMonotonic now: Int64) { overflowedAt = now }

    /// The host says that no reflector listens (ICMP port unreachable). Probes sent after the last answered one met
    /// the same; so, because hosts limit the rate of ICMP, will those sent within a timeout from now on.
    public mutating func refused(atMonotonic now: Int64) {
        refusedUntil = now &+ parameters.timeoutNanoseconds
        for probe in window.waiting {
            if let newestAnswered, Int32(bitPattern: probe.sequence &- newestAnswered) < 0 { continue }
            window.setState(.refused, of: probe.sequence)
            account.outstanding &-= 1
            account.refused &+= 1
            observe(probe, .refused)
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
