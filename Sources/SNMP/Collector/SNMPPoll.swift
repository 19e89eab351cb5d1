import Collecting
import Synchronization

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

    /// Throws `CollectorError`, or `CancellationError` when cancelled. `limitNanoseconds` bounds the whole poll.
    public static func poll(
        _ agent: SNMPAgent, over transport: any SNMPTransport, time: any TimeSource = SystemTime(),
        limitNanoseconds: Int64 = defaultLimitNanoseconds
    ) async throws -> SNMPPollResult {
        try await poll(agent, on: try await transport.open(agent), time: time, limitNanoseconds: limitNanoseconds) {
            _ in
        }
    }

    static func poll(
        _ agent: SNMPAgent, on channel: any SNMPChannel, time: any TimeSource, limitNanoseconds: Int64,
        observe: @escaping @Sendable (SNMPExchange) -> Void
    ) async throws -> SNMPPollResult {
        let started = time.monotonicNanoseconds
        let totals = Mutex(Totals())
        do {
            let outcome = try await channel.run(
                InterfaceWalk(maxRepetitions: agent.maxRepetitions), limitNanoseconds: limitNanoseconds
            ) { exchange in
                totals.withLock { $0.take(exchange) }
                observe(exchange)
            }
            switch outcome {
            case .success(let table):
                let totals = totals.withLock { $0 }
                return SNMPPollResult(
                    table: table, address: agent.address,
                    durationNanoseconds: time.monotonicNanoseconds &- started, requests: totals.requests,
                    retries: totals.retries, variables: totals.variables)
            case .failure(let failure): throw failure.error(at: agent.address)
            }
        } catch let failure as SNMPFailure {
            throw failure.error(at: agent.address)
        }
    }

    private struct Totals {
        var requests = 0
        var retries = 0
        var variables = 0

        mutating func take(_ exchange: SNMPExchange) {
            guard case .answered(_, _, let count, _) = exchange.result else { return }
            requests += 1
            retries += exchange.tries - 1
            variables += count
        }
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
