/// How long answers lately took from the reading of their T3 until they left: T3 is early by no more. What the send
/// call at hand will take nobody knows before it returns, so this is a bound by what was seen, not by what must be.
struct SendingTime: Sendable {
    /// An answer counts for one to two of these, nanoseconds.
    static let span: Int64 = 5_000_000_000

    /// Longest of the span at hand and of the one before it, nanoseconds; 0: none.
    private var newer: UInt64 = 0
    private var older: UInt64 = 0
    private var beganMonotonicNanoseconds: Int64 = 0

    mutating func add(_ nanoseconds: Int64, atMonotonic now: Int64) {
        advance(now)
        newer = max(newer, UInt64(max(nanoseconds, 1)))
    }

    /// At least what the kernel's own way takes; where no answer left of late, what a program must be allowed.
    mutating func bound(atMonotonic now: Int64) -> UInt64 {
        advance(now)
        let longest = max(newer, older)
        return longest == 0 ? StampingError.program : max(longest, StampingError.kernel)
    }

    private mutating func advance(_ now: Int64) {
        let age = now &- beganMonotonicNanoseconds
        guard age >= Self.span else { return }
        older = age < 2 * Self.span ? newer : 0
        newer = 0
        beganMonotonicNanoseconds = now
    }
}
