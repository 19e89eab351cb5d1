import Collecting

/// A way to agents: sockets, or in tests an agent in memory.
public protocol SNMPTransport: Sendable {
    /// Resolves the agent's name and prepares to talk to it. Throws `CollectorError`, or `CancellationError`.
    func open(_ agent: SNMPAgent) async throws -> any SNMPChannel
}

/// A conversation with one agent. Releasing it ends the conversation.
public protocol SNMPChannel: Sendable {
    /// Drives a dialogue to its end. `observe` hears of every request what became of it.
    ///
    /// Throws `SNMPFailure` when a request fails for good or the whole takes longer than `limitNanoseconds`, or at once
    /// `CancellationError` when the task is cancelled.
    func run<Dialogue: SNMPDialogue>(
        _ dialogue: Dialogue, limitNanoseconds: Int64, observe: @escaping @Sendable (SNMPExchange) -> Void
    ) async throws -> Dialogue.Outcome

    /// What became of everything that was sent, and what arrived besides.
    var counters: SNMPSession.Counters { get }
}

extension SNMPChannel {
    public func run<Dialogue: SNMPDialogue>(
        _ dialogue: Dialogue, limitNanoseconds: Int64 = 300_000_000_000
    ) async throws -> Dialogue.Outcome {
        try await run(dialogue, limitNanoseconds: limitNanoseconds) { _ in }
    }

    /// One question.
    public func exchange(_ request: SNMPRequest) async throws -> SNMPResponse {
        try await run(SingleQuestion(request))
    }
}

/// A dialogue of one request.
struct SingleQuestion: SNMPDialogue {
    private var request: SNMPRequest?
    private var response: SNMPResponse?

    init(_ request: SNMPRequest) { self.request = request }

    mutating func next() -> SNMPStep<SNMPResponse> {
        if let response { return .finished(response) }
        guard let request else { return .wait }
        self.request = nil
        return .request(request, ticket: 0)
    }
    mutating func receive(_ response: SNMPResponse, ticket: Int) { self.response = response }
}
