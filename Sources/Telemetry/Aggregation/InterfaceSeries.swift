/// All series of one interface.
struct InterfaceSeries: Sendable {
    private struct Gauge: Sendable {
        var value: UInt64
        var timeNanoseconds: Int64
    }

    private let staleAfterNanoseconds: Int64
    private var inbound: InterfaceDirectionSeries
    private var outbound: InterfaceDirectionSeries
    private var speed: Gauge?
    private var status: Gauge?
    /// Per minute: value 1 while up, else 0; weight the seconds covered by readings.
    private var statusMinutes: WindowRing

    private static let up: UInt64 = 1

    init(periodNanoseconds: Int64, frame: WindowFrame) {
        staleAfterNanoseconds = frame.staleAfterNanoseconds(period: periodNanoseconds)
        inbound = InterfaceDirectionSeries(periodNanoseconds: periodNanoseconds, frame: frame)
        outbound = inbound
        statusMinutes = frame.emptyMinutes
    }

    /// `nil` when stored.
    mutating func ingest(_ sample: Sample) -> DropReason? {
        switch sample.metric {
        case .octets, .errors, .discards:
            return sample.direction == .inbound
                ? inbound.ingest(sample, speedBitsPerSecond: speed?.value)
                : outbound.ingest(sample, speedBitsPerSecond: speed?.value)
        case .speed:
            return Self.take(sample, into: &speed)
        case .operationalStatus:
            let previous = status
            if let reason = Self.take(sample, into: &status) { return reason }
            if let previous, sample.timeNanoseconds &- previous.timeNanoseconds <= staleAfterNanoseconds {
                let upThroughout = previous.value == Self.up && sample.payload == Self.up
                statusMinutes.spread(
                    upThroughout ? 1 : 0, from: previous.timeNanoseconds, to: sample.timeNanoseconds)
            }
            return nil
        case .delay, .lost:
            return .invalid
        }
    }

    private static func take(_ sample: Sample, into gauge: inout Gauge?) -> DropReason? {
        if let newest = gauge?.timeNanoseconds, sample.timeNanoseconds <= newest {
            return sample.timeNanoseconds == newest ? .duplicate : .late
        }
        gauge = Gauge(value: sample.payload, timeNanoseconds: sample.timeNanoseconds)
        return nil
    }

    mutating func telemetry(_ frame: WindowFrame) -> InterfaceTelemetry {
        InterfaceTelemetry(
            inbound: inbound.telemetry(frame, speed: speed?.value, staleAfter: staleAfterNanoseconds),
            outbound: outbound.telemetry(frame, speed: speed?.value, staleAfter: staleAfterNanoseconds),
            speedBitsPerSecond: speed?.value, speedTimeNanoseconds: speed?.timeNanoseconds,
            operationalStatus: status.map { Int(clamping: $0.value) },
            operationalStatusTimeNanoseconds: status?.timeNanoseconds,
            staleAfterNanoseconds: staleAfterNanoseconds)
    }

    func operationalCoverage(_ frame: WindowFrame) -> OperationalCoverage {
        var up = 0.0
        var covered = 0.0
        for minute in frame.firstLiveMinute...(frame.firstLiveMinute + Int64(frame.liveMinutes)) {
            guard let cell = statusMinutes.cell(minute) else { continue }
            up += cell.sum
            covered += Double(cell.weight)
        }
        return OperationalCoverage(
            upSeconds: up, coveredSeconds: covered,
            windowSeconds: Double(frame.nowNanoseconds &- frame.liveStartNanoseconds) / 1e9)
    }

    func window(_ resolution: WindowResolution, _ metric: Metric, _ direction: Direction, _ time: Int64) -> WindowCell?
    {
        (direction == .inbound ? inbound : outbound).window(resolution, metric, time)
    }

    var allocatedBytes: Int {
        inbound.allocatedBytes + outbound.allocatedBytes + statusMinutes.allocatedBytes
    }
}
