/// When an interface table is walked anew: at once when a poll finds that it changed, and once an hour, since facts age.
/// A table that changes at every poll is walked ever more seldom, down to once an hour: its interfaces have no numbers
/// meanwhile where they moved, and the walks do not load the agent for ever.
struct WalkPace: Hashable, Sendable {
    /// Nanoseconds.
    static let longestAge: Int64 = 3_600_000_000_000
    /// Walks in a row, each after the very next poll, that are made at once.
    private static let patience = 2

    let periodNanoseconds: Int64
    private var walkedAt: Int64
    /// Walks since a poll found nothing changed.
    private var hurried = 0

    /// The first walk was made at `now`, monotonic nanoseconds.
    init(periodNanoseconds: Int64, now: Int64) {
        self.periodNanoseconds = max(1, periodNanoseconds)
        walkedAt = now
    }

    /// How long a walk is put off after the last one; 0 where it is not.
    var waitNanoseconds: Int64 {
        guard hurried > Self.patience else { return 0 }
        let (wait, overflows) = periodNanoseconds.multipliedReportingOverflow(
            by: 1 << Int64(min(hurried - Self.patience, 20)))
        return overflows ? Self.longestAge : min(wait, Self.longestAge)
    }

    /// A poll ended at `now`; whether the table is to be walked.
    mutating func isDue(changed: Bool, now: Int64) -> Bool {
        if !changed { hurried = 0 }
        let age = now - walkedAt
        guard age >= Self.longestAge || changed && age >= waitNanoseconds else { return false }
        if changed { hurried += 1 }
        walkedAt = now
        return true
    }

    /// Why a change is not followed up now.
    func note(_ changes: Set<InterfacePoll.Change>) -> String {
        let words = InterfacePoll.Change.allCases.filter(changes.contains).map(\.words).joined(separator: ", ")
        let wait = SNMPFailure.duration(waitNanoseconds)
        return "the interface table changes at every poll (\(words)): walked anew every \(wait) at most"
    }
}

extension InterfacePoll.Change {
    fileprivate var words: String {
        switch self {
        case .restart: "restart"
        case .table: "ifTableLastChange"
        case .interfaceCount: "ifNumber"
        case .moved: "interfaces are elsewhere"
        case .columnGone: "columns are gone"
        }
    }
}
