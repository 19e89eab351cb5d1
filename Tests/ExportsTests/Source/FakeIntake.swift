import Collecting
import Metro
import Synchronization
import Telemetry

@testable import Exports

/// A ring of a size that the test sets, and nobody behind it who drains it unasked.
final class FakeIntake: Intake {
    struct State {
        var room: Int
        var samples: [Sample] = []
        var drained: UInt64 = 0
        var refused = 0
        var findings: [Finding] = []
        var offers = 0
    }
    let state: Mutex<State>
    let clock: ManualTime

    init(room: Int = .max, clock: ManualTime = ManualTime(wallNanoseconds: 1_700_000_000_000_000_000)) {
        state = Mutex(State(room: room))
        self.clock = clock
    }

    var time: any TimeSource { clock }
    func offer(_ samples: [Sample]) {
        let taken = offerWhatFits(samples[...])
        state.withLock { $0.refused += samples.count - taken }
    }
    func offerWhatFits(_ samples: ArraySlice<Sample>) -> Int {
        state.withLock { state in
            let count = min(samples.count, state.room)
            state.offers += 1
            state.room -= count
            state.samples += samples.prefix(count)
            return count
        }
    }
    var lane: RingCounts {
        state.withLock { RingCounts(accepted: UInt64($0.samples.count), drained: $0.drained) }
    }
    func report(_ finding: Finding) { state.withLock { $0.findings.append(finding) } }

    var samples: [Sample] { state.withLock { $0.samples } }
    var findings: [Finding] { state.withLock { $0.findings } }
    /// The newest account.
    var account: StreamPicture? {
        findings.reversed().lazy.compactMap { if case .stream(let account) = $0 { account } else { nil } }.first
    }
    func makeRoom(_ count: Int) { state.withLock { $0.room += count } }
    func drainAll() { state.withLock { $0.drained = UInt64($0.samples.count) } }

    /// Waits until a task sleeps by this clock. The test's own time limit bounds it.
    func sleeper() async {
        while clock.sleeperCount == 0 { await Task.yield() }
    }
}

func sample(_ number: Int) -> Sample {
    Sample(
        timeNanoseconds: Int64(number), payload: UInt64(number), auxiliary: 0, subject: UInt32(number),
        metric: .octets, direction: .inbound)
}
