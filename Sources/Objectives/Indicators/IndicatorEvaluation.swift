import Metro

/// Computes K1–K5 of `indicators.md` §2 for the city and for each operator, live and official.
///
/// Whom a result by operator speaks of (our reading): a pair of centres (K1) belongs to an operator when both centres
/// do; a coverage point (K2) to the operator of its site, judged against the centres of all operators; a centre (K3),
/// an important site (K4) and a terminal group (K5) to the operator of their site.
public struct IndicatorEvaluation: Sendable {
    public let inventory: Inventory
    public let policy: IndicatorPolicy
    public let index: PathIndex
    /// By centre of `index.centres`.
    let belonging: [CentreBelonging]

    /// Builds the index; do this once for an inventory and a policy.
    public init(inventory: Inventory, policy: IndicatorPolicy) {
        self.inventory = inventory
        self.policy = policy
        index = PathIndex(inventory)
        belonging = index.centres.map { site in
            inventory.sites[site].centre.map(policy.belonging(of:)) ?? .below
        }
    }

    /// - Parameters:
    ///   - day: today in the inventory's zone, ISO 8601.
    ///   - live: what the live window holds.
    ///   - official: what the official window holds.
    /// - Returns: results, city first, then operators in the inventory's order, each live before official and K1 before
    ///   K5; an indicator without a target in force is left out. Circles are live, one for each centre of any class.
    public func evaluate(
        day: String, live: IndicatorEvidence, official: IndicatorEvidence
    ) -> (results: [IndicatorResult], circles: [CentreCircle]) {
        let passes = [
            IndicatorPass(self, day: day, form: .live, evidence: live),
            IndicatorPass(self, day: day, form: .official, evidence: official),
        ]
        let scopes = [IndicatorScope.city] + inventory.operators.map { .networkOperator($0.id) }
        let results = scopes.flatMap { scope in passes.flatMap { $0.results(scope) } }
        return (results, passes[0].circles())
    }

    func isIn(_ scope: IndicatorScope, site: Int) -> Bool {
        switch scope {
        case .city: true
        case .networkOperator(let id): inventory.sites[site].operatorID == id
        }
    }
}

/// One form on one day: every pair judged once, then summed up for each scope.
struct IndicatorPass {
    let evaluation: IndicatorEvaluation
    let day: String
    let form: IndicatorForm
    let evidence: IndicatorEvidence
    let targets: [IndicatorTarget]
    /// By pair of `index.centrePairs`; empty without a K1 target.
    let interconnections: [PairJudgement]
    /// By point, aligned with `index.pointPairs`; empty without a K2 target.
    let coverages: [[PairJudgement]]
    /// By row of `index.rows`, aligned with its pairs; empty without a K5 target.
    let reaches: [[PairJudgement]]

    init(_ evaluation: IndicatorEvaluation, day: String, form: IndicatorForm, evidence: IndicatorEvidence) {
        let index = evaluation.index
        let policy = evaluation.policy
        self.evaluation = evaluation
        self.day = day
        self.form = form
        self.evidence = evidence
        targets = Indicator.allCases.compactMap { policy.target($0, on: day) }
        func requirement(_ indicator: Indicator) -> LatencyRequirement? {
            policy.target(indicator, on: day).flatMap { LatencyRequirement($0, policy: policy, form: form) }
        }
        func judge(_ paths: [Int], _ floor: Double, _ requirement: LatencyRequirement) -> PairJudgement {
            PairJudgement(
                paths.map { path in
                    (
                        path, evaluation.inventory.paths[path].layer,
                        LatencyJudgement.judge(
                            evidence.path(path), floors: DirectionalFloors(index.floors[path]), requirement)
                    )
                }, floor: floor, requirement)
        }
        interconnections =
            requirement(.interconnection).map { wanted in
                index.centrePairs.map { judge($0.paths, $0.floor, wanted) }
            } ?? []
        coverages =
            requirement(.circleCoverage).map { wanted in
                index.pointPairs.map { $0.map { judge($0.paths, 0, wanted) } }
            } ?? []
        reaches =
            requirement(.reach).map { wanted in
                index.rows.map { $0.pairs.map { judge($0.paths, $0.floor, wanted) } }
            } ?? []
    }

    var index: PathIndex { evaluation.index }
    var sites: [Site] { evaluation.inventory.sites }

    func results(_ scope: IndicatorScope) -> [IndicatorResult] {
        targets.compactMap { target in
            switch target.indicator {
            case .interconnection:
                interconnections.isEmpty && !index.centrePairs.isEmpty ? nil : interconnection(target, scope)
            case .circleCoverage: coverages.isEmpty && !index.points.isEmpty ? nil : coverage(target, scope)
            case .exits400G: exits(target, scope)
            case .allOpticalCrossConnect: crossConnects(target, scope)
            case .reach: reach(target, scope)
            }
        }
    }
}
