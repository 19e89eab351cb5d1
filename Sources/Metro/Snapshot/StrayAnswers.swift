/// What came from a target, or for it, and answered nothing that was asked; since the instance started.
public struct StrayAnswers: Hashable, Sendable {
    /// Answers to requests that had been given up.
    public var late: Int
    /// Second answers.
    public var duplicate: Int
    /// From an address that is not the target's.
    public var foreign: Int
    /// Answers to what was never asked.
    public var unknown: Int
    /// Not to be read.
    public var malformed: Int
    /// SNMPv3: not authentic, or outside the time window.
    public var untrusted: Int
    /// SNMPv3: the agent's engine or its clock had to be learnt again, as after a restart of the device.
    public var relearned: Int

    public init(
        late: Int = 0, duplicate: Int = 0, foreign: Int = 0, unknown: Int = 0, malformed: Int = 0, untrusted: Int = 0,
        relearned: Int = 0
    ) {
        self.late = late
        self.duplicate = duplicate
        self.foreign = foreign
        self.unknown = unknown
        self.malformed = malformed
        self.untrusted = untrusted
        self.relearned = relearned
    }

    /// Datagrams that answered nothing.
    public var total: Int { late + duplicate + foreign + unknown + malformed + untrusted }

    public static func + (left: StrayAnswers, right: StrayAnswers) -> StrayAnswers {
        StrayAnswers(
            late: left.late + right.late, duplicate: left.duplicate + right.duplicate,
            foreign: left.foreign + right.foreign, unknown: left.unknown + right.unknown,
            malformed: left.malformed + right.malformed, untrusted: left.untrusted + right.untrusted,
            relearned: left.relearned + right.relearned)
    }
}
