import CSockets
import Dispatch
import Synchronization

extension SocketAddress {
    /// Addresses of a host, best first, at most 16. Numeric hosts are answered at once; names go to the system's
    /// resolver on a thread of its own, for at most `timeoutMilliseconds`.
    /// Throws `SocketError` (no such name, no answer) or `CancellationError`.
    public static func resolve(
        host: String, port: UInt16, timeoutMilliseconds: Int = 5_000
    ) async throws -> [SocketAddress] {
        if let numeric = SocketAddress(numericHost: host, port: port) { return [numeric] }
        try Task.checkCancellation()
        let answer = OneAnswer()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                answer.await(continuation)
                lookups.async { answer.give(Result { try lookUp(host: host, port: port) }) }
                timers.asyncAfter(deadline: .now() + .milliseconds(timeoutMilliseconds)) {
                    answer.give(.failure(SocketError("resolve", subject: host, cause: .resolverTimeout)))
                }
            }
        } onCancel: {
            answer.give(.failure(CancellationError()))
        }
    }

    // getaddrinfo blocks for as long as the resolver likes, so it must not hold a thread of the cooperative pool.
    private static let lookups = DispatchQueue(label: "haomiao.resolve", attributes: .concurrent)
    private static let timers = DispatchQueue(label: "haomiao.resolve.timers")

    private static func lookUp(host: String, port: UInt16) throws(SocketError) -> [SocketAddress] {
        guard !host.isEmpty, !host.utf8.contains(0) else {
            throw SocketError("resolve", subject: "\"\(host)\"", cause: .address(expected: "a host name or address"))
        }
        var found = [csockets_address](repeating: csockets_address(), count: 16)
        let count = csockets_resolve(host, port, &found, Int32(found.count))
        if count <= -1_000_000 { throw SocketError("resolve", subject: host, cause: .resolver(count &+ 1_000_000)) }
        if count < 0 { throw SocketError("resolve", subject: host, negativeErrno: count) }
        return found.prefix(Int(count)).compactMap { SocketAddress($0) }
    }
}

/// A continuation that the first of several answers resumes, also where that answer comes before it.
private final class OneAnswer: Sendable {
    typealias Answer = Result<[SocketAddress], any Error>
    private enum State {
        case open
        case waiting(CheckedContinuation<[SocketAddress], any Error>)
        case answered(Answer)
        case done
    }
    private let state = Mutex(State.open)

    func await(_ continuation: CheckedContinuation<[SocketAddress], any Error>) {
        let early: Answer? = state.withLock { state in
            if case .answered(let answer) = state {
                state = .done
                return answer
            }
            state = .waiting(continuation)
            return nil
        }
        if let early { continuation.resume(with: early) }
    }

    func give(_ answer: Answer) {
        let waiting: CheckedContinuation<[SocketAddress], any Error>? = state.withLock { state in
            switch state {
            case .open:
                state = .answered(answer)
                return nil
            case .waiting(let continuation):
                state = .done
                return continuation
            case .answered, .done:
                return nil
            }
        }
        waiting?.resume(with: answer)
    }
}
