import Testing

@testable import Telemetry

struct PathAggregationTests {
    private func aggregator(_ change: (inout AggregationSettings) -> Void = { _ in }) -> Aggregator {
        var settings = AggregationSettings.notice
        change(&settings)
        return Aggregator(settings: settings, interfaces: 0, paths: 2)
    }

    private func telemetry(_ aggregator: Aggregator, _ direction: Direction = .forward) throws -> PathTelemetry {
        try #require(aggregator.path(0, direction))
    }

    @Test("Nothing is known of a path before its first sample, and nothing of one that does not exist")
    func unknown() throws {
        let aggregator = aggregator()
        aggregator.advance(wallNanoseconds: start)
        let found = try telemetry(aggregator)
        #expect(found.received == 0)
        #expect(found.lossRatio == nil)
        #expect(found.newest == nil)
        #expect(found.newestNanoseconds == nil)
        #expect(found.figures.p99 == .tooFewSamples(needed: 299, have: 0))
        #expect(found.figures.minimum == nil && found.figures.greatestUncertaintyNanoseconds == nil)
        #expect(aggregator.minutes(0, .forward).map(\.received) == Array(repeating: 0, count: 60))
        #expect(aggregator.path(2, .forward) == nil)
        #expect(aggregator.path(-1, .forward) == nil)
    }

    @Test("A steady path shows its delay in every figure, and its directions apart")
    func steady() throws {
        let aggregator = aggregator()
        for index in 0..<600 as Range<Int64> {
            aggregator.probe(700_000, from: start + index * second, count: 1)
            aggregator.probe(5_000_000, from: start + index * second, count: 1, direction: .backward)
        }
        let found = try telemetry(aggregator)
        #expect(found.received == 600)
        #expect(found.figures.minimum == 700_000 && found.figures.maximum == 700_000)
        for percentile in [found.figures.p50, found.figures.p95, found.figures.p99] {
            #expect((percentile.lower ?? .max) <= 700_000 && (percentile.upper ?? 0) > 700_000)
        }
        #expect(found.figures.p999 == .tooFewSamples(needed: 2_995, have: 600))
        #expect(found.figures.delayVariation.lower == 0)
        #expect(found.figures.greatestUncertaintyNanoseconds == 1_000)
        #expect(found.lossRatio == 0)
        #expect(found.newest?.delayNanoseconds == 700_000)
        #expect(found.newestNanoseconds == start + 599 * second)
        #expect(found.windowStartNanoseconds == start + 9 * minute - 60 * minute)
        #expect(found.expected == 3_600 + 59)
        #expect(try telemetry(aggregator, .backward).figures.minimum == 5_000_000)
        #expect(aggregator.path(1, .forward)?.received == 0)
    }

    @Test("Lost packets are +∞ to percentiles, and no delay")
    func lost() throws {
        let aggregator = aggregator()
        aggregator.probe(700_000, from: start, count: 594)
        for index in 594..<600 {
            let time = start + Int64(index) * second
            aggregator.ingest(.lost(subject: 0, direction: .forward, at: time), at: time + 3 * second)
        }
        #expect(try telemetry(aggregator).figures.p99.upper != nil)
        let time = start + 600 * second
        aggregator.ingest(.lost(subject: 0, direction: .forward, at: time), at: time + 3 * second)
        let found = try telemetry(aggregator)
        #expect(found.figures.p99 == .lost)
        #expect(found.figures.p95.upper != nil)
        #expect(found.figures.delayVariation.upper != nil)
        #expect(found.figures.lost == 7)
        #expect(found.lossRatio == 7.0 / 601)
        #expect(found.newestNanoseconds == time)
        #expect(found.newest?.timeNanoseconds == start + 593 * second)
    }

    @Test("A sample leaves the window with its minute, 0 to 60 s after an hour has passed")
    func sliding() throws {
        let aggregator = aggregator()
        aggregator.probe(3_000_000, from: start, count: 60)
        aggregator.probe(700_000, from: start + minute, count: 60)
        aggregator.advance(wallNanoseconds: start + 61 * minute - 1)
        #expect(try telemetry(aggregator).figures.maximum == 3_000_000)
        #expect(try telemetry(aggregator).received == 120)
        aggregator.advance(wallNanoseconds: start + 61 * minute)
        let found = try telemetry(aggregator)
        #expect(found.received == 60)
        #expect(found.figures.maximum == 700_000)
        #expect(aggregator.path(0, .forward)?.histogram.count == 60)
        aggregator.advance(wallNanoseconds: start + 62 * minute)
        #expect(try telemetry(aggregator).received == 0)
        #expect(try telemetry(aggregator).figures.minimum == nil)
    }

    @Test("A shorter window slides as well, and its minutes stay on the screens")
    func shortWindow() throws {
        let aggregator = aggregator { $0.liveWindowSeconds = 110 }
        aggregator.probe(700_000, from: start, count: 300)
        let found = try telemetry(aggregator)
        #expect(found.received == 180, "two whole minutes and the open one")
        aggregator.advance(wallNanoseconds: start + 20 * minute)
        let later = try telemetry(aggregator)
        #expect(later.received == 0)
        #expect(aggregator.minutes(0, .forward).count == 60)
        #expect(aggregator.minutes(0, .forward).filter { $0.received == 60 }.count == 5)
    }

    @Test("Clock faults are shown and counted, and judged nowhere")
    func clockFaults() throws {
        let aggregator = aggregator()
        aggregator.probe(700_000, from: start, count: 300)
        for index in 0..<10 {
            let time = start + Int64(300 + index) * second
            aggregator.ingest(
                .delay(
                    subject: 0, direction: .forward, nanoseconds: -400_000, uncertaintyNanoseconds: 50,
                    flags: [.clockFault, .clockShared], at: time), at: time)
        }
        let found = try telemetry(aggregator)
        #expect(found.figures.clockFaults == 10)
        #expect(found.figures.judged == 300)
        #expect(found.received == 310)
        #expect(found.figures.minimum == 700_000)
        #expect(found.figures.clockFaultMinimum == -400_000)
        #expect(found.newest?.delayNanoseconds == -400_000)
        #expect(found.isClockShared)
        aggregator.advance(wallNanoseconds: start + 6 * minute + 5 * second)
        #expect(aggregator.minutes(0, .forward).last?.minimum == -400_000)
        #expect(aggregator.minutes(0, .forward).last?.p50 == -400_000)
    }

    @Test("Negative delays that are no clock fault are kept, and unsynchronised ones counted")
    func negative() throws {
        let aggregator = aggregator()
        for index in 0..<20 {
            let time = start + Int64(index) * second
            aggregator.ingest(
                .delay(
                    subject: 0, direction: .forward, nanoseconds: -5, uncertaintyNanoseconds: UInt64(index),
                    flags: .clockUnsynchronised, at: time), at: time)
        }
        let found = try telemetry(aggregator)
        #expect(found.figures.p50 == .bounds(lower: -5, upper: 0))
        #expect(found.figures.unsynchronised == 20)
        #expect(found.figures.greatestUncertaintyNanoseconds == 19)
        #expect(aggregator.path(0, .forward)?.histogram.negativeCount == 20)
    }

    @Test("Closed minutes show what came, gaps stay gaps")
    func minutes() throws {
        let aggregator = aggregator()
        aggregator.probe(700_000, from: start, count: 59)
        aggregator.ingest(
            .lost(subject: 0, direction: .forward, at: start + 59 * second), at: start + 62 * second)
        aggregator.probe(900_000, from: start + 2 * minute, count: 30)
        aggregator.advance(wallNanoseconds: start + 3 * minute + 5 * second - 1)
        let before = aggregator.minutes(0, .forward)
        #expect(before[58].received == 59 && before[58].lost == 1)
        #expect(before[59].received == 0)
        aggregator.advance(wallNanoseconds: start + 3 * minute + 5 * second)
        let found = aggregator.minutes(0, .forward)
        #expect(found[57].minimum == 700_000 && found[57].p99 == 700_000)
        #expect(found[58].received == 0 && found[58].lost == 0 && found[58].p50.isNaN)
        #expect(found[59].received == 30 && found[59].maximum == 900_000)
    }

    @Test("An hour that is handed over at once is there at once, and the live samples follow")
    func backfill() throws {
        let aggregator = aggregator()
        let now = start + 30 * second
        for chunk in 0..<6 as Range<Int> {
            let samples = (0..<600).map { index in
                Sample.delay(
                    subject: 0, direction: .forward, nanoseconds: 700_000, uncertaintyNanoseconds: 0,
                    at: now - 3_600 * second + Int64(chunk * 600 + index) * second)
            }
            aggregator.ingest(samples, wallNanoseconds: now + Int64(chunk) * second)
            #expect(aggregator.minutes(0, .forward).reduce(0) { $0 + Int($1.received) } >= 570 + 600 * chunk)
        }
        aggregator.probe(700_000, from: now, count: 10)
        let found = try telemetry(aggregator)
        #expect(aggregator.dropped.total == 0)
        #expect(found.received == 3_610)
        #expect(found.figures.p999.upper != nil)
        #expect(aggregator.minutes(0, .forward).allSatisfy { $0.received >= 30 })
    }

    @Test("Seconds hold the judged delays")
    func seconds() throws {
        let aggregator = aggregator()
        for index in 0..<10 {
            let time = start + Int64(index) * second / 10
            aggregator.ingest(
                .delay(
                    subject: 0, direction: .backward, nanoseconds: Int64(index) * 1_000, uncertaintyNanoseconds: 0,
                    at: time), at: time)
        }
        let cell = try #require(aggregator.window(.second, .delay, subject: 0, .backward, containing: start))
        #expect(cell.count == 10 && cell.mean == 4_500 && cell.last == 9_000)
        #expect(aggregator.window(.second, .delay, subject: 0, .forward, containing: start) == nil)
        for length in WindowLength.allCases {
            let window = try #require(aggregator.window(length, .delay, subject: 0, .backward, containing: start))
            #expect(window.count == 10 && window.sum == 45_000 && window.minimum == 0 && window.maximum == 9_000)
        }
    }

    @Test("A clock set back by a little is held still; by more than a minute everything is forgotten, and said")
    func setback() throws {
        let aggregator = aggregator()
        aggregator.probe(700_000, from: start, count: 600)
        aggregator.advance(wallNanoseconds: start + 540 * second)
        #expect(try telemetry(aggregator).received == 600)
        #expect(aggregator.clockSetbacks == 0)
        aggregator.advance(wallNanoseconds: start - 3_600 * second)
        #expect(aggregator.clockSetbacks == 1)
        #expect(try telemetry(aggregator).received == 0)
        #expect(aggregator.stored == 600, "the account goes on")
        aggregator.probe(700_000, from: start - 3_600 * second, count: 5)
        #expect(try telemetry(aggregator).received == 5)
    }
}
