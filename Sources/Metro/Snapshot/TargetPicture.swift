/// Health of one collector target, as the Collectors screen lists it.
public struct TargetPicture: Hashable, Sendable {
    public enum State: String, Sendable, CaseIterable {
        case starting, healthy, failing
        /// Failing for so long that attempts are spaced out.
        case backingOff = "backing_off"
        case stopped
    }
    /// `snmp/pe1`, `stamp/dc1-dc2`, `simulator/…`.
    public var id: String
    public var kind: String
    /// Host and port as asked for, sanitised.
    public var address: String
    public var state: State
    /// Wall clock of the last good answer, nanoseconds; `nil` before the first.
    public var lastAnswerNanoseconds: Int64?
    /// How long the last good collection took, nanoseconds.
    public var lastDurationNanoseconds: Int64?
    public var attempts: Int
    public var answers: Int
    public var timeouts: Int
    public var errors: Int
    public var retries: Int
    public var consecutiveFailures: Int
    /// What went wrong last: what, where, whether it is retried, what to do. `nil` while healthy.
    public var lastError: String?
    /// Wall clock of the next attempt, nanoseconds; `nil` for continuous collectors that run.
    public var nextAttemptNanoseconds: Int64?
    public var periodMilliseconds: Int?
    /// Samples that the ring refused from this target.
    public var refusedSamples: Int
    /// Oddities of the target an operator should know ("agent clock stands still").
    public var notes: [String]
    /// `nil`: the device has none, or they were not read yet.
    public var sensors: DeviceSensors?
    public var strays: StrayAnswers
    /// What came of it, where it streams.
    public var stream: StreamPicture?

    public init(
        id: String, kind: String, address: String, state: State, lastAnswerNanoseconds: Int64? = nil,
        lastDurationNanoseconds: Int64? = nil, attempts: Int = 0, answers: Int = 0, timeouts: Int = 0,
        errors: Int = 0, retries: Int = 0, consecutiveFailures: Int = 0, lastError: String? = nil,
        nextAttemptNanoseconds: Int64? = nil, periodMilliseconds: Int? = nil, refusedSamples: Int = 0,
        notes: [String] = [], sensors: DeviceSensors? = nil, strays: StrayAnswers = StrayAnswers(),
        stream: StreamPicture? = nil
    ) {
        self.id = id
        self.kind = kind
        self.address = address
        self.state = state
        self.lastAnswerNanoseconds = lastAnswerNanoseconds
        self.lastDurationNanoseconds = lastDurationNanoseconds
        self.attempts = attempts
        self.answers = answers
        self.timeouts = timeouts
        self.errors = errors
        self.retries = retries
        self.consecutiveFailures = consecutiveFailures
        self.lastError = lastError
        self.nextAttemptNanoseconds = nextAttemptNanoseconds
        self.periodMilliseconds = periodMilliseconds
        self.refusedSamples = refusedSamples
        self.notes = notes
        self.sensors = sensors
        self.strays = strays
        self.stream = stream
    }
}
