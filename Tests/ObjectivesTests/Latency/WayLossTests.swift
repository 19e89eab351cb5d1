import Telemetry
import Testing

@testable import Objectives

@Suite("Loss by way")
struct WayLossTests {
    @Test("a way's own losses are proven; what either way may have lost, and what was lost behind it, is unknown")
    func proven() {
        /// Of a thousand packets: what came, what was lost, here; lost on the other way; lost round trips.
        func loss(_ received: Int, _ lost: Int, _ other: Int, _ trips: Int?) -> [Int] {
            let loss = WayLoss(
                SampleTally(received: received, lost: lost), other: SampleTally(lost: other),
                roundTrip: trips.map { SampleTally(received: 1_000 - $0, lost: $0) })
            return [loss.proven, loss.unknown]
        }
        #expect(loss(991, 9, 0, nil) == [9, 0], "each direction is measured by itself")
        #expect(
            loss(988, 9, 3, 12) == [9, 3], "a reflector that counts: three answers were lost, and with them a delay")
        #expect(loss(991, 9, 3, 12) == [9, 0], "a simulated one knows these too")
        #expect(loss(988, 12, 12, 12) == [0, 12], "a reflector that does not count")
        #expect(loss(990, 8, 6, 10) == [4, 6], "one that was restarted half-way")
        #expect(loss(988, 0, 12, 12) == [0, 12])
        #expect(loss(997, 5, 9, 3) == [0, 5], "windows of different moments")
    }

    private func histogram(_ delays: [Int64]) -> DelayHistogram {
        var histogram = DelayHistogram(layout: BucketLayout(limitNanoseconds: [1_000_000]))
        for delay in delays { histogram.record(delay) }
        return histogram
    }

    @Test("a packet of which nobody knows what it took stands before all others below, and behind them above")
    func unknown() {
        let hundred = histogram((1...1000).map { $0 * 1_000 })
        func bounds(_ lost: Int, _ unknown: Int) -> DelayQuantile {
            DelayQuantile(0.99, of: hundred, lost: lost, unknown: unknown)
        }
        guard case .within(let known) = bounds(0, 0), case .within(let open) = bounds(0, 5) else {
            Issue.record("no bounds")
            return
        }
        #expect(known.lower <= 990_000 && known.upper > 990_000 && known.upper - known.lower < 5_000)
        // Rank 995 of 1005: 990 with the five in front, 995 with them behind.
        #expect(open.lower == known.lower && open.upper > 995_000 && open.upper <= 1_000_000)
        #expect(bounds(11, 0) == .lost)
        guard case .within(let half) = bounds(0, 11) else {
            Issue.record("no bounds")
            return
        }
        #expect(half.upper == .infinity && half.lower < 1_000_000)
        #expect(
            DelayQuantile(0.99, of: histogram([]), lost: 0, unknown: 3_000) == .within(.bucket(-.infinity, .infinity)))
        #expect(DelayQuantile(0.99, of: histogram([]), lost: 298) == .tooFewSamples)
        #expect(DelayQuantile(0.99, of: histogram([]), lost: 299) == .lost)
    }

    @Test("a clock fault does not turn the packets that were lost into more than the percentile forgives")
    func faultsAndLosses() {
        // Of 3 600 packets 30 were lost, and a clock was wrong for half of the others.
        let half = histogram(Array(repeating: 700_000, count: 1_770))
        #expect(DelayQuantile(0.99, of: half, lost: 30) == .lost)
        #expect(DelayQuantile(0.99, of: half, lost: 30, unknown: 1_800) != .lost)
    }
}
