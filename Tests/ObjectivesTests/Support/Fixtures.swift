import Metro

@testable import Objectives

/// Seeded numbers for property tests (SplitMix64).
struct Seeded: RandomNumberGenerator {
    var state: UInt64
    init(_ seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

extension DirectionEvidence {
    /// A full hour, one packet a second, every percentile at `bounds`, microseconds.
    static func hour(
        _ bounds: DelayBounds, error: Double? = 0, received: Int = 3600, lost: Int = 0, covered: Double = 3600,
        unsynchronised: Int = 0, clockFaults: Int = 0, age: Int64? = 500_000_000
    ) -> DirectionEvidence {
        let scaled = DelayBounds(
            lower: bounds.lower * 1000, upper: bounds.upper * 1000, reachesUpper: bounds.reachesUpper)
        return DirectionEvidence(
            tally: SampleTally(received: received, lost: lost, expected: 3600), coveredSeconds: covered,
            quantiles: percentiles.map { QuantileEvidence($0, .within(scaled)) }, minimum: scaled.lower,
            uncertainty: error.map { $0 * 1000 }, unsynchronised: unsynchronised, clockFaults: clockFaults,
            ageNanoseconds: age)
    }

    /// What the targets ask for, and the p98 that a round trip proves a miss of p99 by.
    static let percentiles = [0.95, 0.98, 0.99]

    /// A full hour in which the percentiles fall on lost packets.
    static func lossy(received: Int, lost: Int) -> DirectionEvidence {
        DirectionEvidence(
            tally: SampleTally(received: received, lost: lost, expected: 3600), coveredSeconds: 3600,
            quantiles: percentiles.map { QuantileEvidence($0, .lost) }, minimum: nil, uncertainty: 0)
    }
}

extension PathEvidence {
    /// Both directions alike.
    static func both(
        _ direction: DirectionEvidence, layer: NetworkLayer = .ip, method: DelayMethod = .stamp
    ) -> PathEvidence {
        PathEvidence(layer: layer, method: method, forward: direction, backward: direction)
    }
    /// Both directions at exactly so many microseconds.
    static func exactly(_ delay: Double, error: Double = 0, layer: NetworkLayer = .ip) -> PathEvidence {
        .both(.hour(.exactly(delay), error: error), layer: layer)
    }
    /// A round trip of exactly so many microseconds and nothing else.
    static func roundTrip(_ microseconds: Double, layer: NetworkLayer = .ip) -> PathEvidence {
        PathEvidence(layer: layer, method: .roundTrip, roundTrip: .hour(.exactly(microseconds)))
    }
}

extension LatencyRequirement {
    /// 1 ms at p99 in the live hour.
    static func millisecond(
        layer: NetworkLayer? = .ip, rule: Rule = .largerOfBoth, form: IndicatorForm = .live, window: Int = 3600
    ) -> LatencyRequirement {
        LatencyRequirement(
            limitNanoseconds: 1_000_000, percentile: 0.99, layer: layer, rule: rule, form: form, windowSeconds: window)
    }
}

extension LatencyJudgement {
    /// Judges with floors in microseconds.
    static func judge(
        _ evidence: PathEvidence?, floors: (Double, Double) = (0, 0), _ requirement: LatencyRequirement = .millisecond()
    ) -> LatencyJudgement {
        judge(
            evidence, floors: DirectionalFloors(forward: floors.0 * 1000, backward: floors.1 * 1000), requirement)
    }
    var microseconds: (lo: Double, hi: Double?) { (lo / 1000, hi.map { $0 / 1000 }) }
}

/// A small city for whole evaluations: sites without coordinates unless given, every path an hour long.
struct City {
    var sites: [Site] = []
    var paths: [MeasuredPath] = []
    var evidence = IndicatorEvidence()
    var policy = IndicatorPolicy()
    var operators: [NetworkOperator] = []
    static let day = "2026-03-01"

    mutating func centre(
        _ id: SiteID, _ size: CentreClass? = .large, exits: [ExitPort] = [], racks: Double? = nil,
        petaflops: Double? = nil, operatorID: OperatorID? = nil, at coordinates: Coordinates? = nil
    ) {
        let role = ComputingCentre(declaredClass: size, racks: racks, petaflops: petaflops, exits: exits)
        add(id, [.centre(role)], operatorID, coordinates)
    }
    mutating func point(_ id: SiteID, operatorID: OperatorID? = nil, at coordinates: Coordinates? = nil) {
        add(id, [.keyLocation], operatorID, coordinates)
    }
    mutating func terminal(_ id: SiteID, _ name: String = "phone", _ industry: Industry = .finance) {
        add(id, [.terminalGroup(TerminalGroup(terminalClass: name, industry: industry))], nil, nil)
    }
    mutating func important(_ id: SiteID, _ crossConnect: ImportantSite.CrossConnect?) {
        add(id, [.importantSite(ImportantSite(crossConnect: crossConnect))], nil, nil)
    }
    private mutating func add(
        _ id: SiteID, _ roles: [SiteRole], _ operatorID: OperatorID?, _ coordinates: Coordinates?
    ) {
        sites.append(
            Site(
                id: id, name: LocalizedName(english: id.text), coordinates: coordinates, operatorID: operatorID,
                roles: roles))
    }

    /// A path and what its hour says.
    mutating func path(
        _ a: SiteID, _ b: SiteID, _ found: PathEvidence?, layer: NetworkLayer = .ip, kilometres: Double? = nil
    ) {
        paths.append(
            MeasuredPath(
                id: PathID("\(a)-\(b)-\(paths.count)"), a: a, b: b, layer: layer, method: .stamp,
                routeKilometres: kilometres, lengthBasis: kilometres == nil ? .geodesic : .otdr))
        evidence.paths.append(found)
    }
    /// A path whose verdict against 1 ms is known beforehand.
    mutating func path(_ a: SiteID, _ b: SiteID, _ verdict: Verdict, layer: NetworkLayer = .ip) {
        switch verdict {
        case .met: path(a, b, .exactly(500, layer: layer), layer: layer)
        case .missed: path(a, b, .exactly(1500, layer: layer), layer: layer)
        case .unknown: path(a, b, nil, layer: layer)
        }
    }

    var inventory: Inventory {
        Inventory(
            city: LocalizedName(english: "City"), operators: operators, sites: sites, paths: paths, version: "v")
    }
    var evaluation: IndicatorEvaluation { IndicatorEvaluation(inventory: inventory, policy: policy) }
    func evaluate() -> (results: [IndicatorResult], circles: [CentreCircle]) {
        evaluation.evaluate(day: Self.day, live: evidence, official: IndicatorEvidence())
    }
    func result(
        _ indicator: Indicator, _ scope: IndicatorScope = .city, _ form: IndicatorForm = .live
    ) -> IndicatorResult? {
        evaluate().results.first { $0.indicator == indicator && $0.scope == scope && $0.form == form }
    }
}
