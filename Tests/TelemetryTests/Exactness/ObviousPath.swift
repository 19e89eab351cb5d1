@testable import Telemetry

/// One direction of a path, or its round trip: every sample that was stored, in order of arrival. All else is worked out from them.
struct ObviousPath {
    let lateness: Int64
    private(set) var stored: [Sample] = []
    private var times: Set<Int64> = []
    /// How many were stored, and which minutes were over, when minutes were last published.
    private var sweptCount = 0
    private var sweptMinute: Int64 = -1

    init(lateness: Int64) { self.lateness = lateness }

    var newest: Int64? { stored.isEmpty ? nil : greatestTime }
    private var greatestTime: Int64 = .min

    mutating func take(_ sample: Sample) -> DropReason? {
        let time = sample.timeNanoseconds
        if let newest, time < newest - lateness { return .late }
        if times.contains(time) { return .duplicate }
        times.insert(time)
        greatestTime = max(greatestTime, time)
        stored.append(sample)
        return nil
    }

    mutating func sweep(_ lastClosedMinute: Int64) {
        sweptCount = stored.count
        sweptMinute = lastClosedMinute
    }

    // MARK: The live window

    func judged(since time: Int64) -> [Int64] {
        stored.filter { $0.timeNanoseconds >= time && $0.isJudgedDelay }.map(\.delayNanoseconds).sorted()
    }

    func figures(since time: Int64, _ buckets: ObviousBuckets) -> PathTelemetry.Figures {
        let window = stored.filter { $0.timeNanoseconds >= time }
        let received = window.filter { $0.metric == .delay }
        let faults = received.filter { $0.flags.contains(.clockFault) }.map(\.delayNanoseconds)
        let judged = judged(since: time)
        let lost = window.count - received.count
        var figures = PathTelemetry.Figures()
        figures.judged = judged.count
        figures.lost = lost
        figures.clockFaults = faults.count
        figures.unsynchronised = received.count { $0.flags.contains(.clockUnsynchronised) }
        figures.p50 = buckets.percentile(500, judged, lost: lost, least: 5)
        figures.p95 = buckets.percentile(950, judged, lost: lost, least: 59)
        figures.p99 = buckets.percentile(990, judged, lost: lost, least: 299)
        figures.p999 = buckets.percentile(999, judged, lost: lost, least: 2_995)
        figures.delayVariation = buckets.delayVariation(judged)
        figures.minimum = judged.first
        figures.maximum = judged.last
        figures.clockFaultMinimum = faults.min()
        figures.greatestUncertaintyNanoseconds = received.map(\.auxiliary).max()
        return figures
    }

    /// The newest delay, whatever its flags.
    var newestDelay: PathTelemetry.Newest? {
        stored.filter { $0.metric == .delay }.max { $0.timeNanoseconds < $1.timeNanoseconds }.map {
            PathTelemetry.Newest(
                delayNanoseconds: $0.delayNanoseconds, uncertaintyNanoseconds: $0.auxiliary, flags: $0.flags,
                timeNanoseconds: $0.timeNanoseconds)
        }
    }

    // MARK: Minutes

    /// A minute as it is kept: whole once it is closed; before that, as it was when it was published last, if it was
    /// over by the clock then.
    func minuteKept(_ number: Int64, _ buckets: ObviousBuckets) -> DelayMinuteSummary {
        let known = isClosed(number) ? stored[...] : sweptMinute >= number ? stored[..<sweptCount] : []
        let samples = known.filter { $0.timeNanoseconds / minute == number }
        let received = samples.filter { $0.metric == .delay }.map(\.delayNanoseconds).sorted()
        let lost = Int32(samples.count - received.count)
        guard let least = received.first, let most = received.last else {
            return DelayMinuteSummary(received: 0, lost: lost, minimum: .nan, p50: .nan, p99: .nan, maximum: .nan)
        }
        func rank(_ thousandths: Int) -> Float {
            let upper = buckets.percentile(thousandths, received, lost: 0, least: 1).upper ?? most
            return Float(min(upper, most))
        }
        return DelayMinuteSummary(
            received: Int32(received.count), lost: lost, minimum: Float(least), p50: rank(500), p99: rank(990),
            maximum: Float(most))
    }

    private func isClosed(_ number: Int64) -> Bool { greatestTime >= (number + 1) * minute + lateness }

    // MARK: Windows

    /// Judged delays of a window. The value added last is that of its newest part: ten seconds are made of seconds,
    /// five minutes of minutes.
    func window(_ length: WindowLength, _ number: Int64) -> ObviousWindow {
        let part: WindowLength = length == .tenSeconds ? .second : length == .fiveMinutes ? .minute : length
        let inside = stored.filter { $0.isJudgedDelay && length.number(of: $0.timeNanoseconds) == number }
        let parts = Dictionary(grouping: inside) { part.number(of: $0.timeNanoseconds) }.sorted { $0.key < $1.key }
        return ObviousWindow(number: number, delays: parts.flatMap { $0.value.map(\.delayNanoseconds) })
    }

    /// Whether a window has to be there still: it is open, or the newest closed one; minutes before the live window
    /// are closed by the clock.
    func isDue(_ length: WindowLength, _ number: Int64, liveStart: Int64) -> Bool {
        guard let newest, !window(length, number).isEmpty else { return false }
        switch length {
        case .second, .tenSeconds:
            return newest / second - number * length.rawValue < lateness / second + 20
        case .minute:
            func isOver(_ number: Int64) -> Bool { isClosed(number) || (number + 1) * minute <= liveStart }
            return !isOver(number) || number == judgedNumbers(length).last(where: isOver)
        case .fiveMinutes:
            return judgedNumbers(length).suffix(2).contains(number)
        }
    }

    private func judgedNumbers(_ length: WindowLength) -> [Int64] {
        Set(stored.filter(\.isJudgedDelay).map { length.number(of: $0.timeNanoseconds) }).sorted()
    }
}

extension Sample {
    var isJudgedDelay: Bool { metric == .delay && !flags.contains(.clockFault) }
}
