/// What is known of all interfaces, for the aggregator: the counters' readings and open windows are its own; what
/// others read is written to the published tables of `TelemetryReader`.
final class InterfaceAggregates {
    /// One counter of one direction: 256 bytes, four cache lines, all fetched together: a reading touches three, and
    /// the fourth keeps the processor's own fetching ahead in step.
    private struct CounterRow: BitwiseCopyable {
        var rate: CounterRate
        private let spare: UInt64 = 0
        var windows = CounterWindows()

        init(rate: CounterRate) { self.rate = rate }
    }

    let count: Int
    private let settings: AggregationSettings
    private let reader: TelemetryReader
    /// By interface: octets, errors, discards; inbound before outbound.
    private let counters: SeriesTable<CounterRow>
    private let fives: SeriesTable<FiveMinutes>
    private let speeds: SeriesTable<SpeedHistory>
    /// Minutes that were closed by a sample that was old when it was taken in.
    private(set) var windowsLate: UInt64 = 0
    private var sweptMinute: Int64 = .min
    private var sweepCursor = 0

    private static let countersPerInterface = 6
    private static let touchedBytes = 256

    static var bytesEach: Int {
        countersPerInterface * (MemoryLayout<CounterRow>.stride + MemoryLayout<FiveMinutes>.stride)
            + MemoryLayout<SpeedHistory>.stride
    }

    init(_ settings: AggregationSettings, reader: TelemetryReader) {
        count = reader.interfaceCount
        self.settings = settings
        self.reader = reader
        counters = SeriesTable(
            count: count * Self.countersPerInterface,
            repeating: CounterRow(rate: CounterRate(kind: .octets, periodNanoseconds: 1)))
        fives = SeriesTable(count: count * Self.countersPerInterface, repeating: FiveMinutes())
        speeds = SeriesTable(count: count, repeating: SpeedHistory())
        fill()
    }

    /// Forgets everything.
    func reset() {
        fives.reset(to: FiveMinutes())
        speeds.reset(to: SpeedHistory())
        fill()
        sweptMinute = .min
    }

    private func fill() {
        for interface in 0..<count {
            let period = settings.interfacePeriodNanoseconds(interface)
            for counter in 0..<Self.countersPerInterface {
                counters[interface * Self.countersPerInterface + counter] = CounterRow(
                    rate: CounterRate(kind: counter < 2 ? .octets : .events, periodNanoseconds: period))
            }
        }
    }

    @inline(__always)
    private static func row(_ subject: Int, _ metric: Metric, _ direction: Direction) -> Int {
        subject &* countersPerInterface &+ Int(metric.rawValue) &* 2 &+ Int(direction.rawValue)
    }

    @inline(__always)
    func prefetch(_ sample: Sample) {
        let subject = Int(sample.subject)
        guard sample.metric.rawValue <= Metric.discards.rawValue else { return }
        counters.prefetch(Self.row(subject, sample.metric, sample.direction), bytes: Self.touchedBytes)
        reader.directions.prefetch(subject &* 2 &+ Int(sample.direction.rawValue))
    }

    /// `nil` when stored. The subject exists and the time is within bounds.
    @inline(__always)
    func ingest(_ sample: Sample, _ frame: WindowFrame) -> DropReason? {
        switch sample.metric {
        case .octets: takeOctets(sample, frame)
        case .errors: takeEvents(sample, frame, word: DirectionNow.errorWord)
        case .discards: takeEvents(sample, frame, word: DirectionNow.discardWord)
        case .speed: takeSpeed(sample)
        case .operationalStatus: takeStatus(sample, frame)
        case .period: takePeriod(sample, frame)
        case .delay, .lost: .invalid
        }
    }

    @inline(__always)
    private func takeOctets(_ sample: Sample, _ frame: WindowFrame) -> DropReason? {
        let subject = Int(sample.subject)
        switch takeCounter(sample, frame, speed: speeds[subject].current) {
        case .failure(let reason): return reason
        case .success(let rate):
            reader.directions.write(
                subject &* 2 &+ Int(sample.direction.rawValue), first: DirectionNow.octetRateWord, rate.bits,
                sample.payload, UInt64(bitPattern: sample.timeNanoseconds))
            return nil
        }
    }

    @inline(__always)
    private func takeEvents(_ sample: Sample, _ frame: WindowFrame, word: Int) -> DropReason? {
        switch takeCounter(sample, frame, speed: nil) {
        case .failure(let reason): return reason
        case .success(let rate):
            reader.directions.write(
                Int(sample.subject) &* 2 &+ Int(sample.direction.rawValue), first: word, rate.bits,
                UInt64(bitPattern: sample.timeNanoseconds))
            return nil
        }
    }

    /// Readings are taken in order: one of the newest's time is a duplicate, an older one late. A stretch begins no
    /// earlier than the reading before, so that no second is covered twice.
    @inline(__always)
    private func takeCounter(
        _ sample: Sample, _ frame: WindowFrame, speed: UInt64?
    ) -> Result<PackedRate, DropReason> {
        let index = Self.row(Int(sample.subject), sample.metric, sample.direction)
        let time = sample.timeNanoseconds
        let newest = counters[index].rate.newestNanoseconds
        if let newest, time <= newest { return .failure(time == newest ? .duplicate : .late) }
        switch counters[index].rate.update(CounterReading(sample), speedBitsPerSecond: speed) {
        case .gap(let gap): return .success(PackedRate(gap))
        case .rate(let perSecond, let interval):
            let from = max(time &- interval, newest ?? 0) / 1_000
            let to = time / 1_000
            if from < to, !counters[index].windows.coverWithinMinute(perSecond, from: from, to: to) {
                closeMinutes(sample, frame, perSecond, from: from, to: to)
            }
            return .success(PackedRate(perSecond))
        }
    }

    /// A stretch that reaches into another minute.
    @inline(never)
    private func closeMinutes(_ sample: Sample, _ frame: WindowFrame, _ rate: Double, from: Int64, to: Int64) {
        let index = Self.row(Int(sample.subject), sample.metric, sample.direction)
        counters[index].windows.cover(rate, from: from, to: to) { closed in keep(closed, sample, frame) }
    }

    /// Keeps a closed minute of a sample's series.
    private func keep(_ closed: WindowCell, _ sample: Sample, _ frame: WindowFrame) {
        let subject = Int(sample.subject)
        if frame.isLate(sample.timeNanoseconds) { windowsLate &+= 1 }
        fives[Self.row(subject, sample.metric, sample.direction)].roll(closed)
        publish(closed, subject, sample.metric, sample.direction)
    }

    private func publish(_ minute: WindowCell, _ subject: Int, _ metric: Metric, _ direction: Direction) {
        let number = Int64(minute.number)
        let start = number * WindowFrame.minuteNanoseconds
        let speed = speeds[subject].throughout(start, start + WindowFrame.minuteNanoseconds)
        reader.changeInterfaceMinute(number, subject) { $0.set(metric, direction, minute, speedBitsPerSecond: speed) }
    }

    private func takeSpeed(_ sample: Sample) -> DropReason? {
        let subject = Int(sample.subject)
        let newest = speeds[subject].newestNanoseconds
        if sample.timeNanoseconds <= newest { return sample.timeNanoseconds == newest ? .duplicate : .late }
        if speeds[subject].take(sample.payload, at: sample.timeNanoseconds) {
            // Rates were held against another speed.
            let gap = PackedRate(sample.payload == 0 ? .speedUnknown : .speedChanged)
            for direction in [subject * 2, subject * 2 + 1] {
                let now = reader.directions.read(direction).row
                if now.octetsTime > 0, now.octetsPerSecond.reading.value != nil {
                    reader.directions.write(direction, first: DirectionNow.octetRateWord, gap.bits, now.octets)
                }
            }
        }
        reader.changeGauges(subject) {
            $0.speedBitsPerSecond = sample.payload
            $0.speedTime = sample.timeNanoseconds
        }
        return nil
    }

    private func takeStatus(_ sample: Sample, _ frame: WindowFrame) -> DropReason? {
        let subject = Int(sample.subject)
        let time = sample.timeNanoseconds
        let before = reader.gauges.read(subject).row
        if time <= before.statusTime { return time == before.statusTime ? .duplicate : .late }
        let stale = reader.staleAfter(subject, before)
        if before.statusTime > 0, time - before.statusTime <= stale {
            let isUp = before.status == Self.up && sample.payload == Self.up
            cover(from: before.statusTime, to: time, isUp: isUp, subject)
        }
        reader.changeGauges(subject) {
            $0.status = sample.payload
            $0.statusTime = time
        }
        return nil
    }

    private func takePeriod(_ sample: Sample, _ frame: WindowFrame) -> DropReason? {
        let subject = Int(sample.subject)
        let period = Int64(sample.payload)
        for counter in 0..<Self.countersPerInterface {
            counters[subject * Self.countersPerInterface + counter].rate.expect(periodNanoseconds: period)
        }
        reader.changeGauges(subject) { $0.staleAfterNanoseconds = frame.staleAfterNanoseconds(period: period) }
        return nil
    }

    private static let up: UInt64 = 1

    /// Spreads the time between two readings of ifOperStatus over its minutes, in hundredths of a second.
    private func cover(from start: Int64, to end: Int64, isUp: Bool, _ subject: Int) {
        let hundredth: Int64 = 10_000_000
        let perMinute = WindowFrame.minuteNanoseconds / hundredth
        var from = start / hundredth
        let to = end / hundredth
        while from < to {
            let minute = from / perMinute
            let until = min(to, (minute + 1) * perMinute)
            let covered = UInt16(clamping: until - from)
            reader.changeInterfaceMinute(minute, subject) {
                $0.statusCovered &+= covered
                if isUp { $0.statusUp &+= covered }
            }
            from = until
        }
    }

    /// Publishes the open minutes that are over by the clock where their series have not closed them yet, of up to
    /// `limit` interfaces; true when more are left.
    func publishOpenMinutes(_ frame: WindowFrame, limit: Int) -> Bool {
        if sweptMinute != frame.lastClosedMinute {
            sweptMinute = frame.lastClosedMinute
            sweepCursor = 0
        }
        let end = min(count, sweepCursor + max(0, limit))
        for subject in sweepCursor..<end {
            for metric in [Metric.octets, .errors, .discards] {
                for direction in Direction.oneWay {
                    let minute = counters[Self.row(subject, metric, direction)].windows.minute
                    guard !minute.isEmpty, Int64(minute.number) <= sweptMinute else { continue }
                    publish(minute, subject, metric, direction)
                }
            }
        }
        sweepCursor = end
        return end < count
    }

    func window(_ length: WindowLength, _ metric: Metric, _ subject: Int, _ direction: Direction, _ time: Int64)
        -> WindowCell?
    {
        guard metric.rawValue <= Metric.discards.rawValue, time >= 0 else { return nil }
        let row = Self.row(subject, metric, direction)
        if length == .fiveMinutes {
            return fives[row].cell(length.number(of: time), open: [counters[row].windows.minute])
        }
        return counters[row].windows.cell(length, length.number(of: time))
    }

    var byteCount: Int { counters.byteCount + fives.byteCount + speeds.byteCount }
}
