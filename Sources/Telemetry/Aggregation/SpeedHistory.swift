/// The speed of one interface, and the one before: what a minute's octets were held against.
struct SpeedHistory: BitwiseCopyable {
    private var bitsPerSecond: UInt64 = 0
    /// First reading of this speed, nanoseconds; 0 before any, 1 for the first of all: it speaks for the time before it
    /// too.
    private var since: Int64 = 0
    /// 0 before the first.
    private(set) var newestNanoseconds: Int64 = 0
    private var previousBitsPerSecond: UInt64 = 0
    private var previousSince: Int64 = 0

    /// 0 when the agent does not know it, `nil` before it was read.
    @inline(__always) var current: UInt64? { newestNanoseconds > 0 ? bitsPerSecond : nil }

    /// True when it is another speed than before.
    mutating func take(_ speed: UInt64, at time: Int64) -> Bool {
        defer { newestNanoseconds = time }
        if newestNanoseconds > 0, speed == bitsPerSecond { return false }
        previousBitsPerSecond = bitsPerSecond
        previousSince = since
        bitsPerSecond = speed
        since = newestNanoseconds > 0 ? time : 1
        return previousSince > 0
    }

    /// The speed that held from `start` to `end`, bit/s; 0 when there was none or it changed, and when it changed twice
    /// since.
    func throughout(_ start: Int64, _ end: Int64) -> UInt64 {
        if since <= start { return bitsPerSecond }
        return previousSince <= start && end <= since ? previousBitsPerSecond : 0
    }
}
