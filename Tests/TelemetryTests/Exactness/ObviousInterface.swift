@testable import Telemetry

/// One interface: every reading that was stored, in order. All else is worked out from them.
struct ObviousInterface {
    struct Gauge {
        let time: Int64
        let value: UInt64
        let arrival: Int
        /// Age past which it said nothing of later.
        let staleAfter: Int64
    }

    private(set) var period: Int64
    let lateness: Int64
    private(set) var counters: [[ObviousCounter]]
    private(set) var speeds: [Gauge] = []
    private(set) var statuses: [Gauge] = []
    /// How much had arrived, and which minutes were over, when minutes were last published.
    private var sweptArrival = 0
    private var sweptMinute: Int64 = -1

    init(period: Int64, lateness: Int64) {
        self.period = period
        self.lateness = lateness
        counters = Array(repeating: [ObviousCounter(period: period), ObviousCounter(period: period)], count: 3)
    }

    func counter(_ metric: Metric, _ direction: Direction) -> ObviousCounter {
        counters[Int(metric.rawValue)][Int(direction.rawValue)]
    }

    mutating func take(_ sample: Sample, arrival: Int) -> DropReason? {
        switch sample.metric {
        case .speed: return take(sample, arrival, \.speeds)
        case .operationalStatus: return take(sample, arrival, \.statuses)
        case .period:
            period = Int64(sample.payload)
            for metric in counters.indices {
                for direction in counters[metric].indices { counters[metric][direction].period = period }
            }
            return nil
        default:
            let reading = ObviousReading(sample: sample, speed: speeds.last?.value, arrival: arrival)
            return counters[Int(sample.metric.rawValue)][Int(sample.direction.rawValue)].take(reading)
        }
    }

    private mutating func take(
        _ sample: Sample, _ arrival: Int, _ gauges: WritableKeyPath<Self, [Gauge]>
    ) -> DropReason? {
        let time = sample.timeNanoseconds
        if let newest = self[keyPath: gauges].last?.time, time <= newest { return time == newest ? .duplicate : .late }
        self[keyPath: gauges].append(
            Gauge(time: time, value: sample.payload, arrival: arrival, staleAfter: staleAfter))
        return nil
    }

    mutating func sweep(_ lastClosedMinute: Int64, arrival: Int) {
        sweptArrival = arrival
        sweptMinute = lastClosedMinute
    }

    // MARK: Now

    private var staleAfter: Int64 { 2 * period + min(lateness, period / 2) }

    func telemetry(now: Int64) -> InterfaceTelemetry {
        InterfaceTelemetry(
            inbound: telemetry(.inbound, now), outbound: telemetry(.outbound, now),
            speedBitsPerSecond: speeds.last?.value, speedTimeNanoseconds: speeds.last?.time,
            operationalStatus: statuses.last.map { Int($0.value) },
            operationalStatusTimeNanoseconds: statuses.last?.time, staleAfterNanoseconds: staleAfter)
    }

    private func telemetry(_ direction: Direction, _ now: Int64) -> InterfaceDirectionTelemetry {
        let octets = counter(.octets, direction)
        let rate = reading(.octets, direction, now)
        let utilization: RateReading =
            switch rate {
            case .gap(let gap): .gap(gap)
            case .value(let perSecond):
                if let speed = speeds.last?.value, speed > 0 {
                    .value(perSecond * 8 / Double(speed))
                } else {
                    .gap(.speedUnknown)
                }
            }
        return InterfaceDirectionTelemetry(
            octetsPerSecond: rate, utilization: utilization, errorsPerSecond: reading(.errors, direction, now),
            discardsPerSecond: reading(.discards, direction, now), newestOctets: octets.readings.last?.sample.payload,
            newestCounterNanoseconds: octets.readings.last?.sample.timeNanoseconds)
    }

    /// What the newest reading said, unless it is stale or its rate was held against a speed that changed since.
    private func reading(_ metric: Metric, _ direction: Direction, _ now: Int64) -> RateReading {
        let counter = counter(metric, direction)
        guard let newest = counter.readings.last, let outcome = counter.outcomes.last else {
            return .gap(.awaitingFirstAnswer)
        }
        if now - newest.sample.timeNanoseconds > staleAfter { return .gap(.stale) }
        switch outcome {
        case .gap(let gap): return .gap(gap)
        case .rate(let perSecond, _):
            let change = speeds.first { $0.arrival > newest.arrival && $0.value != newest.speed }
            guard metric == .octets, let change else { return .value(perSecond) }
            return .gap(change.value == 0 ? .speedUnknown : .speedChanged)
        }
    }

    // MARK: Minutes

    /// Utilization of a minute as it is kept: of a direction whose minute is closed, as of the reading that closed it;
    /// else as it was when minutes were last published, if it was over by the clock then. Rates are held against the
    /// speed as it was known when either direction was last published.
    func utilizationKept(_ number: Int64, _ direction: Direction) -> Float {
        let published = Direction.oneWay.map { (direction: Direction) -> Int? in
            let octets = counter(.octets, direction)
            let arrival = octets.closing(number).map { $0 + 1 } ?? (sweptMinute >= number ? sweptArrival : 0)
            return octets.window(.minute, number, before: arrival).isEmpty ? nil : arrival
        }
        guard let own = published[Int(direction.rawValue)] else { return .nan }
        let window = counter(.octets, direction).window(.minute, number, before: own)
        let speed = speed(throughout: number, before: published.compactMap { $0 }.max() ?? 0)
        guard window.coveredMicroseconds >= 30_000_000, speed > 0 else { return .nan }
        // Mean and speed are kept as Float.
        let mean = Float(window.sum / (Double(window.coveredMicroseconds) / 1e6))
        return Float(Double(mean) * 8 / Double(Float(speed)))
    }

    /// The one speed of a minute; 0 when it changed, or changed twice since. The first one speaks for the time before.
    private func speed(throughout number: Int64, before arrival: Int) -> UInt64 {
        var changes: [Gauge] = []
        for speed in speeds where speed.arrival < arrival && speed.value != changes.last?.value {
            changes.append(speed)
        }
        guard let current = changes.last else { return 0 }
        if changes.count == 1 || current.time <= number * minute { return current.value }
        let before = changes[changes.count - 2]
        let isFirst = changes.count == 2
        return (isFirst || before.time <= number * minute) && (number + 1) * minute <= current.time ? before.value : 0
    }

    /// Hundredths of a second between readings of the status that are not too far apart, minute by minute.
    func coverage(from first: Int64, now: Int64) -> OperationalCoverage {
        var (up, covered) = (0, 0)
        for (before, status) in zip(statuses, statuses.dropFirst()) where status.time - before.time <= status.staleAfter
        {
            let from = max(before.time / 10_000_000, first * 6_000)
            let to = min(status.time / 10_000_000, (now / minute + 1) * 6_000)
            guard from < to else { continue }
            covered += Int(to - from)
            if before.value == 1, status.value == 1 { up += Int(to - from) }
        }
        return OperationalCoverage(
            upSeconds: Double(up) / 100, coveredSeconds: Double(covered) / 100,
            windowSeconds: Double(now - first * minute) / 1e9)
    }
}
