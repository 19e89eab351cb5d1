import Foundation
import Synchronization

/// A thread that does the same again and again until it is stopped.
final class LoopThread: Sendable {
    private enum Phase { case idle, running, stopping, stopped }
    private struct State {
        var phase = Phase.idle
        var waiters: [CheckedContinuation<Void, Never>] = []
    }
    private let state = Mutex(State())
    private let name: String

    /// No sleep is longer at a stretch, so that a stop is heard.
    private static let longestSleepNanoseconds: Int64 = 20_000_000

    init(_ name: String) { self.name = name }

    /// Starts the thread; does nothing when it runs or ran already. A round returns for how long to sleep after it,
    /// nanoseconds, and has `memory` to itself; `prepare` and `finish` are the first and last acts.
    func start<Memory: Sendable>(
        _ memory: Memory, prepare: @escaping @Sendable () -> Void = {},
        round: @escaping @Sendable (inout Memory) -> Int64, finish: @escaping @Sendable () -> Void = {}
    ) {
        let isFirst = state.withLock { state in
            guard state.phase == .idle else { return false }
            state.phase = .running
            return true
        }
        guard isFirst else { return }
        let thread = Thread { [self] in
            var memory = memory
            prepare()
            while isRunning { sleep(round(&memory)) }
            finish()
            end()
        }
        thread.name = name
        thread.start()
    }

    /// Returns when the thread has ended; it never starts afterwards.
    func stop() async {
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                switch state.phase {
                case .idle, .stopped:
                    state.phase = .stopped
                    return true
                case .running, .stopping:
                    state.phase = .stopping
                    state.waiters.append(continuation)
                    return false
                }
            }
            if isOver { continuation.resume() }
        }
    }

    private var isRunning: Bool { state.withLock { $0.phase == .running } }

    private func sleep(_ nanoseconds: Int64) {
        var left = nanoseconds
        while left > 0, isRunning {
            let part = min(left, Self.longestSleepNanoseconds)
            Thread.sleep(forTimeInterval: Double(part) / 1e9)
            left -= part
        }
    }

    private func end() {
        let waiters = state.withLock { state in
            state.phase = .stopped
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }
}
