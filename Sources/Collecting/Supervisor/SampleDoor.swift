import Telemetry

/// Where the samples of collectors go, by kind; nothing here blocks.
public struct SampleDoor: Sendable {
    /// Offers samples and answers how many were taken; the rest is refused and counted.
    public let offer: @Sendable (CollectorKind, [Sample]) -> Int
    /// The same for samples that can come again: the rest is not counted.
    public let offerWhatFits: @Sendable (CollectorKind, ArraySlice<Sample>) -> Int
    /// The account of that kind's lane.
    public let lane: @Sendable (CollectorKind) -> RingCounts

    public init(
        offer: @escaping @Sendable (CollectorKind, [Sample]) -> Int,
        offerWhatFits: @escaping @Sendable (CollectorKind, ArraySlice<Sample>) -> Int,
        lane: @escaping @Sendable (CollectorKind) -> RingCounts
    ) {
        self.offer = offer
        self.offerWhatFits = offerWhatFits
        self.lane = lane
    }

    /// One that is never full for long, and takes in at once.
    public init(_ offer: @escaping @Sendable (CollectorKind, [Sample]) -> Int) {
        self.init(offer: offer, offerWhatFits: { offer($0, Array($1)) }, lane: { _ in RingCounts() })
    }
}
