/// The windows that every series has; raw values are seconds. They are aligned to 1970 and hold (start, end] of a
/// rate's stretch, [start, end) of delays.
public enum WindowLength: Int64, Sendable, CaseIterable {
    case second = 1
    case tenSeconds = 10
    case minute = 60
    case fiveMinutes = 300

    var nanoseconds: Int64 { rawValue * 1_000_000_000 }
    var microseconds: Int64 { rawValue * 1_000_000 }

    /// The number of the window since 1970 that holds a time ≥ 0, nanoseconds.
    public func number(of time: Int64) -> Int64 { time / nanoseconds }
}
