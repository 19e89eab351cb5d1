/// The bounds of windows that follow from the settings, and from the time.
struct WindowFrame: Sendable {
    static let minuteNanoseconds: Int64 = 60_000_000_000

    let liveMinutes: Int
    let latenessNanoseconds: Int64
    let futureToleranceNanoseconds: Int64
    /// The wall clock, which does not go back (`Aggregator.advance`).
    private(set) var nowNanoseconds: Int64 = 0
    /// First minute of the live window.
    private(set) var firstLiveMinute: Int64 = 0
    /// Newest minute whose end has passed by the lateness.
    private(set) var lastClosedMinute: Int64 = -1

    init(_ settings: AggregationSettings) {
        liveMinutes = (min(max(60, settings.liveWindowSeconds), 86_400) + 59) / 60
        latenessNanoseconds = min(max(0, settings.latenessNanoseconds), 30_000_000_000)
        futureToleranceNanoseconds = min(max(0, settings.futureToleranceNanoseconds), 60_000_000_000)
    }

    var liveStartNanoseconds: Int64 { firstLiveMinute &* Self.minuteNanoseconds }

    mutating func move(to now: Int64) {
        nowNanoseconds = now
        firstLiveMinute = max(0, now / Self.minuteNanoseconds - Int64(liveMinutes))
        lastClosedMinute = max(0, now - latenessNanoseconds) / Self.minuteNanoseconds - 1
    }

    /// Whether a sample is taken in longer after its time than it may take: what feeds its series lags.
    func isLate(_ time: Int64) -> Bool { nowNanoseconds &- time > latenessNanoseconds }

    /// Age past which a periodic value says nothing of now: two periods, and what delivery may take.
    func staleAfterNanoseconds(period: Int64) -> Int64 { 2 * period + min(latenessNanoseconds, period / 2) }
}
