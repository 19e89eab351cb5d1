/// A lasting step of a path's least delay: another route, most likely (`indicators.md` §4).
public struct RouteChange: Hashable, Sendable {
    public enum Direction: String, Sendable {
        /// A→B.
        case forward
        /// B→A.
        case backward
        case both
        /// Only the sum of both ways is known to have changed: the clocks do not tell which.
        case roundTrip = "round_trip"
    }
    public var direction: Direction
    /// After minus before: of that direction, of each of both on average, or of the round trip.
    public var nanoseconds: Double
    /// 0 … 1: one minus the chance that a path without any change shows minutes like these.
    public var confidence: Double

    public init(direction: Direction, nanoseconds: Double, confidence: Double) {
        self.direction = direction
        self.nanoseconds = nanoseconds
        self.confidence = confidence
    }

    /// Fibre that such a step stands for, one way, both signs.
    public var kilometres: Double {
        nanoseconds / PhysicalFloor.nanosecondsPerKilometre / (direction == .roundTrip ? 2 : 1)
    }
}
