/// One indicator of the notice (`indicators.md` §2).
public enum Indicator: String, Sendable, CaseIterable {
    case interconnection = "K1"
    case circleCoverage = "K2"
    case exits400G = "K3"
    case allOpticalCrossConnect = "K4"
    case reach = "K5"
}

/// What an indicator is judged against, from a date on. Defaults are the notice's numbers.
public struct IndicatorTarget: Hashable, Sendable {
    public var indicator: Indicator
    /// ISO 8601 day from which this target holds; `nil` = always. The latest one that has begun is in force.
    public var effectiveFrom: String?
    /// Latency limit, nanoseconds, strict (`<`); `nil` for K3, K4.
    public var limitNanoseconds: Int64?
    /// Required ratio 0 … 1 (`≥`); 1 for K1 and K5 (every pair, every row).
    public var ratio: Double
    public var layer: NetworkLayer?
    /// Percentile that is judged, 0 … 1.
    public var percentile: Double?

    public init(
        indicator: Indicator, effectiveFrom: String? = nil, limitNanoseconds: Int64? = nil, ratio: Double,
        layer: NetworkLayer? = nil, percentile: Double? = nil
    ) {
        self.indicator = indicator
        self.effectiveFrom = effectiveFrom
        self.limitNanoseconds = limitNanoseconds
        self.ratio = ratio
        self.layer = layer
        self.percentile = percentile
    }

    public static let notice: [IndicatorTarget] = [
        .init(
            indicator: .interconnection, limitNanoseconds: 1_000_000, ratio: 1, layer: .optical, percentile: 0.99),
        .init(indicator: .circleCoverage, limitNanoseconds: 1_000_000, ratio: 0.70, layer: .ip, percentile: 0.99),
        .init(indicator: .exits400G, ratio: 0.50),
        .init(indicator: .allOpticalCrossConnect, ratio: 0.50),
        .init(indicator: .reach, limitNanoseconds: 10_000_000, ratio: 1, layer: .ip, percentile: 0.95),
    ]
}

/// The readings that the notice leaves open; kept in configuration and printed in reports.
public struct IndicatorPolicy: Hashable, Sendable {
    public var targets: [IndicatorTarget]
    /// Standard racks from which a centre without a declared class is *medium*; no default: unset means unknown.
    public var mediumMinimumRacks: Double?
    /// Standard racks from which it is *large*.
    public var largeMinimumRacks: Double
    /// Whether a ROADM counts as an all-optical cross-connect in K4.
    public var roadmCounts: Bool
    /// Live window, seconds.
    public var liveWindowSeconds: Int
    /// Official window, seconds.
    public var officialWindowSeconds: Int
    /// Completeness under which a result is unknown, 0 … 1.
    public var minimumCompleteness: Double

    public init(
        targets: [IndicatorTarget] = IndicatorTarget.notice, mediumMinimumRacks: Double? = nil,
        largeMinimumRacks: Double = 3000, roadmCounts: Bool = false, liveWindowSeconds: Int = 3600,
        officialWindowSeconds: Int = 30 * 86_400, minimumCompleteness: Double = 0.95
    ) {
        self.targets = targets
        self.mediumMinimumRacks = mediumMinimumRacks
        self.largeMinimumRacks = largeMinimumRacks
        self.roadmCounts = roadmCounts
        self.liveWindowSeconds = liveWindowSeconds
        self.officialWindowSeconds = officialWindowSeconds
        self.minimumCompleteness = minimumCompleteness
    }

    /// The target of `indicator` in force on `day` (ISO 8601, so text order is date order).
    public func target(_ indicator: Indicator, on day: String) -> IndicatorTarget? {
        targets.filter { $0.indicator == indicator && ($0.effectiveFrom ?? "") <= day }
            .max { ($0.effectiveFrom ?? "") < ($1.effectiveFrom ?? "") }
    }
}
