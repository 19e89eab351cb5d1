import Testing

@testable import Sockets

struct SystemClockTests {
    @Test("Clocks advance and the wall clock is in this century")
    func clocks() {
        let monotonic = SystemClock.monotonicNanoseconds
        #expect(SystemClock.monotonicNanoseconds >= monotonic)
        #expect(SystemClock.wallNanoseconds > 1_700_000_000_000_000_000)
    }

    @Test("A reading of both clocks lies between readings taken before and after it")
    func pair() {
        let monotonic = SystemClock.monotonicNanoseconds
        let now = SystemClock.now
        #expect(now.monotonicNanoseconds >= monotonic)
        #expect(now.monotonicNanoseconds <= SystemClock.monotonicNanoseconds)
        #expect(now.wallNanoseconds > 1_700_000_000_000_000_000)
    }

    @Test("The kernel tells the state of its clock")
    func state() throws {
        let state = try #require(SystemClock.state)
        #expect(state.maximumErrorNanoseconds % 1_000 == 0)
    }
}
