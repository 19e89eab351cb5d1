import Collecting
import Sockets
import Synchronization

/// One session with its socket: hands events to the state machine and does what it says.
final class UDPConversation: SNMPChannel {
    private struct State {
        var session: SNMPSession
        var waiting: [Int32: CheckedContinuation<SNMPResponse, any Error>] = [:]
        /// Cancelled before the request was under way.
        var cancelled: Set<Int32> = []
    }

    let agent: SocketAddress
    private let socket: DatagramSocket
    private let transport: UDPTransport
    private let time: any TimeSource
    private let state: Mutex<State>

    init(session: SNMPSession, socket: DatagramSocket, transport: UDPTransport, time: any TimeSource) {
        agent = session.agent
        self.socket = socket
        self.transport = transport
        self.time = time
        state = Mutex(State(session: session))
    }

    var counters: SNMPSession.Counters { state.withLock { $0.session.counters } }

    func run<Dialogue: SNMPDialogue>(
        _ dialogue: Dialogue, limitNanoseconds: Int64, observe: @escaping @Sendable (SNMPExchange) -> Void
    ) async throws -> Dialogue.Outcome {
        var dialogue = dialogue
        let started = time.monotonicNanoseconds
        var answers = 0
        while true {
            switch dialogue.next() {
            case .finished(let outcome): return outcome
            case .wait: throw SNMPFailure.tooManyRequests
            case .request(let request, let ticket):
                let asked = time.monotonicNanoseconds
                guard asked &- started < limitNanoseconds else {
                    throw SNMPFailure.tooLong(limitNanoseconds: limitNanoseconds, requests: answers)
                }
                do {
                    let response = try await answer(request)
                    answers += 1
                    observe(
                        SNMPExchange(
                            request: request, tries: response.tries,
                            durationNanoseconds: time.monotonicNanoseconds &- asked,
                            result: .answered(
                                response.errorStatus, index: response.errorIndex, variables: response.list.count,
                                octets: response.list.bytes.count)))
                    dialogue.receive(response, ticket: ticket)
                } catch let failure as SNMPFailure {
                    observe(
                        SNMPExchange(
                            request: request, tries: failure.tries,
                            durationNanoseconds: time.monotonicNanoseconds &- asked, result: .failed(failure)))
                    throw failure
                }
            }
        }
    }

    private func answer(_ request: SNMPRequest) async throws -> SNMPResponse {
        let identifier = transport.reserve(for: self)
        defer {
            transport.release(identifier)
            state.withLock { _ = $0.cancelled.remove(identifier) }
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let now = time.monotonicNanoseconds
                let actions: [SNMPSession.Action]? = state.withLock { state in
                    if state.cancelled.contains(identifier) { return nil }
                    state.waiting[identifier] = continuation
                    return state.session.handle(.start(request, identifier: identifier), at: now)
                }
                if let actions {
                    actions.forEach(perform)
                } else {
                    continuation.resume(throwing: CancellationError())
                }
            }
        } onCancel: {
            cancel(identifier)
        }
    }

    func take(_ event: SNMPSession.Event) {
        let now = time.monotonicNanoseconds
        for action in state.withLock({ $0.session.handle(event, at: now) }) { perform(action) }
    }

    private func perform(_ action: SNMPSession.Action) {
        switch action {
        case .send(let bytes):
            do throws(SocketError) {
                // A full send buffer is a lost request: the timer repeats it.
                try socket.send(bytes, to: agent)
            } catch {
                take(.sendFailed(reason: error.reason))
            }
        case .deliver(let identifier, let response): resume(identifier, .success(response))
        case .fail(let identifier, let failure): resume(identifier, .failure(failure))
        case .arm(let deadline):
            Task { [weak self, time] in
                // A sleep may end a little early by another clock; the session ignores a timer before its time.
                while time.monotonicNanoseconds < deadline { try await time.sleep(untilMonotonic: deadline) }
                self?.take(.timer)
            }
        }
    }

    private func resume(_ identifier: Int32, _ result: Result<SNMPResponse, any Error>) {
        state.withLock { $0.waiting.removeValue(forKey: identifier) }?.resume(with: result)
    }

    private func cancel(_ identifier: Int32) {
        let continuation = state.withLock { state in
            let continuation = state.waiting.removeValue(forKey: identifier)
            if continuation == nil { state.cancelled.insert(identifier) }
            return continuation
        }
        take(.cancel(identifier: identifier))
        continuation?.resume(throwing: CancellationError())
    }
}
