import Synchronization

/// A clock that stands still until it is moved: what tests and the simulator drive. Sleepers wake in the order of
/// their deadlines when `advance` passes them.
public final class ManualTime: TimeSource {
    private struct Sleeper {
        let id: UInt64
        let deadline: Int64
        let continuation: CheckedContinuation<Void, any Error>
    }
    private struct State {
        var wall: Int64
        var monotonic: Int64
        var nextID: UInt64 = 0
        var sleepers: [Sleeper] = []
        var cancelled: Set<UInt64> = []
    }
    private let state: Mutex<State>

    public init(wallNanoseconds: Int64 = 0, monotonicNanoseconds: Int64 = 0) {
        state = Mutex(State(wall: wallNanoseconds, monotonic: monotonicNanoseconds))
    }

    public var wallNanoseconds: Int64 { state.withLock { $0.wall } }
    public var monotonicNanoseconds: Int64 { state.withLock { $0.monotonic } }

    /// How many tasks sleep.
    public var sleeperCount: Int { state.withLock { $0.sleepers.count } }

    /// Moves both clocks and wakes whoever is due.
    public func advance(nanoseconds: Int64) {
        let due = state.withLock { state in
            state.wall += nanoseconds
            state.monotonic += nanoseconds
            let now = state.monotonic
            let due = state.sleepers.filter { $0.deadline <= now }.sorted { $0.deadline < $1.deadline }
            state.sleepers.removeAll { $0.deadline <= now }
            return due
        }
        for sleeper in due { sleeper.continuation.resume() }
    }

    /// The wall clock alone, as when somebody sets it.
    public func stepWall(nanoseconds: Int64) { state.withLock { $0.wall += nanoseconds } }

    public func sleep(untilMonotonic deadline: Int64) async throws {
        try Task.checkCancellation()
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                enum Outcome { case wait, due, cancelled }
                let outcome = state.withLock { state -> Outcome in
                    if state.cancelled.remove(id) != nil { return .cancelled }
                    if deadline <= state.monotonic { return .due }
                    state.sleepers.append(Sleeper(id: id, deadline: deadline, continuation: continuation))
                    return .wait
                }
                switch outcome {
                case .wait: break
                case .due: continuation.resume()
                case .cancelled: continuation.resume(throwing: CancellationError())
                }
            }
        } onCancel: {
            let sleeper = state.withLock { state -> Sleeper? in
                guard let index = state.sleepers.firstIndex(where: { $0.id == id }) else {
                    state.cancelled.insert(id)
                    return nil
                }
                return state.sleepers.remove(at: index)
            }
            sleeper?.continuation.resume(throwing: CancellationError())
        }
    }
}
