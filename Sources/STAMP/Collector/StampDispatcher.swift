import Collecting
import Metro
import Sockets
import Synchronization

/// Drives the sessions of all paths: one thread, a timer and few sockets, however many paths there are. The thread is
/// its own, so that no stamp waits for somebody else's work.
public final class StampDispatcher: Sendable {
    private let loop: ReadinessLoop
    private let timer: LoopTimer
    private let state: Mutex<DispatcherState>
    private let nextRun = Atomic<UInt64>(0)

    /// Throws when the system has no descriptors or threads left.
    public convenience init() throws(SocketError) { try self.init(maximumSockets: 16_384) }

    /// One socket of the bound is the timer's.
    init(maximumSockets: Int) throws(SocketError) {
        loop = try ReadinessLoop(maximumSockets: maximumSockets)
        timer = try LoopTimer()
        state = Mutex(DispatcherState(seed: .random(in: 0 ... .max)))
        _ = try loop.register(timer) { [weak self] in self?.turn() }
    }

    deinit { loop.stop() }

    /// Probes until the session's bound is reached or `shouldEnd` says so of the health, which is asked after each
    /// probe; what the next run begins with. Throws `CancellationError`, or `SocketError` where there is no socket.
    func run(
        _ parameters: StampSession.Parameters, dscp: UInt8, after legacy: ProbeLegacy, into intake: any Intake,
        observer: ProbeObserver? = nil, until shouldEnd: @escaping ProbeRun.End
    ) async throws -> ProbeLegacy {
        let id = nextRun.wrappingAdd(1, ordering: .relaxed).oldValue
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                begin(id, parameters, dscp, legacy, intake, observer, shouldEnd, continuation)
                // Cancelled before it began, or while: the handler may have found nothing to end.
                if Task.isCancelled { end(id) }
            }
        } onCancel: {
            end(id)
        }
    }

    private func begin(
        _ id: UInt64, _ parameters: StampSession.Parameters, _ dscp: UInt8, _ legacy: ProbeLegacy,
        _ intake: any Intake, _ observer: ProbeObserver?, _ shouldEnd: @escaping ProbeRun.End,
        _ continuation: CheckedContinuation<ProbeLegacy, any Error>
    ) {
        let now = SystemClock.monotonicNanoseconds
        state.withLock { state in
            do throws(SocketError) {
                let channel = try state.channel(for: parameters, dscp: dscp) { socket, channel throws(SocketError) in
                    try self.loop.register(socket) { [weak self] in self?.read(channel) }
                }
                state.add(
                    id, parameters, on: channel, after: legacy, into: intake, observer: observer, until: shouldEnd,
                    continuation, at: now)
                arm(&state)
            } catch {
                continuation.resume(throwing: error)
            }
        }
    }

    private func end(_ id: UInt64) {
        let (ended, unused) = state.withLock { $0.remove(id) }
        if let unused { loop.cancel(unused) }
        ended?.resume(throwing: CancellationError())
    }

    private func read(_ channel: UInt64) {
        state.withLock { state in
            state.drain(channel)
            // An answer may have been the last that a run waited for.
            arm(&state)
        }
    }

    private func turn() {
        let unused = state.withLock { state in
            let unused = state.turn()
            arm(&state)
            return unused
        }
        for registration in unused { loop.cancel(registration) }
    }

    private func arm(_ state: inout DispatcherState) {
        if let next = state.nextWakeUp() { timer.set(monotonicNanoseconds: next) }
    }

    /// Sockets in use, and send stamps that fitted no probe.
    var statistics: (sockets: Int, discardedStamps: UInt64) {
        state.withLock { ($0.channelCount, $0.discardedStamps) }
    }
}
