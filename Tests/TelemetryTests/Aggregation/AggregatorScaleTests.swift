import Testing

@testable import Telemetry

struct AggregatorScaleTests {
    @Test("10 000 interfaces and 10 000 paths take samples and answer within their memory")
    func many() {
        let count = 10_000
        let aggregator = Aggregator(settings: .notice, interfaces: count, paths: count)
        let idle = aggregator.allocatedBytes
        var samples: [Sample] = []
        for poll in 0..<3 as Range<Int64> {
            let now = start + poll * 30 * second
            samples.removeAll(keepingCapacity: true)
            for subject in 0..<UInt32(count) {
                samples.append(.gauge(.speed, subject: subject, value: 1_000_000, at: now))
                samples.append(
                    .counter(
                        .octets, subject: subject, direction: .inbound, value: UInt64(poll) * 3_000,
                        agentTicks: UInt32(poll) * 3_000, at: now))
                samples.append(
                    .delay(
                        subject: subject, direction: .forward, nanoseconds: Int64(subject), uncertaintyNanoseconds: 1,
                        at: now))
            }
            aggregator.ingest(samples, wallNanoseconds: now)
        }
        #expect(aggregator.dropped.total == 0)
        aggregator.publish()
        let (reader, now) = (aggregator.reader, aggregator.now)
        #expect((0..<count).allSatisfy { reader.interface($0, now: now)?.inbound.octetsPerSecond == .value(100) })
        #expect((0..<count).allSatisfy { reader.path($0, .forward, now: now)?.figures.minimum == Int64($0) })
        let planned = aggregator.memory.plannedBytes
        #expect(idle <= planned, "all but the live window's buckets is taken at the start")
        #expect(aggregator.allocatedBytes - idle < 3 * count * 1_000)
    }

    @Test("A path and an interface that are fully used stay within the stated bytes")
    func memory() {
        var settings = AggregationSettings.notice
        settings.interfacePeriodMilliseconds = [1_000]
        let aggregator = Aggregator(settings: settings, interfaces: 1, paths: 1)
        let unused = aggregator.allocatedBytes
        var random = SeededGenerator(seed: 5)
        for index in 0..<7_200 as Range<Int64> {
            let now = start + index * second
            var samples: [Sample] = [
                .gauge(.speed, subject: 0, value: 1_000_000_000, at: now),
                .gauge(.operationalStatus, subject: 0, value: 1, at: now),
            ]
            for direction in [Direction.forward, .backward, .roundTrip] {
                samples.append(
                    .delay(
                        subject: 0, direction: direction,
                        nanoseconds: Int64.random(in: 650_000...750_000, using: &random),
                        uncertaintyNanoseconds: 1, at: now))
            }
            for metric in [Metric.octets, .errors, .discards] {
                for direction in Direction.oneWay {
                    samples.append(
                        .counter(
                            metric, subject: 0, direction: direction, value: UInt64(index),
                            agentTicks: UInt32(index * 100), at: now))
                }
            }
            aggregator.ingest(samples, wallNanoseconds: now)
            if index % 60 == 0 {
                _ = aggregator.interface(0)
                _ = aggregator.path(0, .forward)
            }
        }
        let planned = aggregator.memory.bytesPerPath
        let used = aggregator.allocatedBytes - unused
        #expect(used > 0 && used < planned, "\(used) bytes of \(planned) planned")
    }
}
