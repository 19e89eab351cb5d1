/// Samples → what is known of every interface and path: rates, windows of 1 s and 1 min, delay histograms.
///
/// It has one owner (a thread or an actor) and is not `Sendable`: no locks, no copies. Storage of a series is taken
/// with its first samples and then bounded. Measured at the default settings, everything in use: 26 kB an interface;
/// 16 kB a direction of a path probed once a second (of it 6 kB fixed, the rest 4 bytes for each bucket in use in each
/// minute).
///
/// What becomes of a sample, in this order:
/// 1. *invalid*: no such subject, a status outside 1 … 7, a Counter32 over 32 bits, a delay beyond ± 1 h;
/// 2. *future*: ahead of the wall clock by more than the tolerance;
/// 3. *late*: before the live window; or, for delays and losses, further behind the newest of its series than the
///    lateness; for counters and gauges, at all behind the newest of its series;
/// 4. *duplicate*: the time of a sample of its series that was stored;
/// 5. stored.
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
    public let layout: BucketLayout

    private let settings: AggregationSettings
    var frame: WindowFrame
    private var hasTime = false
    var interfaces: ContiguousArray<InterfaceSeries>
    /// Both directions of path i at 2i and 2i + 1.
    var delays: ContiguousArray<DelaySeries>

    static let greatestSetbackNanoseconds: Int64 = 60_000_000_000

    /// `interfaces` and `paths`: how many there are of each; subjects are 0 ..< that number.
    public init(settings: AggregationSettings, interfaces: Int, paths: Int) {
        self.settings = settings
        layout = BucketLayout(limitNanoseconds: settings.limitNanoseconds)
        frame = WindowFrame(settings)
        self.interfaces = []
        delays = []
        fill(interfaces: max(0, interfaces), paths: max(0, paths))
    }

    private func fill(interfaces interfaceCount: Int, paths pathCount: Int) {
        interfaces = ContiguousArray(
            (0..<interfaceCount).map { subject in
                InterfaceSeries(
                    periodNanoseconds: settings.interfacePeriodNanoseconds(subject), frame: frame)
            })
        delays = ContiguousArray(
            (0..<(pathCount * 2)).map { series in
                DelaySeries(
                    layout: layout, intervalNanoseconds: settings.pathProbeIntervalNanoseconds(series / 2),
                    frame: frame)
            })
    }

    /// Takes in samples in the order given; every one is stored or dropped, and counted. `now` as in `advance`.
    public func ingest(_ samples: [Sample], wallNanoseconds now: Int64) {
        advance(wallNanoseconds: now)
        for sample in samples {
            if let reason = take(sample) { dropped[reason] &+= 1 } else { stored &+= 1 }
        }
    }

    /// Tells the time, so that windows close and figures age without samples. A clock that goes back by up to a
    /// minute is held still meanwhile; by more, everything known is forgotten (`clockSetbacks`).
    public func advance(wallNanoseconds now: Int64) {
        if hasTime, now < frame.nowNanoseconds {
            guard frame.nowNanoseconds &- now > Self.greatestSetbackNanoseconds else { return }
            clockSetbacks &+= 1
            fill(interfaces: interfaces.count, paths: delays.count / 2)
        }
        hasTime = true
        frame.move(to: now)
    }

    private func take(_ sample: Sample) -> DropReason? {
        let subject = Int(sample.subject)
        guard sample.metric.isInterfaceMetric ? subject < interfaces.count : subject < delays.count / 2 else {
            return .invalid
        }
        guard sample.hasPossibleValue else { return .invalid }
        if sample.timeNanoseconds > frame.nowNanoseconds &+ frame.futureToleranceNanoseconds { return .future }
        if sample.timeNanoseconds < frame.liveStartNanoseconds { return .late }
        if sample.metric.isInterfaceMetric { return interfaces[subject].ingest(sample) }
        return delays[subject * 2 + Int(sample.direction.rawValue)].ingest(sample, frame)
    }
}
