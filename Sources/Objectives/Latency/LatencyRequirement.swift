import Metro

/// What a delay is asked to hold: the latency part of an indicator's target, and the window that it is judged in.
public struct LatencyRequirement: Hashable, Sendable {
    /// How both directions of a path make one verdict.
    public enum Rule: Hashable, Sendable {
        /// K1, K2: the larger of both is under the limit. A round trip of twice the limit proves a miss.
        case largerOfBoth
        /// K5: each direction by itself is under the limit.
        case eachDirection
    }
    /// Nanoseconds, strict (`<`).
    public var limitNanoseconds: Double
    /// 0 … 1.
    public var percentile: Double
    /// `nil`: any layer is as good as another.
    public var layer: NetworkLayer?
    public var rule: Rule
    public var form: IndicatorForm
    public var windowSeconds: Int
    /// 0 … 1.
    public var minimumCompleteness: Double

    public init(
        limitNanoseconds: Double, percentile: Double, layer: NetworkLayer?, rule: Rule = .largerOfBoth,
        form: IndicatorForm = .live, windowSeconds: Int = 3600, minimumCompleteness: Double = 0.95
    ) {
        self.limitNanoseconds = limitNanoseconds
        self.percentile = percentile
        self.layer = layer
        self.rule = rule
        self.form = form
        self.windowSeconds = windowSeconds
        self.minimumCompleteness = minimumCompleteness
    }

    /// `nil` for a target without a latency limit. A target that names no percentile is judged by its p99.
    public init?(_ target: IndicatorTarget, policy: IndicatorPolicy, form: IndicatorForm) {
        guard let limit = target.limitNanoseconds else { return nil }
        self.init(
            limitNanoseconds: Double(limit), percentile: target.percentile ?? 0.99, layer: target.layer,
            rule: target.indicator == .reach ? .eachDirection : .largerOfBoth, form: form,
            windowSeconds: policy.windowSeconds(form), minimumCompleteness: policy.minimumCompleteness)
    }

    /// Why a window as full as this says nothing yet; `nil` when it is full enough (`indicators.md` §1).
    func gap(completeness: Double, coveredSeconds: Double) -> MissingReason? {
        if form == .official, coveredSeconds < Double(windowSeconds) { return .windowNotCovered }
        guard completeness < minimumCompleteness else { return nil }
        return coveredSeconds < Double(windowSeconds) * minimumCompleteness ? .windowNotCovered : .incomplete
    }
}

extension IndicatorPolicy {
    public func windowSeconds(_ form: IndicatorForm) -> Int {
        switch form {
        case .live: liveWindowSeconds
        case .official: officialWindowSeconds
        }
    }
}
