/// A series of one stream by the bytes that name it there: 128 bits, keyed by a secret of this run, so that two names
/// never meet, by accident or by intent.
public struct SeriesKey: Hashable, Sendable {
    public let high: UInt64
    public let low: UInt64

    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    public static func == (left: Self, right: Self) -> Bool { left.high == right.high && left.low == right.low }
    /// Well mixed already.
    public func hash(into hasher: inout Hasher) { hasher.combine(low) }
}
