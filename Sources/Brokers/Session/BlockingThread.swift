import Dispatch
import Foundation
import Synchronization

/// The thread of one actor whose calls block: a broker's library must not hold up Swift's own few threads.
final class BlockingThread: SerialExecutor {
    /// `nil`: the last.
    private let jobs = Mutex<[UnownedJob?]>([])
    private let waiting = DispatchSemaphore(value: 0)

    init(_ name: String) {
        let thread = Thread { [self] in
            while let job = next() { job.runSynchronously(on: asUnownedSerialExecutor()) }
        }
        thread.name = name
        thread.start()
    }

    func enqueue(_ job: consuming ExecutorJob) { put(UnownedJob(job)) }

    /// Ends the thread after what was asked of it so far; nothing may be asked of it any more.
    func finish() { put(nil) }

    private func put(_ job: UnownedJob?) {
        jobs.withLock { $0.append(job) }
        waiting.signal()
    }

    private func next() -> UnownedJob? {
        waiting.wait()
        return jobs.withLock { $0.removeFirst() }
    }
}
