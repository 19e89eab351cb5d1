/// When to stop waiting for probes that never come to an end, because the system takes none: the time that the run
/// should have needed is over, and nothing has been decided for as long as one probe may need.
struct ProbePatience {
    /// When the last probe is due, monotonic; `nil` where there is no last one.
    private let due: Int64?
    /// Longest time between two decisions where all is well, nanoseconds.
    private let pause: Int64
    private var lastNews: Int64

    /// How much later than its timeout a probe may be given up, nanoseconds.
    private static let grace: Int64 = 1_000_000_000

    init(count: Int?, intervalNanoseconds: Int64, timeoutNanoseconds: Int64, startMonotonicNanoseconds start: Int64) {
        due = count.flatMap { count in
            let (length, overflow) = Int64(count).multipliedReportingOverflow(by: intervalNanoseconds)
            return overflow || length > .max - start ? nil : start + length
        }
        pause = intervalNanoseconds + timeoutNanoseconds + Self.grace
        lastNews = start
    }

    mutating func isOver(atMonotonic now: Int64, hasNews: Bool) -> Bool {
        if hasNews { lastNews = now }
        guard let due else { return false }
        return now > due && now - lastNews > pause
    }
}
