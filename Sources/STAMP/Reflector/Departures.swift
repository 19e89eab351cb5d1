import Sockets

/// The answers whose send stamps are still to come.
struct Departures: Sendable {
    struct Departure: Sendable {
        var request: FollowUpRequest
        var wallNanoseconds: Int64
        /// Since T3 of the answer, nanoseconds.
        var sendingNanoseconds: Int64
    }
    private struct Expected: Sendable {
        var identifier: UInt32
        var request: FollowUpRequest
        /// T3 of the answer.
        var transmitNanoseconds: Int64
    }

    /// Stamps may lie unread in the receive buffer's room; with more on their way, further answers ask for none.
    static let limit = 64
    /// A stamp that came later than this after T3 belongs to another answer, nanoseconds.
    static let longest: Int64 = 1_000_000_000

    private var expected: [Expected] = []
    private var next: UInt32 = 0

    /// Whether the answer may ask for a stamp.
    mutating func expect(_ request: FollowUpRequest, after transmitNanoseconds: Int64) -> Bool {
        if expected.count >= Self.limit {
            // Some systems lose stamps: what is too old will not come.
            expected.removeAll { transmitNanoseconds &- $0.transmitNanoseconds > Self.longest }
            guard expected.count < Self.limit else { return false }
        }
        expected.append(
            Expected(identifier: next, request: request, transmitNanoseconds: transmitNanoseconds))
        next &+= 1
        return true
    }

    /// Whose stamp it is; `nil` where that cannot be, as for one from before a restart of the count.
    mutating func take(_ stamp: SendStamp) -> Departure? {
        guard let left = stamp.kernelNanoseconds,
            let place = expected.firstIndex(where: { $0.identifier == stamp.identifier })
        else { return nil }
        let found = expected[place]
        let sending = left &- found.transmitNanoseconds
        guard (0...Self.longest).contains(sending) else { return nil }
        expected.remove(at: place)
        return Departure(request: found.request, wallNanoseconds: left, sendingNanoseconds: sending)
    }
}
