import Collecting

/// What one poll cost and brought.
public struct SNMPPollResult: Sendable {
    public var table: InterfaceTable
    /// Host and port.
    public var address: String
    public var durationNanoseconds: Int64
    /// GETs and GETBULKs answered.
    public var requests: Int
    /// Requests sent again.
    public var retries: Int
    /// Variables received.
    public var variables: Int
}

/// Reads a device's interface table once.
public enum SNMPPoll {
    /// A poll that takes longer is given up, nanoseconds.
    public static let defaultLimitNanoseconds: Int64 = 300_000_000_000

    /// Throws `CollectorError`, or `CancellationError` when cancelled. `limitNanoseconds` bounds the whole poll;
    /// `onTries` hears of every request how often it was sent, in vain (`isAnswered` false) or not.
    public static func poll(
        _ agent: SNMPAgent, over transport: any SNMPTransport, time: any TimeSource = SystemTime(),
        limitNanoseconds: Int64 = defaultLimitNanoseconds
    ) async throws -> SNMPPollResult {
        try await poll(agent, on: try await transport.open(agent), time: time, limitNanoseconds: limitNanoseconds) {
            _ in
        }
    }

    /// What became of one request.
    enum Outcome: Hashable, Sendable {
        case answered(tries: Int)
        case failed(tries: Int)
    }

    static func poll(
        _ agent: SNMPAgent, on channel: any SNMPChannel, time: any TimeSource, limitNanoseconds: Int64,
        observe: (Outcome) -> Void
    ) async throws -> SNMPPollResult {
        let started = time.monotonicNanoseconds
        var walk = InterfaceWalk(maxRepetitions: agent.maxRepetitions)
        var requests = 0
        var retries = 0
        var variables = 0
        var step = walk.start()
        while true {
            switch step {
            case .request(let request):
                guard time.monotonicNanoseconds &- started < limitNanoseconds else {
                    throw tooLong(agent, limitNanoseconds, requests: requests)
                }
                let response: SNMPResponse
                do {
                    response = try await channel.exchange(request)
                } catch let failure as SNMPFailure {
                    observe(.failed(tries: failure.tries))
                    throw failure.error(at: agent.address)
                }
                observe(.answered(tries: response.tries))
                requests += 1
                retries += response.tries - 1
                variables += response.variables.count
                step = walk.receive(response)
            case .finished(let table):
                return SNMPPollResult(
                    table: table, address: agent.address,
                    durationNanoseconds: time.monotonicNanoseconds &- started, requests: requests, retries: retries,
                    variables: variables)
            case .failed(let failure): throw failure.error(at: agent.address)
            }
        }
    }

    private static func tooLong(_ agent: SNMPAgent, _ limitNanoseconds: Int64, requests: Int) -> CollectorError {
        CollectorError(
            .timeout,
            "poll of \(agent.address) not finished after \(SNMPFailure.duration(limitNanoseconds)), \(requests) answers",
            advice: "raise the period or max_repetitions")
    }
}

extension InterfaceWalk.Failure {
    /// The failure in an operator's words.
    func error(at address: String) -> CollectorError {
        switch self {
        case .agentRestarted(let from, let to):
            CollectorError(
                .protocolError,
                "the agent at \(address) restarted during the poll (sysUpTime fell from \(from) to \(to))")
        case .notAuthorised:
            CollectorError(
                .protocolError, "\(address) answers authorizationError",
                advice: "give the community read access to IF-MIB (1.3.6.1.2.1.2 and 1.3.6.1.2.1.31)")
        }
    }
}
