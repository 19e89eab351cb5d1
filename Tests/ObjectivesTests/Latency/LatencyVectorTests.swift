import Metro
import Telemetry
import Testing

@testable import Objectives

@Suite("Latency: the vectors of indicators.md §3")
struct LatencyVectorTests {
    @Test("RTT 1500 µs, floors 628/628: 750 ± 122 µs, hi 872, met")
    func roundTrip1500() {
        let judgement = LatencyJudgement.judge(.roundTrip(1500), floors: (628, 628))
        #expect(judgement.verdict == .met)
        #expect(judgement.value == 750_000)
        #expect(judgement.uncertainty == 122_000)
        #expect(judgement.hi == 872_000)
        #expect(judgement.method == .roundTrip)
    }

    @Test("RTT 1900 µs, floors 628/628: [628, 1272], unknown")
    func roundTrip1900() {
        let judgement = LatencyJudgement.judge(.roundTrip(1900), floors: (628, 628))
        #expect(judgement.verdict == .unknown)
        #expect(judgement.reason == .straddlesLimit)
        #expect(judgement.microseconds == (628, 1272))
    }

    @Test("RTT 2000 µs, limit 1000: missed")
    func roundTrip2000() {
        let judgement = LatencyJudgement.judge(.roundTrip(2000))
        #expect(judgement.verdict == .missed)
        #expect(judgement.lo == 1_000_000)
    }

    @Test("D = 600 µs, E = 450 µs: hi 1050, unknown")
    func wideError() {
        let judgement = LatencyJudgement.judge(.exactly(600, error: 450))
        #expect(judgement.verdict == .unknown)
        #expect(judgement.reason == .straddlesLimit)
        #expect(judgement.microseconds == (150, 1050))
    }

    @Test("D = 1200, E = 100, IP, indicator optical: unknown, IP-layer alert")
    func higherLayer() {
        let judgement = LatencyJudgement.judge(.exactly(1200, error: 100), .millisecond(layer: .optical))
        #expect(judgement.verdict == .unknown)
        #expect(judgement.reason == .higherLayerOnly)
        #expect(judgement.higherLayerAlert)
        #expect(judgement.microseconds == (0, 1300))
    }

    @Test("minimum samples: 59 for p95, 299 for p99, 2995 for p99.9")
    func minimumSamples() {
        #expect([0.95, 0.99, 0.999].map(DelayPercentile.minimumSamples) == [59, 299, 2995])
        #expect([0, 1, 2].map(DelayPercentile.minimumSamples) == [1, .max, .max])
    }
}
