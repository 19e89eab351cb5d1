import Foundation
import PathReference
import Synchronization
import Telemetry

/// Captures what is known of everything ten times a second, on the first producer's core, until it is stopped.
final class CapturePublisher: Sendable {
    private static let interval = Duration.milliseconds(100)

    private let isPaused = Atomic<Bool>(false)
    private let isOver = Atomic<Bool>(false)
    private let taken = Mutex<[Double]>([])
    private let thread = Mutex<PinnedThread?>(nil)

    init(_ reader: TelemetryReader) {
        let started = PinnedThread(core: Int(reference_producer_core(0))) { [self] in
            var capture = TelemetryCapture()
            // The first one takes the storage that the others use again.
            reader.capture(into: &capture)
            var next = ContinuousClock.now
            while !isOver.load(ordering: .relaxed) {
                if !isPaused.load(ordering: .relaxed) {
                    let took = seconds { reader.capture(into: &capture) }
                    taken.withLock { $0.append(took) }
                }
                next += Self.interval
                Thread.sleep(forTimeInterval: max(0, (next - .now).inSeconds))
            }
        }
        thread.withLock { $0 = started }
    }

    func pause(_ isPaused: Bool) { self.isPaused.store(isPaused, ordering: .relaxed) }

    /// Seconds that each capture took.
    func stop() -> [Double] {
        isOver.store(true, ordering: .relaxed)
        thread.withLock { $0 }?.join()
        return taken.withLock { $0 }
    }
}
