/// The counters of one direction of an interface.
struct InterfaceDirectionSeries: Sendable {
    private var octets: CounterSeries
    private var errors: CounterSeries
    private var discards: CounterSeries
    private var utilizationMinutes: WindowRing
    /// Speed against which the newest reading was held, bit/s.
    private var speedOfNewestReading: UInt64?
    private var shown: [Float] = []
    private var newestShownMinute: Int64 = .min
    private var shownIsCurrent = false

    /// A minute with less of it covered is a gap.
    private static let leastCoveredSeconds: Float = 30

    init(periodNanoseconds: Int64, frame: WindowFrame) {
        octets = CounterSeries(kind: .octets, periodNanoseconds: periodNanoseconds, frame: frame)
        errors = CounterSeries(kind: .events, periodNanoseconds: periodNanoseconds, frame: frame)
        discards = errors
        utilizationMinutes = frame.emptyMinutes
    }

    mutating func ingest(_ sample: Sample, speedBitsPerSecond speed: UInt64?) -> DropReason? {
        let outcome =
            switch sample.metric {
            case .errors: errors.ingest(sample, speedBitsPerSecond: nil)
            case .discards: discards.ingest(sample, speedBitsPerSecond: nil)
            default: octets.ingest(sample, speedBitsPerSecond: speed)
            }
        switch outcome {
        case .failure(let reason): return reason
        case .success(let stretch):
            if sample.metric == .octets { speedOfNewestReading = speed }
            if sample.metric == .octets, let stretch, let speed, speed > 0 {
                utilizationMinutes.spread(
                    stretch.perSecond * 8 / Double(speed), from: stretch.start, to: stretch.end)
                let firstMinute = stretch.start.quotientRoundedDown(by: WindowFrame.minuteNanoseconds)
                if firstMinute <= newestShownMinute { shownIsCurrent = false }
            }
            return nil
        }
    }

    mutating func telemetry(
        _ frame: WindowFrame, speed: UInt64?, staleAfter: Int64
    ) -> InterfaceDirectionTelemetry {
        refreshMinutes(frame)
        let rate = octets.reading(now: frame.nowNanoseconds, staleAfter: staleAfter)
        return InterfaceDirectionTelemetry(
            octetsPerSecond: rate, utilization: utilization(rate, speed: speed),
            errorsPerSecond: errors.reading(now: frame.nowNanoseconds, staleAfter: staleAfter),
            discardsPerSecond: discards.reading(now: frame.nowNanoseconds, staleAfter: staleAfter),
            newestOctets: octets.newestValue, newestCounterNanoseconds: octets.newestNanoseconds,
            minuteUtilization: shown)
    }

    private func utilization(_ rate: RateReading, speed: UInt64?) -> RateReading {
        guard case .value(let octetsPerSecond) = rate else { return rate }
        guard let speed, speed > 0 else { return .gap(.speedUnknown) }
        guard speed == speedOfNewestReading else { return .gap(.speedChanged) }
        return .value(octetsPerSecond * 8 / Double(speed))
    }

    private mutating func refreshMinutes(_ frame: WindowFrame) {
        guard !shownIsCurrent || newestShownMinute != frame.lastClosedMinute else { return }
        let oldest = frame.lastClosedMinute - Int64(frame.minutesKept) + 1
        shown = (oldest...frame.lastClosedMinute).map { minute in
            guard let cell = utilizationMinutes.cell(minute), cell.weight >= Self.leastCoveredSeconds,
                let mean = cell.mean
            else { return .nan }
            return Float(mean)
        }
        newestShownMinute = frame.lastClosedMinute
        shownIsCurrent = true
    }

    func window(_ resolution: WindowResolution, _ metric: Metric, _ time: Int64) -> WindowCell? {
        let series: CounterSeries? =
            switch metric {
            case .octets: octets
            case .errors: errors
            case .discards: discards
            default: nil
            }
        guard let series else { return nil }
        let ring = resolution == .second ? series.seconds : series.minutes
        return ring.cell(time.quotientRoundedDown(by: ring.lengthNanoseconds))
    }

    var allocatedBytes: Int {
        octets.allocatedBytes + errors.allocatedBytes + discards.allocatedBytes + utilizationMinutes.allocatedBytes
            + shown.capacity * MemoryLayout<Float>.stride
    }
}
