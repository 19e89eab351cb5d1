/// One row: a figure beside its reference, measured in the same run.
struct Measurement: Encodable {
    let name: String
    /// Medians of the rounds; `min` and `max` are the least and the greatest round.
    let value: Double
    let unit: String
    let min: Double
    let max: Double
    let reference: String?
    let referenceValue: Double?
    /// The median of the rounds' own ratios, value / reference: a machine that changes its speed between two rounds
    /// does not change it.
    let ratio: Double?
    /// What the row is to show; the table marks it.
    let goal: Goal

    init(
        _ name: String, _ rounds: [Double], unit: String, reference: (name: String, rounds: [Double])? = nil,
        goal: Goal = .none
    ) {
        self.name = name
        value = rounds.median
        self.unit = unit
        min = rounds.min() ?? .nan
        max = rounds.max() ?? .nan
        self.reference = reference?.name
        referenceValue = reference?.rounds.median
        ratio = reference.map { zip(rounds, $0.rounds).map { $0 / $1 }.median }
        self.goal = goal
    }

    private enum Key: CodingKey { case name, value, unit, min, max, reference, referenceValue, ratio }

    /// All keys in every object: what does not apply is null.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(name, forKey: .name)
        try container.encode(value, forKey: .value)
        try container.encode(unit, forKey: .unit)
        try container.encode(min, forKey: .min)
        try container.encode(max, forKey: .max)
        try container.encode(reference, forKey: .reference)
        try container.encode(referenceValue, forKey: .referenceValue)
        try container.encode(ratio, forKey: .ratio)
    }
}

/// What a row is to show.
enum Goal {
    case none
    case ratioAtLeast(Double)
    case ratioAtMost(Double)
    case atLeast(Double)
    case atMost(Double)
    /// Both; the value alone where there is no reference.
    case atLeastAndRatio(Double, ratio: Double)

    /// `nil` without a goal.
    func isMet(by row: Measurement) -> Bool? {
        switch self {
        case .none: nil
        case .ratioAtLeast(let least): (row.ratio ?? 0) >= least
        case .ratioAtMost(let most): (row.ratio ?? .infinity) <= most
        case .atLeast(let least): row.value >= least
        case .atMost(let most): row.value <= most
        case .atLeastAndRatio(let least, let ratio): row.value >= least && (row.ratio ?? ratio) >= ratio
        }
    }
}

extension [Double] {
    /// The middle one, or the mean of the two in the middle; NaN of nothing.
    var median: Double {
        guard !isEmpty else { return .nan }
        let sorted = sorted()
        return (sorted[(count - 1) / 2] + sorted[count / 2]) / 2
    }
}
