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
        // No arrays of sides here: a province has a hundred thousand links to be looked at every second.
        func carriesNot(_ status: Reading<OperationalStatus>) -> Bool { status.value?.carriesTraffic == false }
        isDown = carriesNot(forward.operationalStatus) || carriesNot(backward.operationalStatus)
        utilization = Self.larger(forward.utilization.value, backward.utilization.value)
        lossPerSecond = Self.larger(forward.lossPerSecond, backward.lossPerSecond)
        var gap: MissingReason?
        var isStale = false
        func note(_ reason: MissingReason?) {
            if reason == .stale { isStale = true } else if gap == nil { gap = reason }
        }
        note(forward.operationalStatus.reason)
        note(forward.utilization.reason)
        note(backward.operationalStatus.reason)
        note(backward.utilization.reason)
        if isDown || utilization.map({ $0 >= thresholds.utilizationBreach }) ?? false {
            severity = .breach
        } else if utilization.map({ $0 >= thresholds.utilizationWarning }) ?? false
            || lossPerSecond.map({ $0 >= thresholds.lossPerSecondWarning }) ?? false
        {
            severity = .warning
        } else if let gap {
            severity = .unknown
            reason = gap
        } else if isStale {
            severity = .stale
            reason = .stale
        } else {
            // An agent that does not know the status of its own interface leaves the link unknown.
            let isUnknown =
                forward.operationalStatus.value == .unknown || backward.operationalStatus.value == .unknown
            severity = isUnknown ? .unknown : .ok
        }
    }

    private static func larger(_ a: Double?, _ b: Double?) -> Double? {
        guard let a, let b else { return a ?? b }
        return max(a, b)
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
        guard let errors = errorsPerSecond.value, let discards = discardsPerSecond.value else {
            return errorsPerSecond.value ?? discardsPerSecond.value
        }
        return errors + discards
    }
}
