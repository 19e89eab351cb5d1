import PathReference
import Synchronization
import Telemetry

/// Offers a workload to lane 0 from its own core, in batches of 32 interfaces, as fast as they are taken: what is refused
/// is offered again.
final class LoadProducer: Sendable {
    private static let batchSteps = 32

    private let isOver = Atomic<Bool>(false)
    private let position: Atomic<Int>
    private let thread = Mutex<PinnedThread?>(nil)
    private let ended = Atomic<Bool>(false)

    init(_ ring: SampleRing, _ workload: Workload, from first: Int, steps: Int, _ gate: StartGate) {
        position = Atomic(first)
        let started = PinnedThread(core: Int(reference_producer_core(0))) { [self] in
            guard var producer = ring.takeProducer(0) else { fatalError("the lane is taken") }
            var batch = Array(
                repeating: Sample.lost(subject: 0, direction: .forward, at: 0),
                count: Self.batchSteps * workload.stepSamples)
            gate.arrive()
            var step = first
            while step < first + steps, !isOver.load(ordering: .relaxed) {
                var filled = batch.mutableSpan
                workload.fill(&filled, from: step)
                var sent = producer.offer(batch.span)
                while sent < batch.count {
                    // The publisher is on this core too.
                    reference_wait_for_place(2)
                    sent += producer.offer(batch.span.extracting(sent...))
                }
                step += Self.batchSteps
                position.store(step, ordering: .relaxed)
            }
            ended.store(true, ordering: .releasing)
        }
        thread.withLock { $0 = started }
    }

    /// Asks it to end after the batch in hand; somebody must go on draining meanwhile.
    func end() { isOver.store(true, ordering: .relaxed) }

    /// Whether its last batch has been taken.
    var hasEnded: Bool { ended.load(ordering: .acquiring) }

    /// The step after its last one; once it has ended.
    func join() -> Int {
        thread.withLock { $0 }?.join()
        return position.load(ordering: .relaxed)
    }
}
