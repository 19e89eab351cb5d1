import Foundation
import Synchronization
import Testing

@testable import Telemetry

/// Between the thread that publishes and the one that reads.
private final class Reading: Sendable {
    let isOver = Atomic<Bool>(false)
    let torn = Atomic<Int>(0)
    let readings = Atomic<Int>(0)
    let isDone = Atomic<Bool>(false)
}

struct TelemetryReaderTests {
    @Test("A path's figures and buckets are of one publication, however a capture and a publication meet")
    func oneMoment() {
        let paths = 200
        let aggregator = Aggregator(settings: .notice, interfaces: 0, paths: paths)
        let reader = aggregator.reader
        let state = Reading()
        Thread {
            var capture = TelemetryCapture()
            while !state.isOver.load(ordering: .relaxed) {
                reader.capture(into: &capture)
                for path in 0..<paths {
                    guard let found = capture.path(path, .forward, now: start) else { continue }
                    // One delay and one loss at a time, so the two never differ by more than one.
                    let differ = abs(found.figures.judged - found.figures.lost) > 1
                    let outside = found.figures.maximum.map { $0 / 1_000 != Int64(found.figures.judged) } ?? false
                    if differ || outside { state.torn.add(1, ordering: .relaxed) }
                }
                state.readings.add(1, ordering: .relaxed)
            }
            state.isDone.store(true, ordering: .releasing)
        }.start()
        var step: Int64 = 0
        while step < 300 || state.readings.load(ordering: .relaxed) < 20 {
            step += 1
            let time = start + step * second / 10
            let samples = (0..<UInt32(paths)).flatMap { path -> [Sample] in
                [
                    .delay(
                        subject: path, direction: .forward, nanoseconds: step * 1_000, uncertaintyNanoseconds: 1,
                        at: time),
                    .lost(subject: path, direction: .forward, at: time + 1),
                ]
            }
            if step <= 3_000 { aggregator.ingest(samples, wallNanoseconds: time + second) }
            aggregator.requestFigures()
            while aggregator.publishFigures(limit: 16) {}
        }
        state.isOver.store(true, ordering: .relaxed)
        while !state.isDone.load(ordering: .acquiring) { sched_yield() }
        #expect(state.torn.load(ordering: .relaxed) == 0)
    }

    @Test("A capture holds still while the path goes on")
    func holdsStill() {
        let aggregator = Aggregator(settings: .notice, interfaces: 1, paths: 1)
        aggregator.probe(700_000, from: start, count: 10)
        aggregator.publish()
        var capture = TelemetryCapture()
        #expect(capture.interface(0, now: start) == nil && capture.path(0, .forward, now: start) == nil)
        aggregator.reader.capture(into: &capture)
        let before = capture.path(0, .forward, now: aggregator.now)
        aggregator.probe(900_000, from: start + minute, count: 10)
        aggregator.publish()
        #expect(capture.path(0, .forward, now: start + 9 * second) == before)
        #expect(before?.received == 10)
        #expect(aggregator.path(0, .forward)?.received == 20)
    }

    @Test("Nothing is expected of a path before the first publication, and nothing right after a clock was set back")
    func nothingPublished() {
        let aggregator = Aggregator(settings: .notice, interfaces: 0, paths: 1)
        #expect(aggregator.reader.path(0, .forward, now: start)?.expected == 0)
        aggregator.probe(700_000, from: start, count: 10)
        aggregator.publish()
        #expect(aggregator.reader.path(0, .forward, now: start + 9 * second)?.expected == 3_609)
        aggregator.advance(wallNanoseconds: start - 600 * second)
        #expect(aggregator.reader.path(0, .forward, now: start - 600 * second)?.expected == 0)
    }

    @Test("Minutes from before a clock was set back are gone, also where the new time meets them again")
    func setback() {
        let aggregator = Aggregator(settings: .notice, interfaces: 1, paths: 1)
        func minutes() -> Int { aggregator.minutes(0, .forward).count { $0.received > 0 } }
        for round in 1...300 {
            aggregator.probe(700_000, from: start, count: 130)
            aggregator.advance(wallNanoseconds: start + 130 * second)
            #expect(minutes() == 2, "round \(round)")
            aggregator.advance(wallNanoseconds: start)
            #expect(aggregator.clockSetbacks == UInt64(round))
            let again = aggregator.reader.minutes(0, .forward, endingAt: start / minute + 1, count: 60)
            #expect(again.allSatisfy { $0.received == 0 }, "round \(round)")
        }
    }

    @Test("Every counter's kept minute has its mean and cover; octets their extremes too")
    func counterMinutes() throws {
        var settings = AggregationSettings.notice
        settings.interfacePeriodMilliseconds = [15_000]
        let aggregator = Aggregator(settings: settings, interfaces: 1, paths: 0)
        for reading in 0...5 as ClosedRange<Int64> {
            let time = start + reading * 15 * second
            var samples = [Sample.gauge(.speed, subject: 0, value: 1_000_000_000, at: time)]
            for (place, metric) in [Metric.octets, .errors, .discards].enumerated() {
                for direction in Direction.oneWay {
                    // Rates of 1 … 6 a second by counter, doubled in the second half of the minute.
                    let rate = UInt64(place * 2 + Int(direction.rawValue) + 1)
                    let value = rate * UInt64(15 * reading + 15 * max(0, reading - 2))
                    samples.append(
                        .counter(
                            metric, subject: 0, direction: direction, value: value,
                            agentTicks: UInt32(reading * 1_500), at: time))
                }
            }
            aggregator.ingest(samples, wallNanoseconds: time)
        }
        aggregator.publish()
        for (place, metric) in [Metric.octets, .errors, .discards].enumerated() {
            for direction in Direction.oneWay {
                let rate = Float(place * 2 + Int(direction.rawValue) + 1)
                let kept = try #require(aggregator.reader.minute(start / minute, metric, 0, direction))
                #expect(kept.mean == rate * 1.5 && kept.coveredSeconds == 60)
                let extremes = metric == .octets ? [rate, rate * 2] : []
                #expect([kept.minimum, kept.maximum].filter { !$0.isNaN } == extremes)
            }
        }
        #expect(aggregator.reader.minute(start / minute - 1, .octets, 0, .inbound) == nil)
        #expect(aggregator.reader.minute(start / minute, .speed, 0, .inbound) == nil)
    }

    @Test("A minute is late when the sample that closes it is old; a series that was silent is not")
    func late() {
        let aggregator = Aggregator(settings: .notice, interfaces: 0, paths: 1)
        func probe(at time: Int64, arriving: Int64) {
            aggregator.ingest(
                .delay(subject: 0, direction: .forward, nanoseconds: 1, uncertaintyNanoseconds: 1, at: time),
                at: arriving)
        }
        probe(at: start, arriving: start)
        probe(at: start + 10 * minute, arriving: start + 10 * minute + 5 * second)
        #expect(aggregator.windowsLate == 0)
        probe(at: start + 12 * minute, arriving: start + 12 * minute + 5 * second + 1)
        #expect(aggregator.windowsLate == 1)
    }
}
