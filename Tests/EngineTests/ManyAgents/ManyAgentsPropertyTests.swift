import Collecting
import Metro
import Telemetry
import Testing

@testable import Engine

@Suite("Many agents over a network in memory")
struct ManyAgentsPropertyTests {
    #if DEBUG
        private static let agents = 200
        private static let seconds: Int64 = 900
    #else
        private static let agents = 2_000
        private static let seconds: Int64 = 3_600
    #endif
    private static let step: Int64 = 10

    /// 5 % dead, 5 % slow, 2 % start anew once in the middle of the time.
    private static let conditions: [MemoryNetwork.Condition] = {
        var random = JitterSequence(seed: 4)
        return (0..<agents).map { number in
            switch number % 100 {
            case 3, 23, 43, 63, 83: return .dead
            case 9, 29, 49, 69, 89: return .slow
            case 16, 66:
                let from = UInt64(ManyAgentsRun.start + 120 * second)
                return .restarting(at: Int64(from + random.next() % UInt64((seconds - 420) * second)))
            default: return .healthy
            }
        }
    }()

    @Test(
        "healthy agents keep their schedule beside dead, slow and restarting ones, and every fault shows its reason",
        .timeLimit(.minutes(5)))
    func hour() async throws {
        let run = ManyAgentsRun(Self.conditions, seed: 11)
        await run.begin()
        var watch = LedgerWatch()
        var reasons = Array(repeating: Set<MissingReason>(), count: Self.agents)
        var wrong: [String] = []
        for moment in stride(from: Self.step, through: Self.seconds, by: Int(Self.step)) {
            await run.run(untilSeconds: moment)
            let picture = run.snapshot()
            if let fault = watch.fault(in: run.core.ledger, isDrained: true) {
                Issue.record("at \(moment) s: \(fault)")
                break
            }
            guard moment > 90 else { continue }
            for number in 0..<Self.agents {
                switch picture.links[number].forward.bitsPerSecond {
                case .missing(let reason): reasons[number].insert(reason)
                case .known(let rate):
                    let truth = Double(run.network.agent(number).octetsPerSecond * 8)
                    if abs(rate / truth - 1) > 0.002 {
                        wrong.append("pe\(number) at \(moment) s: \(rate), not \(truth)")
                    }
                }
            }
        }
        let last = run.snapshot()
        let ledger = run.core.ledger
        await run.stop()

        #expect(wrong.isEmpty, "\(wrong.count) wrong rates: \(wrong.prefix(3))")
        #expect(ledger.dropped.total == 0 && ledger.queued == 0, "\(ledger)")
        #expect(run.network.lost > 0)
        expectSchedule(run)
        for (number, condition) in Self.conditions.enumerated() {
            expect(
                condition, last.targets[number], last.links[number].forward, reasons[number],
                walks: run.network.agent(number).walks)
        }
    }

    /// 99 % of the polls of healthy agents begin and end within a tenth of the period of their place on the schedule.
    private func expectSchedule(_ run: ManyAgentsRun) {
        var count = 0
        var punctual = 0
        for (number, condition) in Self.conditions.enumerated() where condition == .healthy {
            // The first comes at once, off the schedule, and watches the agent's counters for some seconds more.
            let polls = run.polls[number].all.dropFirst()
            guard let first = polls.first else {
                Issue.record("pe\(number) was polled once at most")
                continue
            }
            #expect(first.began - ManyAgentsRun.start <= 60 * second)
            let expected = Int((ManyAgentsRun.start + Self.seconds * second - first.began) / ManyAgentsRun.period)
            #expect(polls.count >= expected, "pe\(number) was polled \(polls.count) times")
            for (place, poll) in polls.enumerated() {
                let due = first.began + Int64(place) * ManyAgentsRun.period
                let tolerance = due...due + ManyAgentsRun.period / 10
                count += 1
                if tolerance.contains(poll.began), tolerance.contains(poll.ended) { punctual += 1 }
            }
        }
        #expect(count > Self.agents / 2 * Int(Self.seconds / 30))
        #expect(punctual * 100 >= count * 99, "\(punctual) of \(count) polls of healthy agents were punctual")
    }

    private func expect(
        _ condition: MemoryNetwork.Condition, _ target: TargetPicture, _ direction: LinkDirectionPicture,
        _ reasons: Set<MissingReason>, walks: Int
    ) {
        switch condition {
        case .healthy:
            #expect(target.state == .healthy && target.lastError == nil && target.errors == 0)
            #expect(walks == 1, "\(target.id)")
            #expect(direction.bitsPerSecond.value != nil, "\(target.id): \(direction.bitsPerSecond)")
        case .dead:
            #expect(target.state == .backingOff && target.answers == 0, "\(target.id)")
            #expect(
                target.lastError == """
                    no answer from \(target.address) in 2 tries of 2 s; check the address, the firewall and the \
                    community (agents meet a wrong one with silence)
                    """)
            #expect(direction.bitsPerSecond == .missing(.noAnswer), "\(target.id)")
        case .slow:
            #expect(target.state == .healthy && target.answers >= Int(Self.seconds / 30) - 2, "\(target.id)")
            #expect((target.lastDurationNanoseconds ?? 0) >= 500_000_000, "\(target.id)")
            #expect(direction.bitsPerSecond.value != nil && reasons.isEmpty, "\(target.id): \(reasons)")
        case .restarting:
            #expect(target.state == .healthy && target.lastError == nil && target.timeouts >= 1, "\(target.id)")
            #expect(walks == 2, "\(target.id)")
            #expect(
                !reasons.isDisjoint(with: [.agentRestarted, .counterDiscontinuity]), "\(target.id): \(reasons)")
            #expect(direction.bitsPerSecond.value != nil, "\(target.id): \(direction.bitsPerSecond)")
        }
    }
}
