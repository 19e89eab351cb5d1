import Testing

@testable import Telemetry

/// What the model found once, each in the fewest samples that show it.
struct FoundByModelTests {
    @Test("The last minute of a path that fell silent is shown, even if nothing was published for minutes after it")
    func silentPath() throws {
        let aggregator = Aggregator(settings: .notice, interfaces: 0, paths: 1)
        aggregator.ingest(
            .delay(subject: 0, direction: .forward, nanoseconds: 700_000, uncertaintyNanoseconds: 0, at: start),
            at: start)
        aggregator.advance(wallNanoseconds: start + 3 * minute)
        aggregator.publish()
        let shown = aggregator.reader.minutes(0, .forward, endingAt: start / minute, count: 1)
        #expect(shown.map(\.received) == [1])
    }

    @Test("So is the last minute of an interface")
    func silentInterface() throws {
        let aggregator = Aggregator(settings: .notice, interfaces: 1, paths: 0)
        aggregator.ingest(polls(0, 30, 60), wallNanoseconds: start + minute)
        aggregator.advance(wallNanoseconds: start + 4 * minute)
        aggregator.publish()
        #expect(aggregator.reader.minuteUtilization(0, .inbound, endingAt: start / minute, count: 1) == [0.5])
    }

    @Test("The window of a path without samples is as long as any other's")
    func emptyPath() throws {
        let aggregator = Aggregator(settings: .notice, interfaces: 0, paths: 1)
        aggregator.advance(wallNanoseconds: start)
        aggregator.publish()
        let found = try #require(aggregator.reader.path(0, .forward, now: start))
        #expect(found.windowStartNanoseconds == start - 60 * minute)
        #expect(found.expected == 3_600)
    }

    @Test("The first speed speaks for the minute in which it came, also when another follows")
    func firstSpeed() {
        let aggregator = Aggregator(settings: .notice, interfaces: 1, paths: 0)
        let faster = Sample.gauge(.speed, subject: 0, value: 10_000_000_000, at: start + 75 * second)
        aggregator.ingest(
            polls(10, 40, 70) + [faster] + polls(100, 130, speed: 10_000_000_000, octets: 1 << 40),
            wallNanoseconds: start + 130 * second)
        #expect(aggregator.reader.minuteUtilization(0, .inbound, endingAt: start / minute, count: 1) == [0.5])
    }

    @Test("A repeated probe is known although a held-back burst of older ones and as many newer ones came between")
    func repeatedAfterBurst() {
        var settings = AggregationSettings.notice
        settings.pathProbeIntervalMilliseconds = [100]
        let aggregator = Aggregator(settings: settings, interfaces: 0, paths: 1)
        let probes = (-50...50).map { Sample.lost(subject: 0, direction: .forward, at: start + $0 * second / 10) }
        aggregator.ingest(
            [probes[50]] + probes[..<50] + probes[51...] + [probes[50]], wallNanoseconds: start + 10 * second)
        #expect(aggregator.stored == 101)
        #expect(aggregator.dropped.duplicate == 1)
    }

    /// Speed and octets at half of it, read at some seconds after `start`.
    private func polls(_ seconds: Int64..., speed: UInt64 = 1_000_000_000, octets: UInt64 = 0) -> [Sample] {
        seconds.flatMap { time -> [Sample] in
            let at = start + time * second
            return [
                .gauge(.speed, subject: 0, value: speed, at: at),
                .counter(
                    .octets, subject: 0, direction: .inbound, value: octets + UInt64(time) * speed / 16,
                    agentTicks: UInt32(100_000 + time * 100), at: at),
            ]
        }
    }
}
