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

struct InterfaceStampingTests {
    @Test("The loopback interface is listed and stamps in the kernel if at all")
    func loopback() throws {
        let all = try InterfaceStamping.all()
        let loopback = try #require(all.first { $0.name == "lo" })
        #expect(loopback.hardwareClock == nil)
        #expect(loopback.kinds?.contains(.receiveHardware) != true)
    }
}
