import Testing

@testable import Telemetry

struct SpeedHistoryTests {
    @Test("A minute is held against the speed that held throughout it, or against none")
    func throughout() {
        var history = SpeedHistory()
        #expect(history.current == nil)
        let first = history.take(100, at: start + 30 * second)
        #expect(!first)
        #expect(history.throughout(start, start + minute) == 100, "the first reading speaks for the time before it")
        let again = history.take(100, at: start + 90 * second)
        #expect(!again)
        let changed = history.take(400, at: start + 150 * second)
        #expect(changed)
        #expect(history.throughout(start + minute, start + 2 * minute) == 100)
        #expect(history.throughout(start + 2 * minute, start + 3 * minute) == 0, "it changed in this minute")
        #expect(history.throughout(start + 3 * minute, start + 4 * minute) == 400)
        #expect(history.throughout(start, start + minute) == 100)
        let changedAgain = history.take(800, at: start + 330 * second)
        #expect(changedAgain)
        #expect(history.throughout(start, start + minute) == 0, "older than the speed before: not known any more")
        #expect(history.throughout(start + 3 * minute, start + 4 * minute) == 400)
    }
}
