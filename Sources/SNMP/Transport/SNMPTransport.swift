/// A way to agents: sockets, or in tests an agent in memory.
public protocol SNMPTransport: Sendable {
    /// Resolves the agent's name and prepares to talk to it. Throws `CollectorError`, or `CancellationError`.
    func open(_ agent: SNMPAgent) async throws -> any SNMPChannel
}

/// A conversation with one agent. Releasing it ends the conversation.
public protocol SNMPChannel: Sendable {
    /// One request with its retries. Throws `SNMPFailure`, or at once `CancellationError` when the task is cancelled.
    func exchange(_ request: SNMPRequest) async throws -> SNMPResponse
}
