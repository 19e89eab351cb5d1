/// Questions that belong together, without I/O: hands out requests, takes their answers, ends with an outcome. A channel
/// drives it; tests drive it by hand.
///
/// A channel asks for the next step as long as it gets requests and the agent's limit of requests under way allows, and
/// again after every answer. Answers may come in another order than the questions; the ticket tells which one it is.
/// A request that fails for good ends the dialogue.
public protocol SNMPDialogue: Sendable {
    associatedtype Outcome: Sendable
    mutating func next() -> SNMPStep<Outcome>
    /// `ticket`: that of the request.
    mutating func receive(_ response: SNMPResponse, ticket: Int)
}

public enum SNMPStep<Outcome: Sendable>: Sendable {
    /// To be sent now. `ticket` is the dialogue's own number for it.
    case request(SNMPRequest, ticket: Int)
    /// Nothing before an answer to one of those under way.
    case wait
    /// The end; nothing is under way any more, or nothing that matters.
    case finished(Outcome)
}

/// What became of one request, for those who explain a poll.
public struct SNMPExchange: Hashable, Sendable {
    public enum Result: Hashable, Sendable {
        case answered(SNMPErrorStatus, index: Int64, variables: Int, octets: Int)
        case failed(SNMPFailure)
    }
    public var request: SNMPRequest
    /// How often it was sent.
    public var tries: Int
    /// From the first sending to the answer or the end, nanoseconds.
    public var durationNanoseconds: Int64
    public var result: Result

    public init(request: SNMPRequest, tries: Int, durationNanoseconds: Int64, result: Result) {
        self.request = request
        self.tries = tries
        self.durationNanoseconds = durationNanoseconds
        self.result = result
    }
}
