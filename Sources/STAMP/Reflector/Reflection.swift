import Sockets

/// An answer on its way: `Reflector.setTransmit` comes right before sending.
public struct Reflection: Sendable {
    public internal(set) var bytes: [UInt8]
    public let destination: SocketAddress
    /// The address that was asked.
    public let source: SocketAddress?
    /// DSCP in the upper six bits; `nil`: not known with which the question came.
    public internal(set) var trafficClass: UInt8?
    /// How far T2 may lie from the question's arrival, nanoseconds.
    let receivingError: UInt64
    /// Whose next answer is to tell when this one left; `nil`: nobody's.
    let followUp: FollowUpRequest?
}

/// What a stateful reflector tells apart (RFC 8972 §3; all its questions come to one port).
struct SessionKey: Hashable, Sendable {
    var sender: SocketAddress
    var ssid: UInt16
}

struct FollowUpRequest: Hashable, Sendable {
    var session: SessionKey
    /// Of the answer, in the reflector's count.
    var sequence: UInt32
}

/// What a stateful reflector knows of a session.
struct ReflectorSession: Sendable {
    struct Departure: Sendable {
        var sequence: UInt32
        var wallNanoseconds: Int64
        var method: TimestampMethod
    }
    /// Of the next answer.
    var sequence: UInt32 = 0
    /// The newest answer of which it is known when it left.
    var departure: Departure?
}
