/// Randomness without state: a value depends on what is asked, never on how often or in which order.
///
/// The mixer is the finaliser of SplitMix64 (Steele, Lea, Flood 2014), applied to (key, step).
enum SplitMix {
    /// 2⁶⁴ / golden ratio, odd: consecutive steps land far apart.
    static let gamma: UInt64 = 0x9E37_79B9_7F4A_7C15

    @inline(__always)
    static func mix(_ value: UInt64) -> UInt64 {
        var z = value
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// 64 bits for one subject (`key`) at one step.
    @inline(__always)
    static func bits(_ key: UInt64, _ step: UInt64) -> UInt64 { mix(key &+ (step &+ 1) &* gamma) }

    /// A key for a named subject: adding or moving entities never changes the randomness of the others.
    static func key(_ seed: UInt64, _ text: String) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        return mix(hash ^ mix(seed &+ gamma))
    }

    /// [0, 1) from the upper 53 bits.
    @inline(__always)
    static func unit(_ bits: UInt64) -> Double { Double(bits >> 11) * 0x1p-53 }

    /// (0, 1] from the lower 32 bits; safe under a logarithm.
    @inline(__always)
    static func lowUnit(_ bits: UInt64) -> Double { (Double(UInt32(truncatingIfNeeded: bits)) + 1) * 0x1p-32 }

    /// (0, 1] from the upper 32 bits; safe under a logarithm.
    @inline(__always)
    static func highUnit(_ bits: UInt64) -> Double { (Double(UInt32(truncatingIfNeeded: bits >> 32)) + 1) * 0x1p-32 }

    /// A number that belongs to a subject, uniform in `range`.
    static func number(_ seed: UInt64, _ text: String, in range: ClosedRange<Double>) -> Double {
        range.lowerBound + (range.upperBound - range.lowerBound) * unit(key(seed, text))
    }
}
