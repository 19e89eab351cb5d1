import Testing

@testable import HTTPExports

struct ClientPaceTests {
    private static let second: Int64 = 1_000_000_000
    private let limits = HTTPLimits()

    @Test("A head that drips in is late ten seconds after the connection began, however often a byte comes")
    func drip() {
        var pace = ClientPace(limits)
        pace.asked(at: 0)
        for tenth in 1...100 {
            let now = Int64(tenth) * Self.second / 10
            pace.received(1, at: now)
            pace.asked(at: now)
            #expect(pace.verdict(at: now) == .fine)
        }
        #expect(pace.verdict(at: 10 * Self.second + 1) == .lateHead)
    }

    @Test("A head of more bytes than allowed is refused before it ends")
    func largeHead() {
        var pace = ClientPace(limits)
        pace.received(limits.headBytes, at: 0)
        #expect(pace.verdict(at: 0) == .fine)
        pace.received(1, at: 0)
        #expect(pace.verdict(at: 0) == .headTooLarge)
        pace.headEnded(at: 0)
        #expect(pace.verdict(at: 0) == .fine)
    }

    @Test("A body that brings a kibibyte a second may go on for five minutes, a slower one for ten seconds")
    func body() {
        for (bytes, end) in [(1_024, Int64(300)), (100, 11)] {
            var pace = ClientPace(limits)
            pace.headEnded(at: 0)
            var now: Int64 = 0
            while pace.verdict(at: now) == .fine, now < 1_000 * Self.second {
                pace.asked(at: now)
                now += Self.second
                pace.received(bytes, at: now)
            }
            #expect(pace.verdict(at: now) == .lateBody)
            #expect((end...end + 1).contains(now / Self.second))
        }
    }

    @Test("While we do not ask for bytes no time counts")
    func backPressure() {
        var pace = ClientPace(limits)
        pace.headEnded(at: 0)
        pace.asked(at: 0)
        pace.received(10, at: Self.second)
        #expect(pace.verdict(at: 3_600 * Self.second) == .fine)
        pace.asked(at: 3_600 * Self.second)
        #expect(pace.verdict(at: 3_608 * Self.second) == .fine)
        #expect(pace.verdict(at: 3_611 * Self.second) == .lateBody)
    }

    @Test("Between requests a connection may rest, but not while its answer is due, and not for ever")
    func idle() {
        var pace = ClientPace(limits)
        pace.headEnded(at: 0)
        pace.requestEnded(at: 0)
        pace.asked(at: 0)
        #expect(pace.answersDue == 1)
        #expect(pace.verdict(at: 100 * Self.second) == .fine)
        pace.answered(at: 100 * Self.second)
        #expect(pace.verdict(at: 175 * Self.second) == .fine)
        #expect(pace.verdict(at: 176 * Self.second) == .idle)
        pace.received(1, at: 175 * Self.second)
        pace.asked(at: 175 * Self.second)
        #expect(pace.verdict(at: 185 * Self.second) == .fine)
        #expect(pace.verdict(at: 186 * Self.second) == .lateHead)
    }

    @Test("Who does not read his answers is let go after ten seconds, and not if he reads one in between")
    func stuck() {
        var pace = ClientPace(limits)
        pace.headEnded(at: 0)
        pace.setWritable(false, at: 0)
        pace.setWritable(false, at: 5 * Self.second)
        #expect(pace.verdict(at: 10 * Self.second) == .fine)
        #expect(pace.verdict(at: 11 * Self.second) == .stuck)
        pace.setWritable(true, at: 11 * Self.second)
        #expect(pace.verdict(at: 11 * Self.second) == .fine)
    }
}
