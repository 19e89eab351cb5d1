import Synchronization

/// A sleep until the regular time of the next attempt, which somebody else may end early.
final class Alarm: Sendable {
    private struct State {
        var early = EarlyAttempts()
        var sleeper: Task<Void, any Error>?
    }
    private let state = Mutex(State())

    /// Asks for an attempt before its time.
    func ring(now: Int64) {
        let sleeper = state.withLock { state in
            state.early.ask(now: now)
            return state.sleeper.take()
        }
        // It looks at the time anew.
        sleeper?.cancel()
    }

    /// Returns when the attempt is due, and whether that is before `regular`; throws `CancellationError` when the task
    /// is cancelled.
    func sleep(untilMonotonic regular: Int64, by time: any TimeSource) async throws -> Bool {
        while true {
            try Task.checkCancellation()
            let now = time.monotonicNanoseconds
            let sleeper = state.withLock { state -> Task<Void, any Error>? in
                let deadline = state.early.deadline(regular: regular)
                if now >= deadline {
                    state.early.attemptStarts(now: now, regular: regular)
                    return nil
                }
                let sleeper = Task { try await time.sleep(untilMonotonic: deadline) }
                state.sleeper = sleeper
                return sleeper
            }
            guard let sleeper else { return now < regular }
            _ = await withTaskCancellationHandler {
                await sleeper.result
            } onCancel: {
                sleeper.cancel()
            }
            state.withLock { $0.sleeper = nil }
        }
    }
}

/// Attempts before their time: however often one is asked for, one comes, and the next no sooner than an interval later.
/// A storm of notifications from one device costs it one poll, not a thousand.
struct EarlyAttempts {
    /// From the first asking to the attempt, nanoseconds: agents answer from tables that are a moment old, and what
    /// happens to a card happens to all its links.
    static let settleNanoseconds: Int64 = 1_000_000_000
    /// From one early attempt to the next, at least.
    static let intervalNanoseconds: Int64 = 5_000_000_000

    private var due: Int64?
    private var last: Int64?

    mutating func ask(now: Int64) {
        guard due == nil else { return }
        due = max(now + Self.settleNanoseconds, last.map { $0 + Self.intervalNanoseconds } ?? now)
    }

    func deadline(regular: Int64) -> Int64 { due.map { min(regular, $0) } ?? regular }

    /// Any attempt is what was asked for.
    mutating func attemptStarts(now: Int64, regular: Int64) {
        due = nil
        if now < regular { last = now }
    }
}
