import Metro

/// From what on a link deserves attention. The notice says nothing of it: these are our defaults.
public struct LinkThresholds: Hashable, Sendable {
    /// Share of capacity, 0 … 1.
    public var utilizationWarning: Double
    public var utilizationBreach: Double
    /// Errors and discards together, per second.
    public var lossPerSecondWarning: Double

    public init(utilizationWarning: Double = 0.80, utilizationBreach: Double = 0.95, lossPerSecondWarning: Double = 1) {
        self.utilizationWarning = utilizationWarning
        self.utilizationBreach = utilizationBreach
        self.lossPerSecondWarning = lossPerSecondWarning
    }
}

/// How much attention a link deserves, and why.
public struct LinkAssessment: Hashable, Sendable {
    public var severity: Severity
    /// Why it is unknown or stale, where it is.
    public var reason: MissingReason?
    public var isDown: Bool
    /// The larger utilization of both directions, 0 … 1.05, where one is known.
    public var utilization: Double?
    /// The larger sum of errors and discards of both directions, per second, where one is known.
    public var lossPerSecond: Double?

    public init(
        forward: LinkDirectionPicture, backward: LinkDirectionPicture, thresholds: LinkThresholds = LinkThresholds()
    ) {
        let sides = [forward, backward]
        isDown = sides.contains { $0.operationalStatus.value?.carriesTraffic == false }
        utilization = sides.compactMap(\.utilization.value).max()
        lossPerSecond = sides.compactMap(\.lossPerSecond).max()
        let gaps = sides.flatMap { [$0.operationalStatus.reason, $0.utilization.reason] }.compactMap { $0 }
        if isDown || utilization.map({ $0 >= thresholds.utilizationBreach }) ?? false {
            severity = .breach
        } else if utilization.map({ $0 >= thresholds.utilizationWarning }) ?? false
            || lossPerSecond.map({ $0 >= thresholds.lossPerSecondWarning }) ?? false
        {
            severity = .warning
        } else if let gap = gaps.first(where: { $0 != .stale }) {
            severity = .unknown
            reason = gap
        } else if !gaps.isEmpty {
            severity = .stale
            reason = gaps.first
        } else {
            // An agent that does not know the status of its own interface leaves the link unknown.
            severity = sides.contains { $0.operationalStatus.value == .unknown } ? .unknown : .ok
        }
    }
}

extension OperationalStatus {
    /// `false` when packets cannot pass; `nil` when the agent does not know.
    var carriesTraffic: Bool? {
        switch self {
        case .up: true
        case .down, .testing, .dormant, .notPresent, .lowerLayerDown: false
        case .unknown: nil
        }
    }
}

extension LinkDirectionPicture {
    /// Errors and discards together; `nil` where neither is known.
    var lossPerSecond: Double? {
        let known = [errorsPerSecond.value, discardsPerSecond.value].compactMap { $0 }
        return known.isEmpty ? nil : known.reduce(0, +)
    }
}
