@testable import Telemetry

let second: Int64 = 1_000_000_000
let minute: Int64 = 60 * second
/// 2025-11-15 00:00:00 UTC, a whole minute.
let start: Int64 = 1_763_164_800 * second

extension AggregationSettings {
    static let notice = AggregationSettings(limitNanoseconds: [1_000_000, 10_000_000])
}

extension Aggregator {
    var now: Int64 { frame.nowNanoseconds }

    func ingest(_ samples: [Sample], wallNanoseconds now: Int64) { ingest(samples.span, wallNanoseconds: now) }

    // What a reader sees once everything is published.

    func interface(_ interface: Int) -> InterfaceTelemetry? {
        publish()
        return reader.interface(interface, now: now)
    }

    func path(_ path: Int, _ direction: Direction) -> PathTelemetry? {
        publish()
        return reader.path(path, direction, now: now)
    }

    func minuteUtilization(_ interface: Int, _ direction: Direction) -> [Float] {
        publish()
        return reader.minuteUtilization(interface, direction, endingAt: reader.lastClosedMinute, count: 60)
    }

    func minutes(_ path: Int, _ direction: Direction) -> [DelayMinuteSummary] {
        publish()
        return reader.minutes(path, direction, endingAt: reader.lastClosedMinute, count: 60)
    }

    func operationalCoverage(_ interface: Int) -> OperationalCoverage? {
        reader.operationalCoverage(interface, now: now)
    }

    func ingest(_ sample: Sample, at now: Int64) { ingest([sample], wallNanoseconds: now) }

    /// One probe a second of `delay` from `from` for `count` seconds, each ingested when it arrives.
    func probe(_ delay: Int64, from: Int64, count: Int, path: UInt32 = 0, direction: Direction = .forward) {
        for index in 0..<Int64(count) {
            let time = from + index * second
            ingest(
                .delay(
                    subject: path, direction: direction, nanoseconds: delay, uncertaintyNanoseconds: 1_000, at: time),
                at: time)
        }
    }
}
