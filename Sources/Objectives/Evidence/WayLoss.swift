/// What became of the packets of one way that brought no delay, as far as that is known.
///
/// A packet whose answer was lost on the way back tells nothing of the way there; and a reflector that keeps no count of its
/// own leaves even open which way lost it: both ways then have it as lost, which bounds each from above. The round trips,
/// of which nothing is open, show what is proven: losses that the other way cannot have had.
public struct WayLoss: Hashable, Sendable {
    /// Lost on this way for certain.
    public let proven: Int
    /// Sent, and nobody knows what they took on this way, or whether they were lost on it.
    public let unknown: Int

    /// `way` is this one, `other` the other. `roundTrip`: `nil` where none is measured, and each way is known by itself.
    public init(_ way: SampleTally, other: SampleTally, roundTrip: SampleTally?) {
        guard let roundTrip else {
            (proven, unknown) = (way.lost, 0)
            return
        }
        proven = min(way.lost, max(0, roundTrip.lost - other.lost))
        unknown = max(way.lost - proven, roundTrip.known - way.received - proven)
    }
}
