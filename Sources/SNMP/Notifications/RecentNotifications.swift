import Metro
import Sockets

/// The last unknown notifications: a ring.
struct RecentNotifications: Sendable {
    private var kept: [TrapPicture.Unknown] = []
    private var next = 0
    private let capacity: Int

    init(capacity: Int) { self.capacity = max(1, capacity) }

    mutating func append(_ notification: TrapPicture.Unknown) {
        if kept.count < capacity {
            kept.append(notification)
        } else {
            kept[next] = notification
        }
        next = (next + 1) % capacity
    }

    var newestFirst: [TrapPicture.Unknown] { (kept[next...] + kept[..<next]).reversed() }
}

/// Informs that came lately: one that is sent again, because its answer was lost, is not news.
struct RecentInforms: Sendable {
    /// The port counts: two programs on one host number their requests each by itself. So do time and name: a device
    /// that has started again counts from the beginning.
    struct Inform: Hashable, Sendable {
        var source: SocketAddress
        var requestIdentifier: Int32
        var name: OID
        var agentTicks: UInt32?
    }
    /// Longer than any sender repeats itself.
    static let memoryNanoseconds: Int64 = 300_000_000_000

    private var seen: RecentTable<Inform, Int64>

    init(capacity: Int) { seen = RecentTable(capacity: capacity) }

    /// Also remembers it. `now` is monotonic.
    mutating func isNew(_ inform: Inform, at now: Int64) -> Bool {
        seen.update(inform, orNew: .min) { last in
            defer { last = now }
            return last == .min || now &- last > Self.memoryNanoseconds
        }
    }
}
