import Collecting
import Sockets
import Synchronization

/// One session with its dialogues: hands events to the state machine and does what it says.
///
/// Dialogues are driven where answers arrive, on the port's thread: an answer's next question leaves without a change of
/// thread, and with those of the other agents whose answers came with it.
final class SNMPConversation: SNMPChannel {
    private struct State {
        var session: SNMPSession
        var runs: [Int: DialogueRun] = [:]
        /// Which run a request under way belongs to.
        var owners: [Int32: (run: Int, question: DialogueRun.Question)] = [:]
        var nextRun = 0
        /// Cancelled before they began.
        var cancelled: Set<Int> = []
    }

    /// What is done once the lock is given back.
    private enum Effect {
        case send([UInt8])
        case arm(Int64)
        case call(@Sendable () -> Void)
    }

    let agent: SocketAddress
    private let outbox: Outbox
    private let dispatcher: SNMPDispatcher
    private let time: any TimeSource
    private let state: Mutex<State>

    init(session: SNMPSession, outbox: Outbox, dispatcher: SNMPDispatcher, time: any TimeSource) {
        agent = session.agent
        self.outbox = outbox
        self.dispatcher = dispatcher
        self.time = time
        state = Mutex(State(session: session))
    }

    var counters: SNMPSession.Counters { state.withLock { $0.session.counters } }

    func run<Dialogue: SNMPDialogue>(
        _ dialogue: Dialogue, limitNanoseconds: Int64, observe: @escaping @Sendable (SNMPExchange) -> Void
    ) async throws -> Dialogue.Outcome {
        let number = state.withLock { state in
            state.nextRun += 1
            return state.nextRun
        }
        defer { state.withLock { _ = $0.cancelled.remove(number) } }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation {
                (continuation: CheckedContinuation<Dialogue.Outcome, any Error>) in
                let run = DialogueRun(
                    dialogue, startedNanoseconds: time.monotonicNanoseconds, limitNanoseconds: limitNanoseconds,
                    observe: observe
                ) { continuation.resume(with: $0) }
                perform { state, now, effects in
                    if state.cancelled.contains(number) {
                        effects.append(.call { run.fail(CancellationError()) })
                    } else {
                        state.runs[number] = run
                        self.pump(&state, now, &effects)
                    }
                }
            }
        } onCancel: {
            cancel(number)
        }
    }

    func take(_ event: SNMPSession.Event) {
        perform { state, now, effects in
            let actions = state.session.handle(event, at: now)
            self.apply(actions, &state, now, &effects)
            self.pump(&state, now, &effects)
        }
    }

    private func cancel(_ number: Int) {
        perform { state, now, effects in
            guard let run = state.runs.removeValue(forKey: number) else {
                state.cancelled.insert(number)
                return
            }
            self.drop(number, &state, now)
            effects.append(.call { run.fail(CancellationError()) })
            self.pump(&state, now, &effects)
        }
    }

    /// Changes the state under its lock, then does what came of it.
    private func perform(_ change: (inout State, Int64, inout [Effect]) -> Void) {
        let now = time.monotonicNanoseconds
        let effects = state.withLock { state in
            var effects: [Effect] = []
            change(&state, now, &effects)
            return effects
        }
        for effect in effects {
            switch effect {
            // A full send buffer is a lost request: the timer repeats it.
            case .send(let bytes): outbox.put(OutgoingDatagram(bytes, to: agent))
            case .call(let body): body()
            case .arm(let deadline):
                Task { [weak self, time] in
                    // A sleep may end a little early by another clock; the session ignores a timer before its time.
                    while time.monotonicNanoseconds < deadline { try await time.sleep(untilMonotonic: deadline) }
                    self?.take(.timer)
                }
            }
        }
    }

    /// Lets the dialogues ask as long as the agent's limit allows, those with the fewest questions under way first.
    private func pump(_ state: inout State, _ now: Int64, _ effects: inout [Effect]) {
        var asking = state.runs.keys.sorted()
        while !asking.isEmpty, state.owners.count < state.session.settings.inFlight {
            asking.sort { (state.runs[$0]?.underWay ?? 0) < (state.runs[$1]?.underWay ?? 0) }
            let number = asking[0]
            // Where it stands: a dialogue that was taken out would be copied whole at every question.
            guard let step = state.runs[number]?.step(now) else {
                asking.removeFirst()
                continue
            }
            switch step {
            case .request(let question):
                state.runs[number]?.underWay += 1
                let identifier = dispatcher.reserve(for: self)
                state.owners[identifier] = (number, question)
                let actions = state.session.handle(.start(question.request, identifier: identifier), at: now)
                apply(actions, &state, now, &effects)
            case .wait where (state.runs[number]?.underWay ?? 0) > 0:
                asking.removeFirst()
            case .wait:
                let run = state.runs.removeValue(forKey: number)
                asking.removeFirst()
                effects.append(.call { run?.fail(SNMPFailure.stalled) })
            case .ended(let end):
                state.runs[number] = nil
                asking.removeFirst()
                drop(number, &state, now)
                effects.append(.call(end))
            }
        }
    }

    private func apply(
        _ actions: [SNMPSession.Action], _ state: inout State, _ now: Int64, _ effects: inout [Effect]
    ) {
        for action in actions {
            switch action {
            case .send(let bytes): effects.append(.send(bytes))
            case .arm(let deadline): effects.append(.arm(deadline))
            case .deliver(let identifier, let response):
                guard let (number, question) = disown(identifier, &state) else { continue }
                let observe = state.runs[number]?.receive(response, question, at: now)
                if let observe { effects.append(.call(observe)) }
            case .fail(let identifier, let failure):
                guard let (number, question) = disown(identifier, &state),
                    let run = state.runs.removeValue(forKey: number)
                else { continue }
                drop(number, &state, now)
                effects.append(.call { run.fail(failure, of: question, at: now) })
            }
        }
    }

    private func disown(_ identifier: Int32, _ state: inout State) -> (Int, DialogueRun.Question)? {
        dispatcher.release(identifier)
        guard let owner = state.owners.removeValue(forKey: identifier) else { return nil }
        state.runs[owner.run]?.underWay -= 1
        return owner
    }

    /// Nobody waits for the answers of run `number` any more.
    private func drop(_ number: Int, _ state: inout State, _ now: Int64) {
        for (identifier, owner) in state.owners where owner.run == number {
            state.owners[identifier] = nil
            dispatcher.release(identifier)
            // Cancelling asks for nothing and sends nothing.
            _ = state.session.handle(.cancel(identifier: identifier), at: now)
        }
    }
}
