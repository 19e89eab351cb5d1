/// The windows of one counter's rate: of each length the open one and the last that closed. Rates come in order, each
/// for a stretch of time that begins where the last one ended or later; a window closes when a stretch ends past its
/// end. A stretch that covers several windows leaves the newest of them.
struct CounterWindows: BitwiseCopyable {
    // By the cache line: what every reading touches stands first.
    private var second = WindowCell()
    private var closedSecond = WindowCell()
    private var ten = WindowCell()
    private(set) var minute = WindowCell()
    private var closedTen = WindowCell()
    private var closedMinute = WindowCell()
    /// Made of closed minutes.
    private var five = WindowCell()
    private var closedFive = WindowCell()

    /// Takes in a rate that held from `start` to `end`, microseconds since 1970, 0 ≤ start < end. `close` gets every
    /// minute that is over, ascending.
    @inline(__always)
    mutating func cover(_ rate: Double, from start: Int64, to end: Int64, close: (WindowCell) -> Void) {
        let firstSecond = UInt32(truncatingIfNeeded: start / 1_000_000)
        let lastSecond = UInt32(truncatingIfNeeded: (end &- 1) / 1_000_000)
        Self.cover(
            rate, start, end, .second, first: firstSecond, last: lastSecond, open: &second, closed: &closedSecond)
        Self.cover(
            rate, start, end, .tenSeconds, first: firstSecond / 10, last: lastSecond / 10, open: &ten,
            closed: &closedTen)
        let firstMinute = firstSecond / 60
        let lastMinute = lastSecond / 60
        if minute.number == firstMinute, firstMinute == lastMinute {
            minute.cover(rate, microseconds: end &- start, isReading: true)
        } else {
            coverMinutes(rate, start, end, first: firstMinute, last: lastMinute, close: close)
        }
    }

    /// The same for a length of which only the newest closed window is kept.
    @inline(__always)
    private static func cover(
        _ rate: Double, _ start: Int64, _ end: Int64, _ length: WindowLength, first: UInt32, last: UInt32,
        open: inout WindowCell, closed: inout WindowCell
    ) {
        if open.number != first {
            if !open.isEmpty { closed = open }
            open = WindowCell(number: first)
        }
        if first != last {
            open.cover(
                rate, microseconds: Int64(first &+ 1) &* length.microseconds &- start, isReading: false)
            closed = open
            if last &- first > 1 {
                closed = WindowCell(number: last &- 1)
                closed.cover(rate, microseconds: length.microseconds, isReading: false)
            }
            open = WindowCell(number: last)
            open.cover(rate, microseconds: end &- Int64(last) &* length.microseconds, isReading: true)
        } else {
            open.cover(rate, microseconds: end &- start, isReading: true)
        }
    }

    private mutating func coverMinutes(
        _ rate: Double, _ start: Int64, _ end: Int64, first: UInt32, last: UInt32, close: (WindowCell) -> Void
    ) {
        if minute.number != first {
            closeMinute(close)
            minute = WindowCell(number: first)
        }
        let length = WindowLength.minute.microseconds
        var from = start
        while minute.number < last {
            let until = Int64(minute.number &+ 1) &* length
            minute.cover(rate, microseconds: until &- from, isReading: false)
            let next = minute.number &+ 1
            closeMinute(close)
            minute = WindowCell(number: next)
            from = until
        }
        minute.cover(rate, microseconds: end &- from, isReading: true)
    }

    private mutating func closeMinute(_ close: (WindowCell) -> Void) {
        guard !minute.isEmpty else { return }
        close(minute)
        closedMinute = minute
        let number = minute.number / 5
        if five.number != number {
            if !five.isEmpty { closedFive = five }
            five = WindowCell(number: number)
        }
        five.merge(minute)
    }

    /// The window of that number, if it is the open one or the last closed one.
    func cell(_ length: WindowLength, _ number: Int64) -> WindowCell? {
        let wanted = UInt32(truncatingIfNeeded: number)
        let candidates: [WindowCell] =
            switch length {
            case .second: [second, closedSecond]
            case .tenSeconds: [ten, closedTen]
            case .minute: [minute, closedMinute]
            case .fiveMinutes: [openFive, five, closedFive]
            }
        return candidates.first { $0.number == wanted && !$0.isEmpty }
    }

    /// The five minutes under way, the open minute with them.
    private var openFive: WindowCell {
        var open = WindowCell(number: minute.number / 5)
        if five.number == open.number { open.merge(five) }
        open.merge(minute)
        return open
    }
}
