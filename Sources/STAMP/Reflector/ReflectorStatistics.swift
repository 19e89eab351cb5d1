import Sockets

/// What a reflector did since it started: received = reflected + malformed + answers + sendErrors + dropped.
public struct ReflectorStatistics: Hashable, Sendable {
    public internal(set) var received: UInt64 = 0
    public internal(set) var reflected: UInt64 = 0
    /// Too short to be a question.
    public internal(set) var malformed: UInt64 = 0
    /// Datagrams that are themselves answers of a reflector.
    public internal(set) var answers: UInt64 = 0
    /// Answers that the system refused to send; `lastError` has the last reason.
    public internal(set) var sendErrors: UInt64 = 0
    /// Answers dropped because the send buffer was full.
    public internal(set) var dropped: UInt64 = 0
    /// Receive errors of the socket.
    public internal(set) var receiveErrors: UInt64 = 0
    public internal(set) var lastError: SocketError?

    public init() {}
}
