/// Makes a `SeriesKey` of bytes, piece by piece; the pieces' bounds count, so `ab`,`c` is not `a`,`bc`.
///
/// Two folded multiplications for each eight bytes, over a state that starts as a secret of this run: who writes names
/// cannot know which ones would meet.
public struct SeriesHash: Sendable {
    @usableFromInline var high: UInt64
    @usableFromInline var low: UInt64

    @inlinable
    public init(_ seed: SeriesSeed) {
        high = seed.high
        low = seed.low
    }

    @inlinable
    public mutating func add(_ bytes: Span<UInt8>) { add(bytes, 0..<bytes.count) }

    /// `range` lies within `bytes`.
    @inlinable
    public mutating func add(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        // Bounds are checked by the load; any eight bytes are a UInt64.
        let raw = bytes.bytes
        var at = range.lowerBound
        let end = range.upperBound
        while end &- at >= 8 {
            mix(raw.unsafeLoadUnaligned(fromByteOffset: at, as: UInt64.self))
            at &+= 8
        }
        var rest: UInt64 = 0
        var shift: UInt64 = 0
        while at < end {
            rest |= UInt64(bytes[at]) &<< shift
            shift &+= 8
            at &+= 1
        }
        mix(rest)
        // How long the piece was: bounds of pieces count, and zeros at an end.
        mix(UInt64(range.count) ^ 0x5BF0_3635_DCD1_4D6F)
    }

    @inlinable public var key: SeriesKey { SeriesKey(high: high, low: low) }

    @inlinable
    mutating func mix(_ word: UInt64) {
        let a = (low ^ word).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
        let b = (high ^ (word &<< 32 | word &>> 32)).multipliedFullWidth(by: 0xC2B2_AE3D_27D4_EB4F)
        low = a.low ^ b.high
        high = b.low ^ a.high &+ word
    }
}
