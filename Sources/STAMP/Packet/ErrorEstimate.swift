/// The error estimate of a time stamp (RFC 4656 §4.1.2, RFC 8762 §4.2.1):
/// `S | Z | Scale (6) | Multiplier (8)`, error = Multiplier · 2^(Scale − 32) s.
public struct ErrorEstimate: Hashable, Sendable {
    public var bits: UInt16

    public init(bits: UInt16) { self.bits = bits }

    /// The smallest estimate that is not below `nanoseconds`; never a zero multiplier, which would mean "invalid".
    public init(isSynchronised: Bool, nanoseconds: UInt64, format: StampTimestamp.Format = .ntp) {
        // Errors of 2⁻³² s, rounded up; below 2⁶⁷, so Scale stays below 63.
        var multiplier = (UInt128(nanoseconds) << 32 + 999_999_999) / 1_000_000_000
        var scale: UInt16 = 0
        while multiplier > 255 {
            multiplier = (multiplier + 1) >> 1
            scale += 1
        }
        bits =
            (isSynchronised ? 0x8000 : 0) | (format == .ptp ? 0x4000 : 0) | scale << 8
            | UInt16(max(multiplier, 1))
    }

    /// S: the clock is synchronised to UTC by an external source.
    public var isSynchronised: Bool { bits & 0x8000 != 0 }
    /// Z (RFC 8186 §2.3).
    public var format: StampTimestamp.Format { bits & 0x4000 != 0 ? .ptp : .ntp }
    public var scale: UInt8 { UInt8(bits >> 8 & 0x3f) }
    public var multiplier: UInt8 { UInt8(bits & 0xff) }

    /// The error, nanoseconds, rounded up; `nil` for multiplier 0, which must be taken as corrupt.
    public var nanoseconds: UInt64? {
        guard multiplier != 0 else { return nil }
        let product = UInt128(multiplier) * 1_000_000_000 << UInt128(scale)
        return UInt64(clamping: (product + (1 << 32 - 1)) >> 32)
    }

    /// The error where it supports a one-way verdict: synchronised and valid (`indicators.md` §3).
    public var trustedNanoseconds: UInt64? { isSynchronised ? nanoseconds : nil }
}
