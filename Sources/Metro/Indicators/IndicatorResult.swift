/// A judgement. *Unknown* is an answer, never a failure to give one.
public enum Verdict: String, Sendable, CaseIterable {
    case met, missed, unknown
}

/// `live`: the window that screens show (1 h by default). `official`: 30 d, unknown until its window is covered.
public enum IndicatorForm: String, Sendable, CaseIterable {
    case live, official
}

public enum IndicatorUnit: String, Sendable {
    /// 0 … 1.
    case ratio
    case nanoseconds
}

/// Whom a result speaks of.
public enum IndicatorScope: Hashable, Sendable {
    case city
    case networkOperator(OperatorID)
}

/// One judged member of an indicator: a pair, a point, a centre, a site, a terminal row.
public struct IndicatorMember: Hashable, Sendable {
    /// The sites that the member consists of: two for a pair or row, one for the rest.
    public var sites: [SiteID]
    public var verdict: Verdict
    /// Delay in nanoseconds where the indicator has one; `hi` is exclusive.
    public var lo: Double?
    public var hi: Double?
    /// The worst (K1) or deciding path, where one is.
    public var path: PathID?
    public var reason: MissingReason?
    /// True where a higher layer is over a lower layer's limit: unknown with an alert (`indicators.md` §3).
    public var higherLayerAlert: Bool

    public init(
        sites: [SiteID], verdict: Verdict, lo: Double? = nil, hi: Double? = nil, path: PathID? = nil,
        reason: MissingReason? = nil, higherLayerAlert: Bool = false
    ) {
        self.sites = sites
        self.verdict = verdict
        self.lo = lo
        self.hi = hi
        self.path = path
        self.reason = reason
        self.higherLayerAlert = higherLayerAlert
    }
}

/// `Result` of `indicators.md` §1: an interval with a verdict.
public struct IndicatorResult: Hashable, Sendable {
    public var indicator: Indicator
    public var scope: IndicatorScope
    public var form: IndicatorForm
    public var unit: IndicatorUnit
    /// In `unit`; `nil` where nothing can be said.
    public var value: Double?
    public var lo: Double?
    public var hi: Double?
    /// In `unit`: the required ratio, or the limit for K5.
    public var target: Double
    public var verdict: Verdict
    /// Why the verdict is unknown, where it is.
    public var reason: MissingReason?
    /// Samples received that the result rests on.
    public var n: Int
    /// Samples that the window should hold.
    public var expected: Int
    /// (received + known lost) / expected, 0 … 1; 1 where nothing is sampled (K4).
    public var completeness: Double
    public var methods: [DelayMethod]
    public var layer: NetworkLayer?
    /// Half width of the delay's error of the deciding member, nanoseconds.
    public var uncertaintyNanoseconds: Double?
    public var windowSeconds: Int
    public var inventoryVersion: String
    /// Members sorted worst first: missed, unknown, met.
    public var members: [IndicatorMember]
    /// A second figure that some indicators show (K3: share of Gb/s on ≥ 400G exits; K2: compute-weighted), 0 … 1.
    public var secondary: Double?

    public init(
        indicator: Indicator, scope: IndicatorScope = .city, form: IndicatorForm = .live, unit: IndicatorUnit,
        value: Double? = nil, lo: Double? = nil, hi: Double? = nil, target: Double, verdict: Verdict,
        reason: MissingReason? = nil, n: Int = 0, expected: Int = 0, completeness: Double = 0,
        methods: [DelayMethod] = [], layer: NetworkLayer? = nil, uncertaintyNanoseconds: Double? = nil,
        windowSeconds: Int, inventoryVersion: String, members: [IndicatorMember] = [], secondary: Double? = nil
    ) {
        self.indicator = indicator
        self.scope = scope
        self.form = form
        self.unit = unit
        self.value = value
        self.lo = lo
        self.hi = hi
        self.target = target
        self.verdict = verdict
        self.reason = reason
        self.n = n
        self.expected = expected
        self.completeness = completeness
        self.methods = methods
        self.layer = layer
        self.uncertaintyNanoseconds = uncertaintyNanoseconds
        self.windowSeconds = windowSeconds
        self.inventoryVersion = inventoryVersion
        self.members = members
        self.secondary = secondary
    }
}

/// The 1 ms circle of one centre (K2c): a verdict for each coverage point.
public struct CentreCircle: Hashable, Sendable {
    public var centre: SiteID
    /// In the order of `points`.
    public var points: [IndicatorMember]
    /// Covered / all, with unknown points widening it; `nil` without points.
    public var lo: Double?
    public var hi: Double?

    public init(centre: SiteID, points: [IndicatorMember], lo: Double?, hi: Double?) {
        self.centre = centre
        self.points = points
        self.lo = lo
        self.hi = hi
    }
}
