/// One counter of one interface and direction: its newest rate, and the rates of its seconds and minutes.
struct CounterSeries: Sendable {
    private var rate: CounterRate
    private(set) var newestNanoseconds: Int64?
    /// The counter as last read.
    private(set) var newestValue: UInt64?
    /// What came of the newest reading.
    private var latest = RateReading.gap(.awaitingFirstAnswer)
    private(set) var seconds: WindowRing
    private(set) var minutes: WindowRing

    init(kind: CounterRate.Kind, periodNanoseconds: Int64, frame: WindowFrame) {
        rate = CounterRate(kind: kind, periodNanoseconds: periodNanoseconds)
        seconds = frame.emptySeconds
        minutes = frame.emptyMinutes
    }

    /// The rate that a reading gave, and the interval that it covers.
    struct Stretch {
        let perSecond: Double
        let start: Int64
        let end: Int64
    }

    /// Readings are taken in order: one of the newest's time is a duplicate, an older one late.
    mutating func ingest(_ sample: Sample, speedBitsPerSecond: UInt64?) -> Result<Stretch?, DropReason> {
        if let newest = newestNanoseconds, sample.timeNanoseconds <= newest {
            return .failure(sample.timeNanoseconds == newest ? .duplicate : .late)
        }
        newestNanoseconds = sample.timeNanoseconds
        newestValue = sample.payload
        switch rate.update(CounterReading(sample), speedBitsPerSecond: speedBitsPerSecond) {
        case .gap(let gap):
            latest = .gap(gap)
            return .success(nil)
        case .rate(let perSecond, let interval):
            latest = .value(perSecond)
            let stretch = Stretch(
                perSecond: perSecond, start: sample.timeNanoseconds &- interval, end: sample.timeNanoseconds)
            seconds.spread(perSecond, from: stretch.start, to: stretch.end)
            minutes.spread(perSecond, from: stretch.start, to: stretch.end)
            return .success(stretch)
        }
    }

    /// The newest rate, per second, as it stands at `now`.
    func reading(now: Int64, staleAfter: Int64) -> RateReading {
        guard let newestNanoseconds else { return .gap(.awaitingFirstAnswer) }
        return now &- newestNanoseconds > staleAfter ? .gap(.stale) : latest
    }

    var allocatedBytes: Int { seconds.allocatedBytes + minutes.allocatedBytes }
}
