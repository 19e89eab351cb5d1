import Testing

@testable import Collecting

private let second: Int64 = 1_000_000_000

struct TargetScheduleTests {
    @Test("A periodic target keeps its phase: deadlines are a period apart whatever the poll took")
    func keepsPhase() {
        var schedule = TargetSchedule(cadence: .every(milliseconds: 30_000), seed: 7)
        _ = schedule.succeeded(now: 50 * second)
        let first = schedule.succeeded(now: 100 * second)
        let following = schedule.succeeded(now: first + 2 * second)
        let third = schedule.succeeded(now: following + 29 * second)
        #expect(first > 100 * second)
        #expect(following - first == 30 * second)
        #expect(third - following == 30 * second)
    }

    @Test("The second poll comes half a period to one and a half after the first, so that it makes a rate")
    func secondPoll() {
        for seed in 0..<500 as Range<UInt64> {
            var schedule = TargetSchedule(cadence: .every(milliseconds: 30_000), seed: seed)
            let answered = schedule.firstAttempt(now: 1_000 * second)
            let following = schedule.succeeded(now: answered)
            #expect((15 * second...45 * second).contains(following - answered))
            #expect(schedule.succeeded(now: following) - following == 30 * second)
        }
    }

    @Test("Targets of one period spread over it")
    func spreads() {
        let deadlines = (0..<1000).map { index in
            var schedule = TargetSchedule(
                cadence: .every(milliseconds: 30_000), seed: JitterSequence.seed(of: "snmp/pe\(index)"))
            _ = schedule.succeeded(now: 2_000 * second)
            return schedule.succeeded(now: 3_000 * second) - 3_000 * second
        }
        for third in 0..<3 {
            let range = Int64(third) * 10 * second..<Int64(third + 1) * 10 * second
            let share = deadlines.count { range.contains($0) }
            #expect((250...420).contains(share), "\(share) of 1000 in third \(third)")
        }
    }

    @Test("Every target is first tried within a second")
    func firstAttempt() {
        for seed in 0..<200 as Range<UInt64> {
            let schedule = TargetSchedule(cadence: .every(milliseconds: 30_000), seed: seed)
            #expect((0..<second).contains(schedule.firstAttempt(now: 5 * second) - 5 * second))
        }
    }

    @Test("Three failures keep the period, then attempts are spaced out up to a minute, and one success ends that")
    func backsOff() {
        var schedule = TargetSchedule(cadence: .every(milliseconds: 10_000), seed: 3)
        var now = 1_000 * second
        var gaps: [Double] = []
        for _ in 0..<8 {
            let next = schedule.failed(now: now)
            gaps.append(Double(next - now) / Double(second))
            now = next
        }
        #expect(gaps[1] == 10 && gaps[2] == 10)
        for (gap, expected) in zip(gaps.dropFirst(3), [20.0, 40, 60, 60, 60]) {
            #expect(abs(gap - expected) <= expected * 0.1, "gaps \(gaps)")
        }
        #expect(schedule.isBackingOff)
        #expect(schedule.succeeded(now: now) - now <= 15 * second)
        #expect(!schedule.isBackingOff)
    }

    @Test("A continuous target that ends is restarted after 1, 2, 4 … 60 s")
    func restarts() {
        var schedule = TargetSchedule(cadence: .continuous, seed: 11)
        for expected in [1.0, 2, 4, 8, 16, 32, 60, 60] {
            let gap = Double(schedule.failed(now: 0)) / Double(second)
            #expect(abs(gap - expected) <= expected * 0.1001, "\(gap) for \(expected)")
        }
        schedule.recovered()
        #expect(schedule.failed(now: 0) <= 11 * second / 10)
    }

    @Test("A period longer than the longest back-off is never shortened")
    func longPeriod() {
        var schedule = TargetSchedule(cadence: .every(milliseconds: 300_000), seed: 5)
        for _ in 0..<6 { _ = schedule.failed(now: 0) }
        #expect(schedule.failed(now: 0) >= 270 * second)
    }
}
