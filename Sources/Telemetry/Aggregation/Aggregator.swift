/// Samples → what is known of every interface and path: rates, windows of 1 s, 10 s, 1 min and 5 min, delay histograms.
///
/// It has one owner (a thread or an actor) and is not `Sendable`: no locks, no copies. What others may see it publishes
/// to its `reader`. Tables are taken at the start (`memory`); the buckets of the live windows come and go with the
/// delays, at most one for each probe.
///
/// What becomes of a sample, in this order:
/// 1. *invalid*: no such subject, a time before 1970, a status outside 1 … 7, a Counter32 over 32 bits, a delay beyond
///    ± 1 h, a round trip of an interface;
/// 2. *future*: ahead of the wall clock by more than the tolerance;
/// 3. *late*: before the live window; or, for delays and losses, further behind the newest of its series than the
///    lateness; for counters and gauges, at all behind the newest of its series;
/// 4. *duplicate*: the time of a sample of its series that was stored (of a path, of the last 2 048 at most: more than
///    the lateness brings at 5 ms between probes);
/// 5. stored.
///
/// Windows close by sample time: a counter's when a reading comes from past its end, a path's when a sample comes from
/// past its end by the lateness.
///
/// A collector offers speed and status before the counters of the same poll, so that a rate is held against the
/// speed of its own time.
public final class Aggregator {
    /// Samples stored so far.
    public private(set) var stored: UInt64 = 0
    /// Samples dropped so far; `full` is the ring's, here 0.
    public private(set) var dropped = DropCounts()
    /// How often the wall clock went back by more than a minute, and everything known was forgotten: windows that lie
    /// in the future can neither close nor take in what comes.
    public private(set) var clockSetbacks: UInt64 = 0
    public let reader: TelemetryReader
    public let memory: MemoryPlan

    private(set) var frame: WindowFrame
    private var hasTime = false
    private let interfaces: InterfaceAggregates
    private let paths: PathAggregates

    static let greatestSetbackNanoseconds: Int64 = 60_000_000_000

    /// `interfaces` and `paths`: how many there are of each; subjects are 0 ..< that number.
    public init(settings: AggregationSettings, interfaces: Int, paths: Int) {
        let frame = WindowFrame(settings)
        let layout = BucketLayout(limitNanoseconds: settings.limitNanoseconds)
        let plan = MemoryPlan(settings, frame, interfaces: max(0, interfaces), paths: max(0, paths))
        let reader = TelemetryReader(
            settings, frame, plan: plan, layout: layout, interfaces: max(0, interfaces), paths: max(0, paths))
        self.interfaces = InterfaceAggregates(settings, reader: reader)
        self.paths = PathAggregates(settings, frame, layout: layout, reader: reader)
        self.frame = frame
        self.reader = reader
        memory = plan
    }

    /// Takes in samples in the order given; every one is stored or dropped, and counted. `now` as in `advance`.
    public func ingest(_ samples: Span<Sample>, wallNanoseconds now: Int64) {
        advance(wallNanoseconds: now)
        let frame = frame
        let count = samples.count
        var taken: UInt64 = 0
        for index in 0..<count {
            let far = index &+ Prefetch.far
            if far < count { prefetchFar(samples[far]) }
            let near = index &+ Prefetch.near
            if near < count { prefetchNear(samples[near]) }
            if let reason = take(samples[index], frame) { dropped[reason] &+= 1 } else { taken &+= 1 }
        }
        stored &+= taken
    }

    /// Tells the time, so that windows close and figures age without samples. A clock that goes back by up to a
    /// minute is held still meanwhile; by more, everything known is forgotten (`clockSetbacks`).
    public func advance(wallNanoseconds now: Int64) {
        if hasTime, now < frame.nowNanoseconds {
            guard frame.nowNanoseconds &- now > Self.greatestSetbackNanoseconds else { return }
            clockSetbacks &+= 1
            interfaces.reset()
            paths.reset()
            reader.reset()
        }
        hasTime = true
        frame.move(to: now)
        reader.tell(frame)
    }

    @inline(__always)
    private func take(_ sample: Sample, _ frame: WindowFrame) -> DropReason? {
        guard sample.isPossible else { return .invalid }
        let subject = Int(sample.subject)
        let isInterface = sample.metric.isInterfaceMetric
        guard subject < (isInterface ? interfaces.count : paths.numbering.paths) else { return .invalid }
        if sample.timeNanoseconds > frame.nowNanoseconds &+ frame.futureToleranceNanoseconds { return .future }
        if sample.timeNanoseconds < frame.liveStartNanoseconds { return .late }
        return isInterface ? interfaces.ingest(sample, frame) : paths.ingest(sample, frame)
    }

    @inline(__always)
    private func prefetchFar(_ sample: Sample) {
        if sample.metric.isInterfaceMetric { interfaces.prefetch(sample) } else { paths.prefetchFar(sample) }
    }

    @inline(__always)
    private func prefetchNear(_ sample: Sample) {
        let isPath = !sample.metric.isInterfaceMetric && Int(sample.subject) < paths.numbering.paths
        guard isPath, sample.isPossible else { return }
        paths.prefetchNear(sample)
    }

    // MARK: Publishing

    /// Minutes that were closed by a sample which was older than the lateness when it was taken in: what feeds its
    /// series, or this instance, lags. A series that was silent does not count.
    public var windowsLate: UInt64 { interfaces.windowsLate &+ paths.windowsLate }

    /// Makes the figures of every path that changed since they were published due for it.
    public func requestFigures() { paths.requestFigures() }

    /// Publishes the due figures of up to `limit` series of paths, and as many series' minutes that are over. Returns
    /// true when more is left to do: to be called between batches, so that nothing waits for long.
    @discardableResult
    public func publishFigures(limit: Int) -> Bool {
        let moreInterfaces = interfaces.publishOpenMinutes(frame, limit: limit)
        let morePaths = paths.sweep(frame, limit: limit)
        return paths.publishFigures(frame, limit: limit) > 0 || moreInterfaces || morePaths
    }

    /// All of it at once.
    public func publish() {
        while publishFigures(limit: .max / 2) {}
        requestFigures()
        while publishFigures(limit: .max / 2) {}
    }

    // MARK: Queries of the owner, as of the newest `advance` or `ingest`

    /// The window of a series that holds `time`, if it is kept: rates of counters per second, judged delays in
    /// nanoseconds; of round trips none is kept. Of each length the open window and the last closed one are; of seconds of delays some more. `nil`
    /// when nothing is known of it or it is gone.
    public func window(
        _ length: WindowLength, _ metric: Metric, subject: Int, _ direction: Direction, containing time: Int64
    ) -> WindowCell? {
        if metric.isInterfaceMetric {
            guard subject >= 0, subject < interfaces.count, direction != .roundTrip else { return nil }
            return interfaces.window(length, metric, subject, direction, time)
        }
        guard metric == .delay, subject >= 0, subject < paths.numbering.paths else { return nil }
        return paths.window(length, subject, direction, time)
    }

    /// Bytes that the series hold, minutes that have not come yet included, without the allocator's own.
    public var allocatedBytes: Int { reader.byteCount + interfaces.byteCount + paths.byteCount }
}
