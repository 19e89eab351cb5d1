/// One window of one series, 32 bytes. A delay adds its value; a rate adds its value for the part of the window that
/// its stretch covers, so that `mean` is weighted by time.
public struct WindowCell: Hashable, Sendable, BitwiseCopyable {
    /// Windows since 1970, the lower 32 bits.
    public internal(set) var number: UInt32 = 0
    /// Delays of this window; readings whose time lies in it (a reading at its very end is in it).
    public internal(set) var count: UInt32 = 0
    /// Σ delay, nanoseconds; Σ rate · seconds covered.
    public internal(set) var sum: Double = 0
    /// Covered by rates; 0 for delays.
    public internal(set) var coveredMicroseconds: UInt32 = 0
    public internal(set) var minimum: Float = .infinity
    public internal(set) var maximum: Float = -.infinity
    /// The value added last; of a window made of shorter ones (ten seconds of delays, five minutes), that of the newest.
    public internal(set) var last: Float = .nan

    init(number: UInt32 = 0) { self.number = number }

    /// A window of which one value is known.
    @inline(__always)
    init(number: UInt32, covering microseconds: Int64, with rate: Double, isReading: Bool) {
        self.number = number
        count = isReading ? 1 : 0
        sum = rate * (Double(microseconds) * 1e-6)
        coveredMicroseconds = UInt32(truncatingIfNeeded: microseconds)
        minimum = Float(rate)
        maximum = Float(rate)
        last = Float(rate)
    }

    /// Values that were counted elsewhere.
    init(number: UInt32, count: UInt32, sum: Double, minimum: Float, maximum: Float, last: Float) {
        self.number = number
        self.count = count
        self.sum = sum
        self.minimum = minimum
        self.maximum = maximum
        self.last = last
    }

    public var isEmpty: Bool { count == 0 && coveredMicroseconds == 0 }
    public var coveredSeconds: Double { Double(coveredMicroseconds) / 1e6 }

    /// `nil` when nothing was added.
    public var mean: Double? {
        if coveredMicroseconds > 0 { return sum / coveredSeconds }
        return count > 0 ? sum / Double(count) : nil
    }

    /// A value that held for some time; `isReading` in the window that holds the reading's time.
    @inline(__always)
    mutating func cover(_ rate: Double, microseconds: Int64, isReading: Bool) {
        sum += rate * (Double(microseconds) * 1e-6)
        coveredMicroseconds &+= UInt32(truncatingIfNeeded: microseconds)
        count &+= isReading ? 1 : 0
        note(Float(rate))
    }

    /// One value of one instant.
    @inline(__always)
    mutating func add(_ value: Double) {
        sum += value
        count &+= 1
        note(Float(value))
    }

    /// Another window's values, which came after these.
    mutating func merge(_ later: WindowCell) {
        guard !later.isEmpty else { return }
        sum += later.sum
        coveredMicroseconds &+= later.coveredMicroseconds
        count &+= later.count
        minimum = Swift.min(minimum, later.minimum)
        maximum = Swift.max(maximum, later.maximum)
        last = later.last
    }

    @inline(__always)
    private mutating func note(_ value: Float) {
        minimum = value < minimum ? value : minimum
        maximum = value > maximum ? value : maximum
        last = value
    }
}
