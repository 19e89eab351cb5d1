import Foundation
import PathReference
import Synchronization

/// A thread bound to one core, placed by the same function as the threads of the reference.
struct PinnedThread {
    private let end = DispatchSemaphore(value: 0)

    init(core: Int, _ body: @escaping @Sendable () -> Void) {
        let end = end
        Thread.detachNewThread {
            reference_pin(Int32(core))
            body()
            end.signal()
        }
    }

    func join() { end.wait() }
}

/// Runs `body` on the calling thread, bound to a core meanwhile.
func pinned<Result>(core: Int32, _ body: () throws -> Result) rethrows -> Result {
    reference_pin(core)
    defer { reference_unpin() }
    return try body()
}

/// Holds the threads of a run until all are there.
final class StartGate: Sendable {
    private let ready = Atomic<Int>(0)
    private let isOpen = Atomic<Bool>(false)

    func arrive(producers: Int = 1) {
        ready.wrappingAdd(1, ordering: .releasing)
        while !isOpen.load(ordering: .acquiring) { reference_wait_for_place(Int32(producers)) }
    }

    func open(after count: Int) {
        while ready.load(ordering: .acquiring) < count {}
        isOpen.store(true, ordering: .releasing)
    }
}
