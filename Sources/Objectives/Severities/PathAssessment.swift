import Metro

/// One path as screens and events want it: judged against the limit of the indicator that it serves.
public struct PathAssessment: Hashable, Sendable {
    public var verdict: Verdict
    public var reason: MissingReason?
    /// Breach when missed; warning when not missed but near the limit or over it at a higher layer; stale when the
    /// samples stopped; else unknown or ok. Of a coverage point's paths only the best one can be worth attention.
    public var severity: Severity
    /// Nanoseconds, strict.
    public var limitNanoseconds: Double
    /// What was proven (`LatencyJudgement.lo`, `.hi`).
    public var judgement: LatencyJudgement
    public var floor: PhysicalFloor

    /// From so many limits on an upper bound is *near*.
    public static let nearRatio = 0.9
    /// Time that a packet may take before it is known to be lost (RFC 7680), nanoseconds.
    public static let lossTimeoutNanoseconds: Int64 = 3_000_000_000

    init(
        path: MeasuredPath, floor: PhysicalFloor, evidence: PathEvidence?, _ requirement: LatencyRequirement
    ) {
        judgement = LatencyJudgement.judge(evidence, floors: DirectionalFloors(floor), requirement)
        self.floor = floor
        limitNanoseconds = requirement.limitNanoseconds
        verdict = judgement.verdict
        reason = judgement.reason
        let upper = judgement.hi ?? judgement.observed?.upper ?? 0
        if verdict == .missed {
            severity = .breach
        } else if evidence.map({ Self.isStale($0, path) }) ?? false {
            severity = .stale
            reason = reason ?? .stale
        } else if upper >= Self.nearRatio * limitNanoseconds || judgement.higherLayerAlert {
            severity = .warning
        } else {
            severity = verdict == .unknown ? .unknown : .ok
        }
    }

    /// Whether nothing came for two periods beyond the time that a lost packet needs to be known as such.
    private static func isStale(_ evidence: PathEvidence, _ path: MeasuredPath) -> Bool {
        let ages = [evidence.forward, evidence.backward, evidence.roundTrip].compactMap { $0?.ageNanoseconds }
        return ages.max().map { $0 > staleAfterNanoseconds(path) } ?? false
    }

    /// Age past which a path's newest sample says nothing of now, nanoseconds.
    public static func staleAfterNanoseconds(_ path: MeasuredPath) -> Int64 {
        lossTimeoutNanoseconds &+ 2 &* 1_000_000 &* Int64(path.probeIntervalMilliseconds)
    }
}

extension IndicatorEvaluation {
    /// Every path of the inventory, in its order. A path between centres answers to K1, one between a point and a
    /// centre to K2, one between a terminal group and a centre to K5, the first of these that it can serve at its layer and
    /// that has a target in force; any other to the K2 limit at its own layer.
    public func assessPaths(day: String, live: IndicatorEvidence) -> [PathAssessment] {
        var requirements: [Indicator: LatencyRequirement] = [:]
        for indicator in Indicator.allCases {
            requirements[indicator] = policy.target(indicator, on: day).flatMap {
                LatencyRequirement($0, policy: policy, form: .live)
            }
        }
        var other =
            requirements[.circleCoverage]
            ?? LatencyRequirement(
                limitNanoseconds: 1_000_000, percentile: 0.99, layer: nil, windowSeconds: policy.liveWindowSeconds,
                minimumCompleteness: policy.minimumCompleteness)
        other.layer = nil
        let order: [Indicator] = [.interconnection, .circleCoverage, .reach]
        // A path below an indicator's layer (fibre, where IP is asked for) says nothing of it.
        let served = inventory.paths.indices.map { path in
            order.first { indicator in
                guard index.serves[path].contains(indicator), let requirement = requirements[indicator] else {
                    return false
                }
                return requirement.layer.map { !$0.isAbove(inventory.paths[path].layer) } ?? true
            }
        }
        var assessments = inventory.paths.indices.map { path in
            PathAssessment(
                path: inventory.paths[path], floor: index.floors[path], evidence: live.path(path),
                served[path].flatMap { requirements[$0] } ?? other)
        }
        for pairs in index.pointPairs {
            temper(&assessments, pairs.flatMap(\.paths).filter { served[$0] == .circleCoverage })
        }
        return assessments
    }

    /// One centre within the limit covers a point (K2): that others are out of its reach is how a city is built, not a
    /// breach. A point out of everybody's reach deserves a warning, on its best path; K2 itself says whether such points
    /// are too many.
    private func temper(_ assessments: inout [PathAssessment], _ paths: [Int]) {
        let missed = paths.filter { assessments[$0].verdict == .missed }
        for path in missed { assessments[path].severity = .ok }
        let best = missed.min { assessments[$0].judgement.lo < assessments[$1].judgement.lo }
        if let best, missed.count == paths.count { assessments[best].severity = .warning }
        guard paths.contains(where: { assessments[$0].verdict == .met && assessments[$0].severity == .ok }) else {
            return
        }
        for path in paths where assessments[path].severity == .warning { assessments[path].severity = .ok }
    }
}
