import Metro
import Objectives
import Telemetry

/// Hands the closed minutes of all paths to the watches of their routes.
struct RouteMinutes {
    private let inventory: Inventory
    private let reader: TelemetryReader
    private var watches: [RouteWatch]
    /// Newest minute handed on.
    private var last: Int64?
    /// After its end, nanoseconds: a minute's rows are published one by one once it is closed.
    private static let settling: Int64 = 10_000_000_000

    init(_ inventory: Inventory, _ reader: TelemetryReader) {
        self.inventory = inventory
        self.reader = reader
        watches = Array(repeating: RouteWatch(), count: inventory.paths.count)
    }

    /// What the minutes closed since the last call tell; the first call looks at the last hour.
    /// - Parameter uncertainty: of a path's one-way delays, nanoseconds; `nil` while its clocks are not to be believed.
    mutating func events(now: Int64, uncertainty: (Int) -> Double?) -> [MetroEvent] {
        let newest = min(reader.lastClosedMinute, (now - Self.settling) / 60_000_000_000 - 1)
        if let last, reader.lastClosedMinute < last {
            // The wall clock was set back and everything forgotten.
            self = RouteMinutes(inventory, reader)
        }
        let count = min(newest - (last ?? .min / 2), Int64(MetroSnapshot.minutesShown))
        guard newest >= 0, count > 0 else { return [] }
        last = newest
        return inventory.paths.indices.flatMap { path in
            events(of: path, from: newest - count + 1, to: newest, uncertainty: uncertainty(path))
        }
    }

    private mutating func events(
        of path: Int, from first: Int64, to last: Int64, uncertainty: Double?
    ) -> [MetroEvent] {
        func minima(_ direction: Direction) -> [Double?] {
            reader.minutes(path, direction, endingAt: last, count: Int(last - first) + 1)
                .map { $0.received > 0 ? Double($0.minimum) : nil }
        }
        let (forward, backward) = (minima(.forward), minima(.backward))
        let roundTrip = reader.roundTripMinima(path, endingAt: last, count: forward.count)
        return forward.indices.compactMap { index in
            let seconds = (last - Int64(forward.count - 1 - index)) * 60
            return watches[path].take(
                RouteWatch.Minute(forward: forward[index], backward: backward[index], roundTrip: roundTrip[index]),
                at: UInt32(clamping: seconds), uncertainty: uncertainty
            ).map {
                .rerouted(inventory.paths[path].id, $0.change, atNanoseconds: Int64($0.seconds) * 1_000_000_000)
            }
        }
    }
}
