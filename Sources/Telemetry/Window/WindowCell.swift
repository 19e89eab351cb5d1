/// One window of one series: 40 bytes. A delay adds its value with weight 1; a rate adds its value with the seconds of
/// the window that it covers, so that `mean` is weighted by time.
public struct WindowCell: Hashable, Sendable {
    /// Windows since 1970; `Int64.min` marks an unused cell.
    public internal(set) var index: Int64 = .min
    /// Values added.
    public internal(set) var count: UInt32 = 0
    /// Σ value · weight.
    public internal(set) var sum: Double = 0
    /// Σ weight: samples, or seconds covered.
    public internal(set) var weight: Float = 0
    public internal(set) var minimum: Float = .infinity
    public internal(set) var maximum: Float = -.infinity
    /// The value added last.
    public internal(set) var last: Float = .nan

    init() {}

    /// `nil` when nothing was added.
    public var mean: Double? { weight > 0 ? sum / Double(weight) : nil }

    mutating func add(_ value: Double, weight added: Double) {
        count = count == .max ? .max : count + 1
        sum += value * added
        weight += Float(added)
        minimum = Swift.min(minimum, Float(value))
        maximum = Swift.max(maximum, Float(value))
        last = Float(value)
    }
}
