/// Makes a `SeriesKey` of bytes, piece by piece; the pieces' bounds count, so `ab`,`c` is not `a`,`bc`.
public struct SeriesHash: Sendable {
    private var high: UInt64
    private var low: UInt64

    public init(_ seed: SeriesSeed) {
        high = seed.high
        low = seed.low
    }

    @inlinable
    public mutating func add(_ bytes: Span<UInt8>) { add(bytes, 0..<bytes.count) }

    /// `range` lies within `bytes`.
    public mutating func add(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        for index in range { mix(UInt64(bytes[index])) }
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
