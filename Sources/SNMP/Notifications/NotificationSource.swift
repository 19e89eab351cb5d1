import Metro
import Sockets

/// What one address sent.
struct NotificationSource: Sendable {
    static let windowSeconds = 10

    let address: SocketAddress
    var device: DeviceID?
    private(set) var received: UInt64 = 0
    private(set) var limited: UInt64 = 0
    var authenticationFailures: UInt64 = 0
    private(set) var lastNanoseconds: Int64 = 0
    var bucket = TokenBucket()
    /// One slot for each of the last seconds, by the second's number; ten of the sixteen are used.
    private var slots = SIMD16<UInt32>(repeating: 0)
    private var newestSecond: Int64
    private var lastLimitedSecond = Int64.min

    /// `now` is monotonic, and not negative.
    init(_ address: SocketAddress, device: DeviceID?, at now: Int64) {
        self.address = address
        self.device = device
        newestSecond = now / 1_000_000_000
    }

    mutating func count(wallNanoseconds: Int64, at now: Int64) {
        turn(to: now)
        received &+= 1
        lastNanoseconds = wallNanoseconds
        let slot = Int(newestSecond % Int64(Self.windowSeconds))
        if slots[slot] < .max { slots[slot] += 1 }
    }

    /// One that it sent was not taken in.
    mutating func refuse() {
        limited &+= 1
        lastLimitedSecond = newestSecond
    }

    mutating func picture(at now: Int64) -> TrapPicture.Source {
        turn(to: now)
        return TrapPicture.Source(
            address: address.host, device: device, received: received, limited: limited,
            authenticationFailures: authenticationFailures,
            lastTenSeconds: slots.indices.reduce(0) { $0 + UInt64(slots[$1]) },
            isLimited: lastLimitedSecond > newestSecond - Int64(Self.windowSeconds), lastNanoseconds: lastNanoseconds)
    }

    /// Empties the slots of seconds in which nothing came.
    private mutating func turn(to now: Int64) {
        let second = max(newestSecond, now / 1_000_000_000)
        guard second > newestSecond else { return }
        for past in max(newestSecond + 1, second - Int64(Self.windowSeconds) + 1)...second {
            slots[Int(past % Int64(Self.windowSeconds))] = 0
        }
        newestSecond = second
    }
}
