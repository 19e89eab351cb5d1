@testable import Telemetry

/// Holds the aggregator against the model, question by question, and notes what differs.
struct ExactComparison {
    private(set) var differences: [String] = []
    private let path: Aggregator
    private let model: ObviousAggregator

    init(_ path: Aggregator, _ model: ObviousAggregator) {
        self.path = path
        self.model = model
    }

    private mutating func compare<Value: Equatable>(
        _ what: @autoclosure () -> String, _ found: Value, _ expected: Value
    ) {
        if found != expected { differences.append("\(what()): \(found), by the model \(expected)") }
    }

    mutating func compareCounts() {
        compare("stored", path.stored, model.stored)
        compare("dropped", path.dropped, model.dropped)
        compare("clock setbacks", path.clockSetbacks, model.clockSetbacks)
        compare("now", path.now, model.now)
    }

    /// Everything that is published, right after `publish`; `random` chooses among what is kept for long.
    mutating func comparePublished(_ random: inout SeededGenerator) {
        compare("last closed minute", path.reader.lastClosedMinute, model.lastClosedMinute)
        var capture = TelemetryCapture()
        path.reader.capture(into: &capture)
        for interface in model.interfaces.indices {
            let expected = model.interfaces[interface].telemetry(now: model.now)
            compare("interface \(interface)", path.reader.interface(interface, now: model.now), expected)
            compare("interface \(interface) captured", capture.interface(interface, now: model.now), expected)
            compare(
                "coverage of \(interface)", path.reader.operationalCoverage(interface, now: model.now),
                model.interfaces[interface].coverage(from: model.firstLiveMinute, now: model.now))
        }
        for series in model.paths.indices { comparePath(series, capture) }
        let kept = path.reader.minutesKept
        compareMinutes(endingAt: model.lastClosedMinute, count: Int.random(in: 1...min(kept, 12), using: &random))
        let back = Int64.random(in: 0..<Int64(min(kept, 80)), using: &random)
        compareMinutes(endingAt: model.now / minute - back, count: 1)
    }

    /// Which series of the model's that is.
    private static func named(_ series: Int) -> (subject: Int, direction: Direction) {
        (series / 3, [.forward, .backward, .roundTrip][series % 3])
    }

    private mutating func comparePath(_ series: Int, _ capture: TelemetryCapture) {
        let (subject, direction) = Self.named(series)
        guard let found = path.reader.path(subject, direction, now: model.now) else {
            differences.append("path \(subject) \(direction) is not there")
            return
        }
        let expected = model.paths[series]
        let windowStart = model.firstLiveMinute * minute
        let interval = model.settings.pathProbeIntervalNanoseconds(subject)
        let judged = expected.judged(since: windowStart)
        compare("path \(subject) \(direction)", found.figures, expected.figures(since: windowStart, model.buckets))
        compare("window of \(subject) \(direction)", found.windowStartNanoseconds, windowStart)
        compare("expected of \(subject) \(direction)", found.expected, Int((model.now - windowStart) / interval))
        compare("newest of \(subject) \(direction)", found.newest, expected.newestDelay)
        compare("newest time of \(subject) \(direction)", found.newestNanoseconds, expected.newest)
        compare("buckets of \(subject) \(direction)", found.histogram.buckets, model.buckets.buckets(judged))
        compare("least of \(subject) \(direction)", found.histogram.minimum, judged.first)
        compare("greatest of \(subject) \(direction)", found.histogram.maximum, judged.last)
        for limit in model.buckets.limits {
            compare("below \(limit)", found.histogram.count(below: limit), judged.count { $0 < limit })
        }
        compare("captured of \(subject) \(direction)", capture.path(subject, direction, now: model.now), found)
    }

    private mutating func compareMinutes(endingAt last: Int64, count: Int) {
        for subject in 0..<(model.paths.count / 3) {
            let kept = path.reader.minutes(subject, .roundTrip, endingAt: last, count: count)
            compare("minutes of the round trip of \(subject)", kept.count, 0)
            let minima = path.reader.roundTripMinima(subject, endingAt: last, count: count)
            for (number, minimum) in zip((last - Int64(count) + 1)...last, minima)
            where number > model.now / minute - 60 {
                let expected = model.paths[subject * 3 + 2].minuteKept(number, model.buckets).minimum
                compare(
                    "least round trip of \(subject), minute \(number)", Same(minimum.map { Float($0) } ?? .nan),
                    Same(expected))
            }
        }
        let numbers = (last - Int64(count) + 1)...last
        for direction in Direction.oneWay {
            for interface in model.interfaces.indices {
                let found = path.reader.minuteUtilization(interface, direction, endingAt: last, count: count)
                for (number, value) in zip(numbers, found) {
                    let expected = model.interfaces[interface].utilizationKept(number, direction)
                    compare("utilization of \(interface) \(direction), minute \(number)", Same(value), Same(expected))
                }
            }
            for subject in 0..<(model.paths.count / 3) {
                let found = path.reader.minutes(subject, direction, endingAt: last, count: count)
                for (number, minute) in zip(numbers, found) {
                    let expected = model.paths[subject * 3 + Int(direction.rawValue)].minuteKept(number, model.buckets)
                    compare("path \(subject) \(direction), minute \(number)", minute.values, expected.values)
                }
            }
        }
    }

    // MARK: Windows

    /// Windows of all lengths around the newest ones.
    mutating func compareWindows(_ random: inout SeededGenerator) {
        for length in WindowLength.allCases {
            for interface in model.interfaces.indices {
                for metric in [Metric.octets, .errors, .discards] {
                    for direction in Direction.oneWay {
                        let counter = model.interfaces[interface].counter(metric, direction)
                        let newest = counter.newestNumbers(length, 2)
                        for number in Self.interesting(newest, &random) {
                            let found = window(length, metric, interface, direction, number)
                            compareWindow(
                                "\(metric) of \(interface) \(direction), \(length) \(number)", found,
                                counter.window(length, number), isDue: newest.contains(number))
                        }
                    }
                }
            }
            for series in model.paths.indices {
                let newest = (model.paths[series].newest ?? model.now) / length.nanoseconds
                for number in Self.interesting([newest, newest - 1], &random) {
                    let (subject, direction) = Self.named(series)
                    let found = window(length, .delay, subject, direction, number)
                    guard direction != .roundTrip else {
                        compare("window of a round trip", found, nil)
                        continue
                    }
                    let isDue = model.paths[series].isDue(
                        length, number, liveStart: model.firstLiveMinute * minute)
                    compareWindow(
                        "delays of series \(series), \(length) \(number)", found,
                        model.paths[series].window(length, number), isDue: isDue)
                }
            }
        }
    }

    private static func interesting(_ newest: [Int64], _ random: inout SeededGenerator) -> [Int64] {
        let last = newest.last ?? start / minute
        let near = newest.flatMap { [$0, $0 + 1, $0 - 1] }
        return Set(near + [last - Int64.random(in: 2...40, using: &random)]).sorted()
    }

    private func window(
        _ length: WindowLength, _ metric: Metric, _ subject: Int, _ direction: Direction, _ number: Int64
    ) -> WindowCell? {
        path.window(length, metric, subject: subject, direction, containing: number * length.nanoseconds)
    }

    /// A window that is due is there; one that is there is right.
    private mutating func compareWindow(
        _ what: @autoclosure () -> String, _ found: WindowCell?, _ expected: ObviousWindow, isDue: Bool
    ) {
        if let found, expected.equals(found) { return }
        if found == nil, !isDue { return }
        differences.append("\(what()): \(found.map { "\($0)" } ?? "gone"), by the model \(expected)")
    }
}

/// A value in which NaN, a gap, equals NaN.
private struct Same: Equatable, CustomStringConvertible {
    let value: Float
    init(_ value: Float) { self.value = value }
    static func == (one: Same, other: Same) -> Bool {
        one.value == other.value || one.value.isNaN && other.value.isNaN
    }
    var description: String { "\(value)" }
}

extension DelayMinuteSummary {
    fileprivate var values: [Same] {
        [Float(received), Float(lost), minimum, p50, p99, maximum].map { Same($0) }
    }
}
