/// A value as it was written: whole numbers stay whole, whatever their size.
public enum ForeignValue: Hashable, Sendable {
    case unsigned(UInt64)
    case signed(Int64)
    /// NaN and the infinities too.
    case double(Double)
    case boolean(Bool)
    case text(String)
    /// A list, an object or bytes: nothing that a sample could hold.
    case composite
    /// The series has ended: a stale marker of Prometheus, a `delete` of gNMI.
    case gone
}
