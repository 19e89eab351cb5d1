import Foundation
import Glibc
import Synchronization

/// Runs the jobs of tasks on one thread in a network namespace (ip-netns(8)). A socket belongs for ever to the namespace
/// of the thread that makes it, so a task that prefers this executor makes its sockets there.
final class NamespaceExecutor: TaskExecutor {
    struct CannotEnter: Error, CustomStringConvertible {
        let description: String
    }

    private struct State {
        var jobs: [UnownedJob] = []
        var isStopped = false
        var failure: CannotEnter?
    }
    /// CLONE_NEWNET of sched.h.
    private static let networkNamespace: Int32 = 0x4000_0000

    private let state = Mutex(State())
    private let news = DispatchSemaphore(value: 0)

    init(namespace: String) throws {
        let isInside = DispatchSemaphore(value: 0)
        Thread.detachNewThread { [self] in
            let failure = Self.enter(namespace)
            state.withLock { $0.failure = failure }
            isInside.signal()
            if failure == nil { run() }
        }
        isInside.wait()
        if let failure = state.withLock({ $0.failure }) { throw failure }
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        state.withLock { $0.jobs.append(job) }
        news.signal()
    }

    /// To be called when its tasks have ended.
    func stop() {
        state.withLock { $0.isStopped = true }
        news.signal()
    }

    private func run() {
        while true {
            news.wait()
            let (jobs, isStopped) = state.withLock { state in
                defer { state.jobs = [] }
                return (state.jobs, state.isStopped)
            }
            for job in jobs { job.runSynchronously(on: asUnownedTaskExecutor()) }
            if isStopped { return }
        }
    }

    /// setns(2), which Swift's Glibc does not show.
    private static func join(_ descriptor: Int32) -> Bool {
        typealias Function = @convention(c) (Int32, Int32) -> Int32
        guard let address = dlsym(nil, "setns") else { return false }
        return unsafeBitCast(address, to: Function.self)(descriptor, networkNamespace) == 0
    }

    private static func enter(_ namespace: String) -> CannotEnter? {
        let path = "/run/netns/\(namespace)"
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        defer { if descriptor >= 0 { close(descriptor) } }
        guard descriptor >= 0, join(descriptor) else {
            return CannotEnter(description: "\(path): \(String(cString: strerror(errno)))")
        }
        return nil
    }
}
