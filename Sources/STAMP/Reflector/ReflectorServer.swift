import Sockets
import Synchronization

/// A reflector on a UDP port, with a thread of its own: `haomiao reflect`.
public final class ReflectorServer: Sendable {
    private struct State: ~Copyable {
        /// `nil` once stopped: the port is free then.
        var socket: DatagramSocket?
        var reflector: Reflector
        var clock: Reflector.Clock
        var clockMonotonicNanoseconds = SystemClock.monotonicNanoseconds
        var batch = SendBatch()
        var departures = Departures()
        var sending = SendingTime()
        /// How many answers of the batch at hand may still ask for a send stamp.
        var stampsLeft = 0
    }

    /// Questions of one batch up to which each answer is sent by itself, with a T3 of its own, and asks for its send
    /// stamp. Of a larger batch one does, for a stamp costs as much as an answer.
    private static let unhurried = 8
    /// Answers of one send call when there are more: the T3 of each is early by what follows until the call.
    private static let answersPerCall = 4

    private let loop: ReadinessLoop
    private let state: Mutex<State>

    /// With the port that the system chose where 0 was asked for.
    public let localAddress: SocketAddress
    public var statistics: ReflectorStatistics { state.withLock { $0.reflector.statistics } }
    public var sessionCount: Int { state.withLock { $0.reflector.sessionCount } }
    public var forgottenSessions: UInt64 { state.withLock { $0.reflector.forgottenSessions } }
    /// Questions wait meanwhile in the receive buffer, a few milliseconds.
    public func busiestSources(_ count: Int) -> [ReflectorSource] {
        state.withLock { $0.reflector.busiestSources(count) }
    }

    /// Binds and starts to answer. Throws where the port is taken or needs privileges.
    public init(listen: SocketAddress, policy: ReflectorPolicy = ReflectorPolicy()) throws(SocketError) {
        var options = DatagramSocket.Options()
        options.timeToLive = 255
        options.batchSize = 64
        options.receiveBufferBytes = 4 << 20
        // An answer that nobody waits for any more is no concern of a reflector.
        options.reportsUnreachable = false
        options.maximumDatagramBytes = 9_216
        options.sendStamps = policy.isStateful
        let socket = try DatagramSocket(bindingTo: listen, options: options)
        localAddress = socket.localAddress
        state = Mutex(
            State(socket: socket, reflector: Reflector(policy), clock: Self.clock))
        loop = try ReadinessLoop(maximumSockets: 1)
        _ = try loop.register(socket) { [weak self] in self?.serve() }
    }

    deinit { loop.stop() }

    /// Answers nothing from now on and frees the port; returns when the batch at hand is done, milliseconds at most.
    public func stop() {
        loop.stop()
        let released = state.withLock { state in state.socket.take() }
        withExtendedLifetime(released) {}
    }

    private func serve() {
        state.withLock { state in
            guard let socket = state.socket else { return }
            do throws(SocketError) {
                let reception = try socket.receive()
                for stamp in reception.sendStamps {
                    guard let departure = state.departures.take(stamp) else { continue }
                    state.sending.add(
                        departure.sendingNanoseconds, atMonotonic: SystemClock.monotonicNanoseconds)
                    state.reflector.left(
                        departure.request, wallNanoseconds: departure.wallNanoseconds, method: .software)
                }
                Self.answer(reception, on: socket, &state)
            } catch {
                state.reflector.statistics.receiveErrors &+= 1
                state.reflector.statistics.lastError = error
            }
        }
    }

    private static func answer(_ reception: Reception, on socket: DatagramSocket, _ state: inout State) {
        guard let first = reception.datagrams.first else { return }
        if first.userReceiveMonotonicNanoseconds &- state.clockMonotonicNanoseconds > 1_000_000_000 {
            state.clock = clock
            state.clockMonotonicNanoseconds = first.userReceiveMonotonicNanoseconds
        }
        state.reflector.statistics.overflow = reception.overflow
        let isBusy = reception.datagrams.count > unhurried
        let answersPerCall = isBusy ? Self.answersPerCall : 1
        state.stampsLeft = isBusy ? 1 : unhurried
        var answers: [Reflection] = []
        answers.reserveCapacity(answersPerCall)
        for question in reception.datagrams {
            guard let answer = state.reflector.answer(question, clock: state.clock) else { continue }
            answers.append(answer)
            if answers.count == answersPerCall { send(&answers, on: socket, &state) }
        }
        send(&answers, on: socket, &state)
    }

    private static func send(_ answers: inout [Reflection], on socket: DatagramSocket, _ state: inout State) {
        guard !answers.isEmpty else { return }
        state.batch.removeAll()
        let began = SystemClock.monotonicNanoseconds
        let sending = state.sending.bound(atMonotonic: began)
        for index in answers.indices {
            // A T3 of its own, behind the codes of the answers before it.
            let now = SystemClock.wallNanoseconds
            state.reflector.setTransmit(
                &answers[index], nanoseconds: now, sendingNanoseconds: sending, clock: state.clock)
            let answer = answers[index]
            var isStamped = false
            if let request = answer.followUp, socket.givesSendStamps, state.stampsLeft > 0 {
                isStamped = state.departures.expect(request, after: now)
                state.stampsLeft -= 1
            }
            state.batch.append(
                answer.bytes, to: answer.destination, from: answer.source, trafficClass: answer.trafficClass,
                isStamped: isStamped)
        }
        answers.removeAll(keepingCapacity: true)
        let outcome = socket.send(state.batch)
        let ended = SystemClock.monotonicNanoseconds
        state.sending.add(ended &- began, atMonotonic: ended)
        state.reflector.statistics.reflected &+= UInt64(outcome.sent)
        state.reflector.statistics.sendErrors &+= UInt64(outcome.failed)
        state.reflector.statistics.dropped &+= UInt64(outcome.unsent)
        if let error = outcome.lastError { state.reflector.statistics.lastError = error }
        if outcome.failed + outcome.unsent > 0 {
            // Which of them the system counted is not known.
            socket.restartSendStamps()
            state.departures = Departures()
        }
    }

    private static var clock: Reflector.Clock {
        let state = ClockTruth.host.state
        let isSynchronised = state?.isSynchronised ?? false
        return Reflector.Clock(
            isSynchronised: isSynchronised,
            errorNanoseconds: state?.maximumErrorNanoseconds ?? StampSession.unknownErrorNanoseconds,
            source: isSynchronised ? state?.source?.timestampSource : .local)
    }
}
