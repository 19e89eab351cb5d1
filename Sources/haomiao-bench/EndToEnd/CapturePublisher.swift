import Dispatch
import PathReference
import Synchronization
import Telemetry

/// Captures what is known of everything on the first producer's core, ten times a second or when it is asked to, until
/// it is stopped.
final class CapturePublisher: Sendable {
    private let isOver = Atomic<Bool>(false)
    private let wake = DispatchSemaphore(value: 0)
    private let taken = Mutex<[Double]>([])
    private let thread = Mutex<PinnedThread?>(nil)

    init(_ reader: TelemetryReader, isTimed: Bool) {
        let started = PinnedThread(core: Int(reference_producer_core(0))) { [self] in
            var capture = TelemetryCapture()
            // The first one takes the storage that the others use again.
            reader.capture(into: &capture)
            while true {
                if isTimed { _ = wake.wait(timeout: .now() + .milliseconds(100)) } else { wake.wait() }
                if isOver.load(ordering: .relaxed) { return }
                let took = seconds { reader.capture(into: &capture) }
                taken.withLock { $0.append(took) }
            }
        }
        thread.withLock { $0 = started }
    }

    func request() { wake.signal() }

    /// Seconds that each capture took.
    func stop() -> [Double] {
        isOver.store(true, ordering: .relaxed)
        wake.signal()
        thread.withLock { $0 }?.join()
        return taken.withLock { $0 }
    }
}
