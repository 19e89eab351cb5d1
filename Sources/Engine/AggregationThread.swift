import Collecting
import Foundation
import Synchronization

/// The one thread that works on the aggregates. It drains the ring every `Engine.drainMilliseconds` and calls `publish`
/// at whole fractions of a second. The lock makes the core's one user visible to the compiler; nobody contends for it.
final class AggregationThread: Sendable {
    typealias Prepare = @Sendable (EngineCore) -> Void
    typealias Publish = @Sendable (EngineCore, Int64) -> Void

    private enum Phase { case idle, running, stopping, stopped }
    private struct State {
        var phase = Phase.idle
        var waiters: [CheckedContinuation<Void, Never>] = []
    }
    private let core: Mutex<EngineCore>
    private let state = Mutex(State())
    private let time: any TimeSource
    private let publishNanoseconds: Int64

    init(_ core: sending EngineCore, time: any TimeSource, publishHertz: Int) {
        self.core = Mutex(core)
        self.time = time
        publishNanoseconds = 1_000_000_000 / Int64(min(10, max(1, publishHertz)))
    }

    /// Starts the thread; does nothing when it runs or ran already.
    func start(prepare: @escaping Prepare, publish: @escaping Publish) {
        let isFirst = state.withLock { state in
            guard state.phase == .idle else { return false }
            state.phase = .running
            return true
        }
        guard isFirst else { return }
        let thread = Thread { [self] in run(prepare, publish) }
        thread.name = "aggregation"
        thread.start()
    }

    /// Returns when the thread has drained the ring for the last time and published.
    func stop() async {
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                switch state.phase {
                case .idle, .stopped: return true
                case .running, .stopping:
                    state.phase = .stopping
                    state.waiters.append(continuation)
                    return false
                }
            }
            if isOver { continuation.resume() }
        }
    }

    private func run(_ prepare: Prepare, _ publish: Publish) {
        core.withLock { prepare($0) }
        var nextPublication = time.monotonicNanoseconds
        while state.withLock({ $0.phase == .running }) {
            core.withLock { $0.drain(wallNanoseconds: time.wallNanoseconds) }
            if time.monotonicNanoseconds >= nextPublication {
                core.withLock { publish($0, time.wallNanoseconds) }
                // A machine that slept does not owe the pictures of that time.
                nextPublication = max(nextPublication + publishNanoseconds, time.monotonicNanoseconds)
            }
            Thread.sleep(forTimeInterval: Double(Engine.drainMilliseconds) / 1000)
        }
        core.withLock { core in
            core.drain(wallNanoseconds: time.wallNanoseconds)
            publish(core, time.wallNanoseconds)
        }
        let waiters = state.withLock { state in
            state.phase = .stopped
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }
}
