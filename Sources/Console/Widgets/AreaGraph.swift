/// A graph of values over time, oldest left: braille where the terminal can, else block elements, else ASCII.
/// A gap stays a gap; a value over `upper` is clipped and marked `▲`, one under 0 `▼`.
public struct AreaGraph: Hashable, Sendable {
    /// One point of time: a solid part, and a fainter one around it (the "smoke" of a distribution).
    public struct Column: Hashable, Sendable {
        public var solid: ClosedRange<Double>
        public var smoke: ClosedRange<Double>

        public init(solid: ClosedRange<Double>, smoke: ClosedRange<Double>? = nil) {
            self.solid = solid
            self.smoke = smoke ?? solid
        }
    }

    /// `nil` is a gap.
    public var columns: [Column?]
    /// Value at the top edge; the scale starts at 0.
    public var upper: Double
    /// Drawn as a dashed line where the graph is empty.
    public var limit: Double?
    public var role: Role
    /// Colour by height from 0 … `upper`, as a btop graph; else by `level`.
    public var level: UInt8?

    public init(
        columns: [Column?], upper: Double, limit: Double? = nil, role: Role = .traffic, level: UInt8? = nil
    ) {
        self.columns = columns
        self.upper = upper.isFinite && upper > 0 ? upper : 1
        self.limit = limit
        self.role = role
        self.level = level
    }

    /// Bars from 0; NaN is a gap.
    public init(values: [Double], upper: Double, limit: Double? = nil, role: Role = .traffic, level: UInt8? = nil) {
        self.init(
            columns: values.map { $0.isFinite ? Column(solid: 0...max(0, $0)) : nil }, upper: upper, limit: limit,
            role: role, level: level)
    }

    /// `columns` brought to `count` points: several in one point join (highest and lowest kept, so that no peak is
    /// lost; a gap only where all are gaps); few are spread out.
    func resampled(to count: Int) -> [Column?] {
        guard count > 0, !columns.isEmpty else { return Array(repeating: nil, count: max(0, count)) }
        return (0..<count).map { index in
            let first = index * columns.count / count
            let end = max(first + 1, (index + 1) * columns.count / count)
            return columns[first..<min(end, columns.count)].reduce(nil as Column?) { sum, next in
                guard let next else { return sum }
                guard let sum else { return next }
                return Column(
                    solid: Self.join(sum.solid, next.solid), smoke: Self.join(sum.smoke, next.smoke))
            }
        }
    }

    private static func join(_ a: ClosedRange<Double>, _ b: ClosedRange<Double>) -> ClosedRange<Double> {
        min(a.lowerBound, b.lowerBound)...max(a.upperBound, b.upperBound)
    }
}
