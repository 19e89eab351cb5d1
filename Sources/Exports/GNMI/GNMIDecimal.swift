import Mapping

/// Decimal64 of gNMI: `digits` · 10^−`precision`.
public struct GNMIDecimal: Hashable, Sendable {
    public var digits: Int64
    public var precision: UInt64

    public init(digits: Int64, precision: UInt64) {
        self.digits = digits
        self.precision = precision
    }

    /// Whole where it can be, else the nearest double.
    public var value: ForeignValue {
        var (digits, precision) = (self.digits, self.precision)
        while precision > 0, digits != 0, digits % 10 == 0 {
            digits /= 10
            precision -= 1
        }
        if precision == 0 || digits == 0 { return .signed(digits) }
        // By way of text, so that it is rounded once.
        return .double(Double("\(digits)e-\(precision)") ?? 0)
    }
}
