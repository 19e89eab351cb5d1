/// One minute of delays of one direction; what smoke and sparklines are drawn from. Nanoseconds.
public struct DelayMinute: Hashable, Sendable {
    /// 0 samples is a gap, and stays one.
    public var received: Int32
    public var lost: Int32
    public var minimum: Float
    public var p50: Float
    public var p99: Float
    public var maximum: Float

    public init(received: Int32, lost: Int32, minimum: Float, p50: Float, p99: Float, maximum: Float) {
        self.received = received
        self.lost = lost
        self.minimum = minimum
        self.p50 = p50
        self.p99 = p99
        self.maximum = maximum
    }
    public static let gap = DelayMinute(
        received: 0, lost: 0, minimum: .nan, p50: .nan, p99: .nan, maximum: .nan)
}

/// One bucket of a delay histogram: [lower, upper) nanoseconds.
public struct DelayBucket: Hashable, Sendable {
    public var lower: Double
    public var upper: Double
    public var count: Int

    public init(lower: Double, upper: Double, count: Int) {
        self.lower = lower
        self.upper = upper
        self.count = count
    }
}

/// One direction of a path, or its round trip, over the live window.
public struct PathDirectionPicture: Sendable {
    /// Nanoseconds; a percentile is the upper edge of its bucket, too few samples make it missing.
    public var p50: Reading<Double>
    public var p95: Reading<Double>
    public var p99: Reading<Double>
    public var p999: Reading<Double>
    /// Where the buckets of the percentiles begin, nanoseconds.
    public var lowerEdges: LowerEdges
    public var minimum: Reading<Double>
    public var maximum: Reading<Double>
    public var last: Reading<Double>
    /// lost / sent, 0 … 1.
    public var lossRatio: Reading<Double>
    /// p99 of D − min D, nanoseconds (RFC 5481).
    public var delayVariation: Reading<Double>
    /// E: the true delay lies in [D − E, D + E]; nanoseconds.
    public var uncertainty: Reading<Double>
    /// Received, and what the window should hold.
    public var n: Int
    public var expected: Int
    public var lost: Int
    public var windowSeconds: Int
    /// Age of the newest sample, nanoseconds; `nil` before the first.
    public var ageNanoseconds: Int64?
    /// Samples left out: the delay of this way or the way back cannot be, so a clock is wrong.
    public var clockFaults: Int
    /// The last 60 closed minutes, oldest first; none of round trips.
    public var minutes: Deferred<DelayMinute>
    /// Non-empty buckets of the window, ascending.
    public var histogram: Deferred<DelayBucket>

    /// Of the percentiles that are known.
    public struct LowerEdges: Hashable, Sendable {
        public var p50, p95, p99, p999: Double?

        public init(p50: Double? = nil, p95: Double? = nil, p99: Double? = nil, p999: Double? = nil) {
            self.p50 = p50
            self.p95 = p95
            self.p99 = p99
            self.p999 = p999
        }
    }

    public init(
        p50: Reading<Double>, p95: Reading<Double>, p99: Reading<Double>, p999: Reading<Double>,
        lowerEdges: LowerEdges = LowerEdges(), minimum: Reading<Double>, maximum: Reading<Double>,
        last: Reading<Double>, lossRatio: Reading<Double>,
        delayVariation: Reading<Double>, uncertainty: Reading<Double>, n: Int, expected: Int, lost: Int,
        windowSeconds: Int, ageNanoseconds: Int64?, clockFaults: Int = 0, minutes: Deferred<DelayMinute> = [],
        histogram: Deferred<DelayBucket> = []
    ) {
        self.p50 = p50
        self.p95 = p95
        self.p99 = p99
        self.p999 = p999
        self.lowerEdges = lowerEdges
        self.minimum = minimum
        self.maximum = maximum
        self.last = last
        self.lossRatio = lossRatio
        self.delayVariation = delayVariation
        self.uncertainty = uncertainty
        self.n = n
        self.expected = expected
        self.lost = lost
        self.windowSeconds = windowSeconds
        self.ageNanoseconds = ageNanoseconds
        self.clockFaults = clockFaults
        self.minutes = minutes
        self.histogram = histogram
    }

    public static func missing(_ reason: MissingReason, windowSeconds: Int) -> PathDirectionPicture {
        PathDirectionPicture(
            p50: .missing(reason), p95: .missing(reason), p99: .missing(reason), p999: .missing(reason),
            minimum: .missing(reason), maximum: .missing(reason), last: .missing(reason),
            lossRatio: .missing(reason), delayVariation: .missing(reason), uncertainty: .missing(reason), n: 0,
            expected: 0, lost: 0, windowSeconds: windowSeconds, ageNanoseconds: nil)
    }
}

public struct PathPicture: Sendable {
    /// A→B.
    public var forward: PathDirectionPicture
    /// B→A.
    public var backward: PathDirectionPicture
    /// Packet by packet, (T4 − T1) − (T3 − T2), which no clock's offset touches; `nil` where nothing comes back (ODUk).
    public var roundTrip: PathDirectionPicture?
    /// Judged against the limit of the indicator that the path serves: both directions, with its uncertainty.
    public var verdict: Verdict
    public var reason: MissingReason?
    public var severity: Severity
    /// What the judgement rests on: `.roundTrip` is an estimate. `nil` where nothing was measured.
    public var judgedBy: DelayMethod?
    /// The limit it is judged against, nanoseconds.
    public var limitNanoseconds: Double
    /// Propagation floors, nanoseconds (`indicators.md` §4); `nil` without a length.
    public var guaranteedFloor: Double?
    public var expectedFloor: Double?
    /// `nil` where no probe of ours measures it.
    public var probes: ProbeAccount?
    public var clock: PathClock?

    public init(
        forward: PathDirectionPicture, backward: PathDirectionPicture, roundTrip: PathDirectionPicture? = nil,
        verdict: Verdict, reason: MissingReason?, severity: Severity, limitNanoseconds: Double,
        guaranteedFloor: Double?, expectedFloor: Double?, probes: ProbeAccount? = nil,
        clock: PathClock? = nil, judgedBy: DelayMethod? = nil
    ) {
        self.forward = forward
        self.backward = backward
        self.roundTrip = roundTrip
        self.verdict = verdict
        self.reason = reason
        self.severity = severity
        self.limitNanoseconds = limitNanoseconds
        self.guaranteedFloor = guaranteedFloor
        self.expectedFloor = expectedFloor
        self.probes = probes
        self.clock = clock
        self.judgedBy = judgedBy
    }

    /// The larger p99 of both directions, nanoseconds.
    public var worstP99: Double? {
        switch (forward.p99.value, backward.p99.value) {
        case (let f?, let b?): max(f, b)
        case (let one?, nil), (nil, let one?): one
        case (nil, nil): nil
        }
    }
}
