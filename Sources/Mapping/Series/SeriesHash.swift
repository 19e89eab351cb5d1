/// Makes a `SeriesKey` of bytes, piece by piece; the pieces' bounds count, so `ab`,`c` is not `a`,`bc`.
public struct SeriesHash: Sendable {
    private var high: UInt64
    private var low: UInt64

    public init(_ seed: SeriesSeed) {
        high = seed.high
        low = seed.low
    }

    public mutating func add(_ bytes: Span<UInt8>) { add(bytes, 0..<bytes.count) }

    /// `range` lies within `bytes`.
    public mutating func add(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        let words = bytes.bytes
        var index = range.lowerBound
        while range.upperBound &- index >= 8 {
            // Within bounds by the load's own check, and every bit pattern is a number.
            mix(words.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self))
            index &+= 8
        }
        var rest: UInt64 = 0
        while index < range.upperBound {
            rest = rest << 8 | UInt64(bytes[index])
            index &+= 1
        }
        mix(rest)
        mix(UInt64(range.count) | 1 << 63)
    }

    public var key: SeriesKey { SeriesKey(high: high, low: low) }

    private mutating func mix(_ word: UInt64) {
        let a = (low ^ word).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
        let b = (high &+ word).multipliedFullWidth(by: 0xC2B2_AE3D_27D4_EB4F)
        low = a.high ^ a.low
        high = b.high ^ b.low ^ low
    }
}
