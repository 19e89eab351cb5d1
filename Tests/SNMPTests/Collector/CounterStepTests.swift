import Testing

@testable import SNMP

@Suite("Counters that are refreshed in steps")
struct CounterStepTests {
    /// Readings every `interval`, hundredths of a second, of two counters that the agent refreshes every `step`.
    private func observed(step: UInt32, interval: UInt32, readings: UInt32) -> CounterStep {
        var seen = CounterStep()
        for reading in 0..<readings {
            let now = 1_000 + reading * interval
            let refreshed = UInt64(now / step * step)
            seen.take([refreshed * 1_000, refreshed * 7], ticks: now)
        }
        return seen
    }

    @Test("a burst has seen enough when a step came twice, or counters moved at reading after reading")
    func settled() {
        var stepped = CounterStep()
        var readings = 0
        while !stepped.isSettled, readings < 100 {
            stepped.take([UInt64(readings / 6) * 1_000_000], ticks: UInt32(readings) * 50)
            readings += 1
        }
        #expect((13...20).contains(readings) && stepped.ticks == 300)
        var prompt = CounterStep()
        readings = 0
        while !prompt.isSettled, readings < 100 {
            prompt.take([UInt64(readings) * 1_000_000], ticks: UInt32(readings) * 50)
            readings += 1
        }
        #expect(readings < 12 && prompt.ticks == nil)
    }

    @Test("net-snmp's three seconds are seen by a burst; counters that move at each reading have no step")
    func burst() {
        #expect(observed(step: 300, interval: 50, readings: 20).ticks == 300)
        #expect(observed(step: 50, interval: 50, readings: 20).ticks == nil)
        #expect(observed(step: 300, interval: 3_000, readings: 100).ticks == nil)
    }

    @Test("a step longer than the period is seen by the polls themselves, never as shorter than it is")
    func passive() throws {
        for step: UInt32 in [4_500, 6_000, 10_000] {
            #expect(try #require(observed(step: step, interval: 3_000, readings: 40).ticks) >= step)
        }
    }

    @Test("the period is never below twice the step, and says why")
    func period() {
        let seen = observed(step: 300, interval: 50, readings: 20)
        #expect(seen.periodMilliseconds(configured: 30_000) == 30_000)
        #expect(seen.note(configuredMilliseconds: 30_000) == nil)
        #expect(seen.periodMilliseconds(configured: 5_000) == 6_000)
        #expect(
            seen.note(configuredMilliseconds: 5_000)
                == "the agent refreshes its counters every 3 s: polled every 6 s, not every 5 s")
    }

    @Test("a quiet device, and one standstill prove no step")
    func unproven() {
        var quiet = CounterStep()
        for reading: UInt32 in 0..<50 { quiet.take([7, 7], ticks: reading * 3_000) }
        #expect(quiet.ticks == nil)
        var once = CounterStep()
        for (reading, value) in [1, 2, 2, 3, 4, 5, 6, 7, 8, 9].enumerated() {
            once.take([UInt64(value)], ticks: UInt32(reading) * 3_000)
        }
        #expect(once.ticks == nil)
    }

    @Test("links that carry next to nothing, and links that go down and come back, prove no step")
    func silence() {
        var idle = CounterStep()
        // A hello of 300 octets each 30 s, polled every 10 s; then traffic.
        for reading in 0..<60 as Range<UInt32> { idle.take([UInt64(reading / 3) * 300], ticks: reading * 1_000) }
        for reading in 60..<90 as Range<UInt32> {
            idle.take([UInt64(reading) * 10_000_000], ticks: reading * 1_000)
        }
        #expect(idle.ticks == nil)
        var flapping = CounterStep()
        for reading in 0..<200 as Range<UInt32> {
            let isUp = reading % 50 >= 20
            flapping.take(isUp ? [UInt64(reading) * 10_000_000] : [], ticks: reading * 3_000)
        }
        #expect(flapping.ticks == nil)
    }

    @Test("polls out of turn, soon after another, are no sign of a step")
    func early() {
        var seen = CounterStep()
        for poll in 0..<20 as Range<UInt32> {
            seen.take([UInt64(poll)], ticks: poll * 3_000, least: 1_500)
            seen.take([UInt64(poll)], ticks: poll * 3_000 + 100, least: 1_500)
        }
        #expect(seen.ticks == nil)
    }

    @Test("a restart begins the watch anew and forgets no step that was seen")
    func restart() {
        var seen = observed(step: 6_000, interval: 3_000, readings: 40)
        let ticks = seen.ticks
        seen.take([1, 1], ticks: 5)
        seen.take([2, 2], ticks: 3_005)
        #expect(seen.ticks == ticks && ticks != nil)
    }
}
