import Mapping

/// Decimal64 of gNMI: `digits` · 10^−`precision`.
public struct GNMIDecimal: Hashable, Sendable {
    public var digits: Int64
    public var precision: UInt32

    public init(digits: Int64, precision: UInt32) {
        self.digits = digits
        self.precision = precision
    }

    /// Whole without precision, else the nearest double.
    public var value: ForeignValue {
        if precision == 0 { return .signed(digits) }
        // Both are exact below these bounds, so that the division rounds once.
        if precision <= 22, digits.magnitude <= 1 << 53 {
            return .double(Double(digits) / (0..<precision).reduce(1.0) { power, _ in power * 10 })
        }
        return .double(Double("\(digits)e-\(min(precision, 400))") ?? 0)
    }
}
