import Collecting
import Synchronization

/// A clock that jumps from event to event: sleepers and calls at an instant, in the order of their times.
final class EventTime: Sendable {
    /// Who sleeps: tasks of the supervisor are counted apart, for they must be at rest before the clock moves.
    enum Sleeper { case supervisor, network }

    fileprivate struct Event {
        let time: Int64
        let number: UInt64
        let call: (@Sendable () -> Void)?

        func isBefore(_ other: Event) -> Bool { (time, number) < (other.time, other.number) }
    }
    fileprivate struct Waiting {
        let sleeper: Sleeper
        let continuation: CheckedContinuation<Void, any Error>
    }
    fileprivate struct State {
        var now: Int64
        var number: UInt64 = 0
        /// A heap: no event is before its parent at (place − 1) / 2.
        var events: [Event] = []
        var waiting: [UInt64: Waiting] = [:]
        var cancelled: Set<UInt64> = []
        var supervisorSleepers = 0
    }
    private let state: Mutex<State>
    private let wallAtZero: Int64

    init(wallNanoseconds: Int64, monotonicNanoseconds: Int64) {
        wallAtZero = wallNanoseconds - monotonicNanoseconds
        state = Mutex(State(now: monotonicNanoseconds))
    }

    var now: Int64 { state.withLock { $0.now } }
    var wallNanoseconds: Int64 { wallAtZero + now }
    var supervisorSleepers: Int { state.withLock { $0.supervisorSleepers } }

    func source(of sleeper: Sleeper) -> any TimeSource { Face(clock: self, sleeper: sleeper) }

    /// Called by whoever moves the clock there.
    func call(at time: Int64, _ body: @escaping @Sendable () -> Void) {
        state.withLock { state in
            state.number += 1
            state.push(Event(time: time, number: state.number, call: body))
        }
    }

    /// Moves the clock to the next event, at most to `limit`, and lets happen what is due; how many sleepers of the
    /// network woke, `nil` when the limit came first.
    func advance(to limit: Int64) -> Int? {
        var due: [Event] = []
        var woken: [Waiting] = []
        let isEvent = state.withLock { state in
            guard let first = state.events.first, first.time <= limit else {
                state.now = max(state.now, limit)
                return false
            }
            state.now = max(state.now, first.time)
            while let next = state.events.first, next.time <= state.now { due.append(state.pop(next)) }
            for event in due {
                guard let waiting = state.waiting.removeValue(forKey: event.number) else { continue }
                if waiting.sleeper == .supervisor { state.supervisorSleepers -= 1 }
                woken.append(waiting)
            }
            return true
        }
        for waiting in woken { waiting.continuation.resume() }
        for event in due { event.call?() }
        return isEvent ? woken.count { $0.sleeper == .network } : nil
    }

    private struct Face: TimeSource {
        let clock: EventTime
        let sleeper: Sleeper
        var wallNanoseconds: Int64 { clock.wallNanoseconds }
        var monotonicNanoseconds: Int64 { clock.now }
        func sleep(untilMonotonic deadline: Int64) async throws { try await clock.sleep(sleeper, until: deadline) }
    }

    private func sleep(_ sleeper: Sleeper, until deadline: Int64) async throws {
        try Task.checkCancellation()
        let number = state.withLock { state in
            state.number += 1
            return state.number
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                enum Outcome { case wait, due, cancelled }
                let outcome = state.withLock { state -> Outcome in
                    if state.cancelled.remove(number) != nil { return .cancelled }
                    if deadline <= state.now { return .due }
                    state.push(Event(time: deadline, number: number, call: nil))
                    state.waiting[number] = Waiting(sleeper: sleeper, continuation: continuation)
                    if sleeper == .supervisor { state.supervisorSleepers += 1 }
                    return .wait
                }
                switch outcome {
                case .wait: break
                case .due: continuation.resume()
                case .cancelled: continuation.resume(throwing: CancellationError())
                }
            }
        } onCancel: {
            let waiting = state.withLock { state in
                let waiting = state.waiting.removeValue(forKey: number)
                if waiting == nil { state.cancelled.insert(number) }
                if waiting?.sleeper == .supervisor { state.supervisorSleepers -= 1 }
                return waiting
            }
            waiting?.continuation.resume(throwing: CancellationError())
        }
    }
}

extension EventTime.State {
    fileprivate mutating func push(_ event: EventTime.Event) {
        events.append(event)
        var place = events.count - 1
        while place > 0, events[place].isBefore(events[(place - 1) / 2]) {
            events.swapAt(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    /// Takes out the first event, which is `first`.
    fileprivate mutating func pop(_ first: EventTime.Event) -> EventTime.Event {
        let last = events.removeLast()
        guard !events.isEmpty else { return first }
        events[0] = last
        var place = 0
        while true {
            var least = place
            for child in [2 * place + 1, 2 * place + 2]
            where child < events.count && events[child].isBefore(events[least]) { least = child }
            guard least != place else { return first }
            events.swapAt(place, least)
            place = least
        }
    }
}
