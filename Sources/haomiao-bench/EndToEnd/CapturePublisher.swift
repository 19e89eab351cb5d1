import Foundation
import PathReference
import Synchronization
import Telemetry

/// Captures what is known of everything so many times a second, on the first producer's core, until it is stopped.
final class CapturePublisher: Sendable {
    private let isOver = Atomic<Bool>(false)
    private let taken = Mutex<[Double]>([])
    private let thread = Mutex<PinnedThread?>(nil)

    init(_ reader: TelemetryReader, perSecond: Double) {
        guard perSecond > 0 else { return }
        let started = PinnedThread(core: Int(reference_producer_core(0))) { [self] in
            var capture = TelemetryCapture()
            // The first one takes the storage that the others use again.
            reader.capture(into: &capture)
            var next = ContinuousClock.now
            while !isOver.load(ordering: .relaxed) {
                let took = seconds { reader.capture(into: &capture) }
                taken.withLock { $0.append(took) }
                next += .seconds(1 / perSecond)
                Thread.sleep(forTimeInterval: max(0, (next - .now).inSeconds))
            }
        }
        thread.withLock { $0 = started }
    }

    /// Seconds that each capture took.
    func stop() -> [Double] {
        isOver.store(true, ordering: .relaxed)
        thread.withLock { $0 }?.join()
        return taken.withLock { $0 }
    }
}
