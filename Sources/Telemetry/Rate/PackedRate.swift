/// A rate or the reason for its absence in 64 bits: a number, or a NaN that carries the reason.
struct PackedRate: BitwiseCopyable {
    let bits: UInt64

    /// Quiet NaNs of this form come out of no arithmetic.
    private static let gapMark: UInt64 = 0x7FF8_4741_5000_0000

    init(_ rate: Double) { bits = rate.bitPattern }
    init(_ gap: RateGap) { bits = Self.gapMark | UInt64(gap.rawValue) }

    var reading: RateReading {
        guard bits & ~0xFF == Self.gapMark else { return .value(Double(bitPattern: bits)) }
        return .gap(RateGap(rawValue: UInt8(bits & 0xFF)) ?? .awaitingFirstAnswer)
    }
}
