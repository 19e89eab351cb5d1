/// So many a second, and so many at once after a silence.
public struct TokenBucket: Hashable, Sendable {
    public struct Size: Hashable, Sendable {
        public var perSecond: Double
        public var burst: Double
        public init(perSecond: Double, burst: Double) {
            self.perSecond = perSecond
            self.burst = burst
        }
    }
    /// What was taken since the bucket was full, less what has come in.
    private var missing = 0.0
    private var filledNanoseconds: Int64?

    /// Whether one more is allowed. `now` is monotonic.
    mutating func take(_ size: Size, at now: Int64) -> Bool {
        let elapsed = Double(max(0, now &- (filledNanoseconds ?? now))) / 1e9
        filledNanoseconds = max(filledNanoseconds ?? now, now)
        missing = max(0, missing - elapsed * size.perSecond)
        guard missing + 1 <= size.burst else { return false }
        missing += 1
        return true
    }
}
