/// How long a client takes over its requests, and whether that is too long: a state machine without I/O. Only the time in
/// which we wait for the client counts; while the aggregates are behind we do not read, and its clock stands still.
struct ClientPace {
    enum Verdict: Hashable {
        case fine
        /// No whole head in time.
        case lateHead
        case headTooLarge
        case lateBody
        /// Nothing more to expect.
        case idle
        /// It does not read our answers.
        case stuck
    }
    private enum Phase { case head, body, idle }

    private let limits: HTTPLimits
    /// A new connection owes us a head at once.
    private var phase = Phase.head
    /// Nanoseconds of waiting in this phase, up to the last byte; the wait that lasts began at `asked`.
    private var waited: Int64 = 0
    private var asked: Int64?
    private var headBytes = 0
    private var bodyBytes: Int64 = 0
    private var blocked: Int64?
    /// Requests that began and have no answer yet.
    private(set) var answersDue = 0

    init(_ limits: HTTPLimits) { self.limits = limits }

    /// We want more bytes.
    mutating func asked(at now: Int64) {
        if asked == nil { asked = now }
    }

    mutating func received(_ bytes: Int, at now: Int64) {
        if phase == .idle { enter(.head, at: now) }
        if let asked { waited += now - asked }
        asked = nil
        switch phase {
        case .head: headBytes += bytes
        case .body: bodyBytes += Int64(bytes)
        case .idle: break
        }
    }

    mutating func headEnded(at now: Int64) {
        answersDue += 1
        enter(.body, at: now)
    }

    mutating func requestEnded(at now: Int64) { enter(.idle, at: now) }

    mutating func answered(at now: Int64) {
        answersDue -= 1
        if phase == .idle { enter(.idle, at: now) }
    }

    /// Whether what we have written leaves.
    mutating func setWritable(_ isWritable: Bool, at now: Int64) { blocked = isWritable ? nil : blocked ?? now }

    func verdict(at now: Int64) -> Verdict {
        if let blocked, now - blocked > limits.stuckNanoseconds { return .stuck }
        let waited = waited + (asked.map { now - $0 } ?? 0)
        switch phase {
        case .head:
            if headBytes > limits.headBytes { return .headTooLarge }
            return waited > limits.headNanoseconds ? .lateHead : .fine
        case .body:
            let earned = bodyBytes * 1_000_000_000 / limits.bodyBytesPerSecond
            let allowed = min(limits.bodyGraceNanoseconds + earned, limits.bodyNanoseconds)
            return waited > allowed ? .lateBody : .fine
        case .idle:
            return answersDue == 0 && waited > limits.idleNanoseconds ? .idle : .fine
        }
    }

    private mutating func enter(_ phase: Phase, at now: Int64) {
        self.phase = phase
        waited = 0
        if asked != nil { asked = now }
        headBytes = 0
        bodyBytes = 0
    }
}
