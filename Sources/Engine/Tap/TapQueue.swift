import Collecting
import Synchronization
import Telemetry

/// Samples between the collectors and whoever reads them, bounded: what does not fit is offered again by who can wait.
final class TapQueue: Sendable {
    static let capacity = 1 << 14

    private struct State {
        var waiting: [Sample] = []
        var accepted: UInt64 = 0
        var drained: UInt64 = 0
        var refused: UInt64 = 0
    }
    private let state = Mutex(State())

    var door: SampleDoor {
        SampleDoor(
            offer: { [self] _, samples in offer(samples[...], countsRefused: true) },
            offerWhatFits: { [self] _, samples in offer(samples, countsRefused: false) },
            lane: { [self] _ in counts })
    }

    var counts: RingCounts {
        state.withLock { RingCounts(accepted: $0.accepted, drained: $0.drained, refused: $0.refused) }
    }

    private func offer(_ samples: ArraySlice<Sample>, countsRefused: Bool) -> Int {
        state.withLock { state in
            let taken = samples.prefix(Self.capacity - state.waiting.count)
            state.waiting += taken
            state.accepted += UInt64(taken.count)
            if countsRefused { state.refused += UInt64(samples.count - taken.count) }
            return taken.count
        }
    }

    /// What waits now. Its sender is not told that it is through before `passed`.
    func next() -> [Sample] {
        state.withLock { state in
            let samples = state.waiting
            state.waiting = []
            return samples
        }
    }

    func passed(_ count: Int) { state.withLock { $0.drained += UInt64(count) } }
}
