/// How far the clocks of a path stood apart at the least round trip of a stretch of time, and how well that round trip
/// is known. A probe's offset (T2 − T1 − T4 + T3)/2 is wrong by at most half of what its round trip lies above the
/// path's own, so the least round trip tells most (RFC 5905 §10, the clock filter).
struct RoundTripFloor: Hashable, Sendable {
    /// The four least round trips, ascending, nanoseconds.
    private var least: Least
    /// Far clock minus own clock plus half the path's asymmetry, nanoseconds.
    var offset: Int64

    private struct Least: Hashable, Sendable {
        var first: Int64
        var second = RoundTripFloor.unknown
        var third = RoundTripFloor.unknown
        var fourth = RoundTripFloor.unknown
    }

    /// More than any round trip, and far from an overflow.
    private static let unknown: Int64 = 1 << 61

    init(roundTrip: Int64, offset: Int64) {
        least = Least(first: roundTrip)
        self.offset = offset
    }

    var roundTrip: Int64 { least.first }
    /// How far the least round trip may lie above the path's own: noise puts the four least about as far apart.
    var uncertainty: Int64 { least.fourth &- least.first }

    /// What a route that changes the round trip by `change` explains: one direction took all of it, so the offset
    /// moved by at most half. What is beyond stays, for it is the clocks'. A longer queue is such a route.
    func justified(_ movement: Int64, byRoundTripChange change: Int64) -> Int64 {
        let most = Int64(clamping: change.magnitude) / 2
        return min(max(movement, -most), most)
    }

    mutating func insert(roundTrip: Int64) {
        if roundTrip < least.first {
            least = Least(first: roundTrip, second: least.first, third: least.second, fourth: least.third)
        } else if roundTrip < least.second {
            (least.second, least.third, least.fourth) = (roundTrip, least.second, least.third)
        } else if roundTrip < least.third {
            (least.third, least.fourth) = (roundTrip, least.third)
        } else if roundTrip < least.fourth {
            least.fourth = roundTrip
        }
    }
}

/// One answered probe as the watch sees it. Delays are held to ±36 years, so that no sum overflows.
struct WatchedProbe: Hashable, Sendable {
    var forward: Int64
    var backward: Int64
    /// T1, wall clock, nanoseconds.
    var wall: Int64
    /// Nanoseconds.
    var monotonic: Int64

    init(forward: Int64, backward: Int64, wall: Int64, monotonic: Int64) {
        let most: Int64 = 1 << 60
        self.forward = min(max(forward, -most), most)
        self.backward = min(max(backward, -most), most)
        self.wall = wall
        self.monotonic = monotonic
    }

    var roundTrip: Int64 { forward + backward }
    var offset: Int64 { (forward - backward) / 2 }
}
