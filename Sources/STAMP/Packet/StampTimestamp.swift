/// The 64 bits of a time stamp as they stand in a packet, in either format (RFC 8762 §4.2.1, RFC 8186).
public struct StampTimestamp: Hashable, Sendable {
    /// What the Z bit of the error estimate beside it says.
    public enum Format: Hashable, Sendable {
        /// Seconds since 1900-01-01 UTC modulo 2³², and 2⁻³² s.
        case ntp
        /// Seconds since 1970-01-01 modulo 2³², and nanoseconds (IEEE 1588 truncated).
        case ptp
    }

    public var bits: UInt64

    public init(bits: UInt64) { self.bits = bits }

    /// From a wall clock, nanoseconds since 1970-01-01 UTC; NTP is rounded to the nearest 2⁻³² s.
    public init(wallNanoseconds: Int64, format: Format = .ntp) {
        let (second, nanosecond) = Self.split(wallNanoseconds)
        switch format {
        case .ntp:
            let fraction = (nanosecond << 32 &+ Self.billion / 2) / Self.billion
            // The largest nanosecond rounds to 4 294 967 292: it never carries into the second.
            bits = UInt64(UInt32(truncatingIfNeeded: second &+ Self.ntpEpoch)) << 32 | fraction
        case .ptp:
            bits = UInt64(UInt32(truncatingIfNeeded: second)) << 32 | nanosecond
        }
    }

    /// The wall clock that it means: of all eras that 32 bits of seconds leave open, the one nearest to `reference`.
    /// A PTP stamp may count TAI, as IEEE 1588 wants, or UTC, as many hosts do: again the nearer one is taken. A clock
    /// that is 18 s off could be misread, but such a clock supports no verdict anyway.
    /// `nil` where PTP nanoseconds are 10⁹ or more.
    public func wallNanoseconds(format: Format, near reference: Int64) -> Int64? {
        let seconds = Int64(bits >> 32)
        let fraction = bits & 0xffff_ffff
        switch format {
        case .ntp:
            let nanosecond = (fraction &* Self.billion &+ 1 << 31) >> 32
            return Self.nearest(seconds: seconds - Self.ntpEpoch, nanosecond: nanosecond, to: reference)
        case .ptp:
            guard fraction < Self.billion else { return nil }
            let utc = Self.nearest(seconds: seconds, nanosecond: fraction, to: reference)
            let tai = Self.nearest(seconds: seconds - Self.taiMinusUTC, nanosecond: fraction, to: reference)
            return (tai &- reference).magnitude < (utc &- reference).magnitude ? tai : utc
        }
    }

    private static let billion: UInt64 = 1_000_000_000
    /// 1900-01-01 to 1970-01-01, seconds.
    private static let ntpEpoch: Int64 = 2_208_988_800
    /// Since 2017-01-01, seconds.
    private static let taiMinusUTC: Int64 = 37

    private static func split(_ nanoseconds: Int64) -> (second: Int64, nanosecond: UInt64) {
        let (quotient, remainder) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        return remainder < 0
            ? (quotient - 1, UInt64(remainder + 1_000_000_000)) : (quotient, UInt64(remainder))
    }

    private static func nearest(seconds: Int64, nanosecond: UInt64, to reference: Int64) -> Int64 {
        let era: Int64 = 1 << 32
        let offset = reference / 1_000_000_000 - seconds
        let eras = (offset + (offset < 0 ? -era : era) / 2) / era
        let second = seconds + eras * era
        // Within half an era, 68 years, of a reference that is itself within 292 years of 1970; wraps beyond.
        return second &* 1_000_000_000 &+ Int64(nanosecond)
    }
}
