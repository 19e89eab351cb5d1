import Synchronization

/// The connections of a listener, so many at once, and their ends.
final class Guests: Sendable {
    private struct State {
        var count = 0
        var next = 0
        var tasks: [Int: Task<Void, Never>] = [:]
        var isClosed = false
    }

    private let limit: Int
    private let state = Mutex(State())

    init(_ limit: Int) { self.limit = limit }

    /// Takes a place, if there is one: it is left by `leave`, or when the conversation that `seat` begins is over.
    func enter() -> Bool {
        state.withLock { state in
            guard state.count < limit else { return false }
            state.count += 1
            return true
        }
    }

    func leave() { state.withLock { $0.count -= 1 } }

    func seat(_ conversation: @escaping @Sendable () async -> Void) {
        state.withLock { state in
            let number = state.next
            state.next += 1
            // It is written down before it can end: ending needs the same lock.
            let task = Task {
                await conversation()
                self.state.withLock { state in
                    state.tasks[number] = nil
                    state.count -= 1
                }
            }
            state.tasks[number] = task
            if state.isClosed { task.cancel() }
        }
    }

    /// Ends all conversations, and returns when they have.
    func close() async {
        let tasks = state.withLock { state in
            state.isClosed = true
            return Array(state.tasks.values)
        }
        for task in tasks { task.cancel() }
        for task in tasks { await task.value }
    }
}
