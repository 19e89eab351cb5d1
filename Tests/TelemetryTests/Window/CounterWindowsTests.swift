import Testing

@testable import Telemetry

struct CounterWindowsTests {
    /// Whole seconds since 1970 as microseconds.
    private func at(_ seconds: Double) -> Int64 { Int64(seconds * 1e6) + 1_763_164_800_000_000 }
    private func number(_ length: WindowLength, _ seconds: Int64) -> Int64 {
        length.number(of: (1_763_164_800 + seconds) * 1_000_000_000)
    }

    private func cover(_ windows: inout CounterWindows, _ rate: Double, _ from: Double, _ to: Double) -> [WindowCell] {
        var closed: [WindowCell] = []
        if !windows.coverWithinMinute(rate, from: at(from), to: at(to)) {
            windows.cover(rate, from: at(from), to: at(to)) { closed.append($0) }
        }
        return closed
    }

    @Test("A rate is spread over the windows that it covers, weighted by time; its reading counts where it ends")
    func spread() throws {
        var windows = CounterWindows()
        #expect(cover(&windows, 10, -15, 15).map(\.coveredSeconds) == [15])
        #expect(cover(&windows, 40, 15, 30).isEmpty)
        let minute = try #require(windows.cell(.minute, number(.minute, 0)))
        #expect(minute.mean == 25 && minute.coveredSeconds == 30 && minute.count == 2)
        #expect(minute.minimum == 10 && minute.maximum == 40 && minute.last == 40)
        let before = try #require(windows.cell(.minute, number(.minute, -1)))
        #expect(before.mean == 10 && before.coveredSeconds == 15 && before.count == 0)
        let ten = try #require(windows.cell(.tenSeconds, number(.tenSeconds, 20)))
        #expect(ten.mean == 40 && ten.coveredSeconds == 10 && ten.count == 1)
        #expect(windows.cell(.second, number(.second, 28))?.coveredSeconds == 1)
        #expect(windows.cell(.second, number(.second, 29))?.count == 1)
        #expect(windows.cell(.second, number(.second, 30)) == nil)
    }

    @Test("An interval that ends on a window's start does not touch that window")
    func exclusiveEnd() {
        var windows = CounterWindows()
        _ = cover(&windows, 1, -1, 0)
        for length in [WindowLength.second, .tenSeconds, .minute] {
            #expect(windows.cell(length, number(length, 0)) == nil)
            #expect(windows.cell(length, number(length, -1))?.count == 1)
        }
    }

    @Test("Every minute that a long stretch covers is closed, in order, and whole where it is covered whole")
    func longStretch() {
        var windows = CounterWindows()
        _ = cover(&windows, 1, 0, 30)
        let closed = cover(&windows, 2, 30, 200)
        #expect(closed.map(\.coveredSeconds) == [60, 60, 60])
        #expect(closed.map(\.mean) == [1.5, 2, 2])
        #expect(closed.map { Int64($0.number) } == (0..<3).map { number(.minute, $0 * 60) })
        #expect(windows.minute.coveredSeconds == 20)
    }

    @Test("Time that no rate covers stays uncovered")
    func gap() {
        var windows = CounterWindows()
        _ = cover(&windows, 1, 0, 10)
        let closed = cover(&windows, 3, 100, 110)
        #expect(closed.map(\.coveredSeconds) == [10])
        #expect(windows.minute.coveredSeconds == 10 && windows.minute.mean == 3)
        #expect(windows.cell(.tenSeconds, number(.tenSeconds, 50)) == nil)
    }

    @Test("Stretches of odd microseconds that follow one another cover a minute exactly")
    func telescoping() {
        var windows = CounterWindows()
        var closed: [WindowCell] = []
        var time = at(0)
        var step: Int64 = 999_937
        while closed.isEmpty {
            windows.cover(1, from: time, to: time + step) { closed.append($0) }
            time += step
            step = step == 999_937 ? 1_000_061 : 999_937
        }
        #expect(closed[0].coveredMicroseconds == 60_000_000)
    }

    @Test("Five minutes are made of their minutes, the open one with them")
    func five() throws {
        var fives = FiveMinutes()
        func minute(_ seconds: Int64, _ value: Double) -> WindowCell {
            WindowCell(
                number: UInt32(number(.minute, seconds)), covering: 60_000_000, with: value, isReading: true)
        }
        for index in 0..<7 as Range<Int64> { fives.roll(minute(index * 60, Double(index))) }
        let first = try #require(fives.cell(number(.fiveMinutes, 0), open: []))
        #expect(first.mean == 2 && first.count == 5 && first.maximum == 4 && first.last == 4)
        let second = try #require(fives.cell(number(.fiveMinutes, 300), open: [minute(420, 9)]))
        #expect(second.mean == (5 + 6 + 9) / 3.0 && second.coveredSeconds == 180)
        #expect(fives.cell(number(.fiveMinutes, -300), open: []) == nil)
    }
}
