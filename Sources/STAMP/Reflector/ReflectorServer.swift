import Sockets
import Synchronization

/// A reflector on a UDP port, with a thread of its own: `haomiao reflect`.
public final class ReflectorServer: Sendable {
    private struct State {
        /// `nil` once stopped: the port is free then.
        var socket: DatagramSocket?
        var statistics = ReflectorStatistics()
        var errorEstimate = ReflectorServer.errorEstimate()
        var errorEstimateMonotonic = SystemClock.monotonicNanoseconds
    }

    /// Answers of one send call: their common T3 is true of the first, and late by the rest.
    private static let answersPerCall = 8

    private let loop: ReadinessLoop
    private let reflector: Reflector
    private let state: Mutex<State>

    /// With the port that the system chose where 0 was asked for.
    public let localAddress: SocketAddress
    public var statistics: ReflectorStatistics { state.withLock { $0.statistics } }

    /// Binds and starts to answer. Throws where the port is taken or needs privileges.
    public init(listen: SocketAddress, reflector: Reflector = Reflector()) throws(SocketError) {
        var options = DatagramSocket.Options()
        options.timeToLive = 255
        options.batchSize = 64
        options.receiveBufferBytes = 4 << 20
        // An answer that nobody waits for any more is no concern of a stateless reflector.
        options.reportsUnreachable = false
        options.maximumDatagramBytes = 9_216
        let socket = try DatagramSocket(bindingTo: listen, options: options)
        localAddress = socket.localAddress
        state = Mutex(State(socket: socket))
        loop = try ReadinessLoop(maximumSockets: 1)
        self.reflector = reflector
        _ = try loop.register(socket) { [weak self] in self?.serve() }
    }

    deinit { loop.stop() }

    /// Answers nothing from now on and frees the port; returns when the batch at hand is done, milliseconds at most.
    public func stop() {
        loop.stop()
        let released = state.withLock { $0.socket.take() }
        withExtendedLifetime(released) {}
    }

    private func serve() {
        state.withLock { state in
            guard let socket = state.socket else { return }
            do throws(SocketError) {
                answer(try socket.receive().datagrams, on: socket, &state)
            } catch {
                state.statistics.receiveErrors &+= 1
                state.statistics.lastError = error
            }
        }
    }

    private func answer(_ questions: [ReceivedDatagram], on socket: DatagramSocket, _ state: inout State) {
        guard let first = questions.first else { return }
        if first.userReceiveMonotonicNanoseconds &- state.errorEstimateMonotonic > 1_000_000_000 {
            state.errorEstimate = Self.errorEstimate()
            state.errorEstimateMonotonic = first.userReceiveMonotonicNanoseconds
        }
        state.statistics.received &+= UInt64(questions.count)
        var answers: [OutgoingDatagram] = []
        answers.reserveCapacity(questions.count)
        for question in questions {
            do throws(Reflector.Refusal) {
                guard !question.isTruncated else { throw .malformed }
                let received = question.kernelReceiveNanoseconds ?? question.userReceiveNanoseconds
                let bytes = try reflector.reflect(
                    question.bytes, timeToLive: question.timeToLive, receiveNanoseconds: received,
                    errorEstimate: state.errorEstimate)
                answers.append(OutgoingDatagram(bytes, to: question.source, from: question.localAddress))
            } catch {
                switch error {
                case .malformed: state.statistics.malformed &+= 1
                case .isAnswer: state.statistics.answers &+= 1
                }
            }
        }
        send(&answers, on: socket, &state)
    }

    private func send(_ answers: inout [OutgoingDatagram], on socket: DatagramSocket, _ state: inout State) {
        var start = 0
        while start < answers.count {
            let end = min(start + Self.answersPerCall, answers.count)
            let now = SystemClock.wallNanoseconds
            for index in start..<end {
                Reflector.setTransmit(
                    &answers[index].bytes, nanoseconds: now, format: state.errorEstimate.format)
            }
            let outcome = socket.send(Array(answers[start..<end]))
            state.statistics.reflected &+= UInt64(outcome.sent)
            state.statistics.sendErrors &+= UInt64(outcome.failed)
            state.statistics.dropped &+= UInt64(outcome.unsent)
            if let error = outcome.lastError { state.statistics.lastError = error }
            start = end
        }
    }

    private static func errorEstimate() -> ErrorEstimate {
        let clock = SystemClock.state
        return ErrorEstimate(
            isSynchronised: clock?.isSynchronised ?? false,
            nanoseconds: (clock?.maximumErrorNanoseconds ?? StampSession.unknownErrorNanoseconds)
                .addingSaturated(StampingError.kernel))
    }
}
