/// The windows of one counter's rate: of each length the open one and the last that closed. Rates come in order, each
/// for a stretch of time that begins where the last one ended or later; a window closes when a stretch ends past its
/// end. A stretch that covers several windows leaves the newest of them. Five minutes are made of closed minutes
/// (`FiveMinutes`).
struct CounterWindows: BitwiseCopyable {
    // By the cache line: what every reading touches stands first.
    private var second = WindowCell()
    private var closedSecond = WindowCell()
    private var ten = WindowCell()
    private(set) var minute = WindowCell()
    private var closedTen = WindowCell()
    private var closedMinute = WindowCell()

    /// Takes in a rate that held from `start` to `end`, microseconds since 1970, 0 ≤ start < end, if that is within the
    /// open minute. False, and nothing is taken in, when it is not: that is for `cover(_:from:to:close:)`.
    @inline(__always)
    mutating func coverWithinMinute(_ rate: Double, from start: Int64, to end: Int64) -> Bool {
        let minuteStart = Int64(minute.number) &* WindowLength.minute.microseconds
        guard start >= minuteStart, end <= minuteStart &+ WindowLength.minute.microseconds else { return false }
        let firstSecond = UInt32(truncatingIfNeeded: start / 1_000_000)
        let lastSecond = UInt32(truncatingIfNeeded: (end &- 1) / 1_000_000)
        coverShort(rate, start, end, firstSecond, lastSecond)
        minute.cover(rate, microseconds: end &- start, isReading: true)
        return true
    }

    /// The same for any stretch; `close` gets every minute that is over, ascending.
    mutating func cover(_ rate: Double, from start: Int64, to end: Int64, close: (WindowCell) -> Void) {
        let firstSecond = UInt32(truncatingIfNeeded: start / 1_000_000)
        let lastSecond = UInt32(truncatingIfNeeded: (end &- 1) / 1_000_000)
        coverShort(rate, start, end, firstSecond, lastSecond)
        let lastMinute = lastSecond / 60
        if minute.number != firstSecond / 60 {
            closeMinute(close)
            minute = WindowCell(number: firstSecond / 60)
        }
        var from = start
        while minute.number < lastMinute {
            let until = Int64(minute.number &+ 1) &* WindowLength.minute.microseconds
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
    }

    /// Seconds and tens.
    @inline(__always)
    private mutating func coverShort(
        _ rate: Double, _ start: Int64, _ end: Int64, _ firstSecond: UInt32, _ lastSecond: UInt32
    ) {
        Self.cover(
            rate, start, end, .second, first: firstSecond, last: lastSecond, open: &second, closed: &closedSecond)
        let firstTen = firstSecond / 10
        let lastTen = lastSecond / 10
        if ten.number == firstTen, firstTen == lastTen {
            ten.cover(rate, microseconds: end &- start, isReading: true)
        } else {
            Self.cover(rate, start, end, .tenSeconds, first: firstTen, last: lastTen, open: &ten, closed: &closedTen)
        }
    }

    /// Of a length of which only the newest closed window is kept.
    @inline(__always)
    private static func cover(
        _ rate: Double, _ start: Int64, _ end: Int64, _ length: WindowLength, first: UInt32, last: UInt32,
        open: inout WindowCell, closed: inout WindowCell
    ) {
        // Worked on in registers, then stored once.
        var cell = open
        if cell.number != first {
            if !cell.isEmpty { closed = cell }
            cell = WindowCell(number: first)
        }
        guard first != last else {
            cell.cover(rate, microseconds: end &- start, isReading: true)
            open = cell
            return
        }
        let lastStart = Int64(last) &* length.microseconds
        if last &- first == 1 {
            cell.cover(rate, microseconds: lastStart &- start, isReading: false)
            closed = cell
        } else {
            closed = WindowCell(number: last &- 1, covering: length.microseconds, with: rate, isReading: false)
        }
        open = WindowCell(number: last, covering: end &- lastStart, with: rate, isReading: true)
    }

    /// The window of that number, if it is the open one or the last closed one; five minutes are not here.
    func cell(_ length: WindowLength, _ number: Int64) -> WindowCell? {
        let wanted = UInt32(truncatingIfNeeded: number)
        let candidates: [WindowCell] =
            switch length {
            case .second: [second, closedSecond]
            case .tenSeconds: [ten, closedTen]
            case .minute: [minute, closedMinute]
            case .fiveMinutes: []
            }
        return candidates.first { $0.number == wanted && !$0.isEmpty }
    }
}

/// The five minutes that closed minutes of one series go into, and the ones before.
struct FiveMinutes: BitwiseCopyable {
    private var open = WindowCell()
    private var closed = WindowCell()

    mutating func roll(_ minute: WindowCell) {
        guard !minute.isEmpty else { return }
        let number = minute.number / 5
        if open.number != number {
            if !open.isEmpty { closed = open }
            open = WindowCell(number: number)
        }
        open.merge(minute)
    }

    /// The window of that number, with those of the open minutes that lie in it; `nil` when it is not kept.
    func cell(_ number: Int64, open minutes: [WindowCell]) -> WindowCell? {
        let wanted = UInt32(truncatingIfNeeded: number)
        var cell = WindowCell(number: wanted)
        if let kept = [open, closed].first(where: { $0.number == wanted }) { cell.merge(kept) }
        for minute in minutes where minute.number / 5 == wanted { cell.merge(minute) }
        return cell.isEmpty ? nil : cell
    }
}
