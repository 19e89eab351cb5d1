import Testing

@testable import Engine

@Suite("Pauses of the path")
struct TurnPauseTests {
    @Test("silence is met with long pauses, a filling lane with shorter and shorter ones, more work with none")
    func pauses() {
        var pause = TurnPause(laneCapacity: 65_536)
        #expect(pause.after(taken: 0, hasMore: false) == 20_000_000)
        #expect(pause.after(taken: 16_384, hasMore: true) == 0)
        #expect(pause.after(taken: 100, hasMore: false) == 10_000_000, "what came before more work counts")
        #expect(pause.after(taken: 4_000, hasMore: false) == 10_000_000)
        var last: Int64 = 0
        for _ in 0..<20 { last = pause.after(taken: 60_000, hasMore: false) }
        #expect(last == 50_000)
        for _ in 0..<20 { last = pause.after(taken: 0, hasMore: false) }
        #expect(last == 20_000_000)
    }
}
