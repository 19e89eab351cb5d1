import Collecting
import Metro
import Telemetry
import Testing

@testable import Engine

@Suite("Pictures of paths")
struct PathPicturesTests {
    /// The hour before midnight of the small city's first path, a probe every ten seconds: what becomes of each.
    private func picture(_ fate: (Int) -> [Sample]) -> PathPicture {
        let core = EngineCore(SmallCity.measured())
        core.preload((0..<360).flatMap(fate))
        core.publish()
        let snapshot = core.snapshot(
            wallNanoseconds: midnight + second / 50, monotonicNanoseconds: 0, targets: [],
            board: SubjectBoard(interfaces: 5, paths: 2), clock: SimulatedRun.clock)
        return snapshot.paths[0]
    }

    private func time(_ probe: Int) -> Int64 { midnight - Int64(360 - probe) * 10 * second }

    private func delay(
        _ direction: Direction, _ microseconds: Int64, _ probe: Int, _ flags: SampleFlags = []
    ) -> Sample {
        .delay(
            subject: 0, direction: direction, nanoseconds: microseconds * 1_000, uncertaintyNanoseconds: 2_000,
            flags: flags, at: time(probe))
    }

    /// The far clock is set forward by 900 µs half-way.
    private func stepped(there: Int64, back: Int64) -> (Int) -> [Sample] {
        { probe in
            let isLate = probe >= 180
            return [
                delay(.forward, there + (isLate ? 900 : 0), probe, isLate ? .clockFault : []),
                delay(.backward, back - (isLate ? 900 : 0), probe, isLate ? .clockFault : []),
                delay(.roundTrip, there + back, probe),
            ]
        }
    }

    @Test("a clock that is set takes the one-way verdict; the round trip goes on, untouched")
    func clockStep() {
        let met = picture(stepped(there: 300, back: 310))
        #expect(met.verdict == .met && met.forward.clockFaults == 180 && met.backward.clockFaults == 180)
        #expect(met.forward.maximum.value == 300_000, "a spoiled delay is not among the judged ones")
        #expect(met.backward.minimum.value == -590_000, "it is shown all the same")
        #expect(met.roundTrip?.n == 360 && met.roundTrip?.clockFaults == 0)
        #expect(met.roundTrip?.minimum.value == 610_000 && met.roundTrip?.p99.value ?? 0 > 610_000)
        #expect(met.roundTrip?.minutes.values.isEmpty == true)
        let open = picture(stepped(there: 700, back: 710))
        #expect(open.verdict == .unknown && open.reason == .clockFault)
        let missed = picture(stepped(there: 1_100, back: 1_110))
        #expect(missed.verdict == .missed)
    }

    @Test("a packet of which nobody knows where it was lost is held against neither way, until it must be one of them")
    func loss() {
        func verdict(lost: Int, isCounted: Bool = false) -> PathPicture {
            picture { probe in
                guard probe >= lost else {
                    let ways: [Direction] = isCounted ? [.forward, .roundTrip] : [.forward, .backward, .roundTrip]
                    return ways.map { .lost(subject: 0, direction: $0, at: time(probe)) }
                }
                return [delay(.forward, 300, probe), delay(.backward, 310, probe), delay(.roundTrip, 610, probe)]
            }
        }
        #expect(verdict(lost: 3).verdict == .met)
        let open = verdict(lost: 6)
        #expect(open.verdict == .unknown && open.reason == .lostOverPercentile)
        #expect(verdict(lost: 6, isCounted: true).verdict == .missed)
        #expect(verdict(lost: 12).verdict == .missed)
        let silent = verdict(lost: 360)
        #expect(silent.verdict == .missed && silent.reason == .allLost)
    }

    @Test("a percentile has both edges of its bucket")
    func edges() {
        let forward = picture { [delay(.forward, 300 + Int64($0) % 7, $0)] }.forward
        let edges = forward.lowerEdges
        #expect(edges.p50 ?? 0 <= 303_000 && forward.p50.value ?? 0 > 303_000)
        #expect(edges.p99 ?? 0 <= 306_000 && forward.p99.value ?? 0 > 306_000)
        #expect(edges.p999 == nil && forward.p999 == .missing(.tooFewSamples))
    }
}
