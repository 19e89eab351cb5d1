import Telemetry
import Testing

/// An agent that knows the truth: what it counted, without wraps, and what happened since the last poll.
private struct Agent {
    var octets: UInt64
    var ticks: UInt64
    var counterOffset: UInt64 = 0
    var epoch: UInt32 = 0
    var speed: UInt64
    let is32: Bool
}

struct CounterRatePropertyTests {
    @Test(
        "Whatever an agent goes through, a rate is the true one and every event is a gap",
        arguments: 1...40 as ClosedRange<UInt64>)
    func truth(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let is32 = random.chance(0.5)
        let speeds: [UInt64] = is32 ? [10_000_000, 100_000_000] : [1_000_000_000, 400_000_000_000]
        var agent = Agent(
            octets: UInt64.random(in: 0...(is32 ? 0xFFFF_FFFF : 1 << 60), using: &random),
            ticks: UInt64(UInt32.max) - UInt64.random(in: 0...200_000, using: &random), speed: speeds[0], is32: is32)
        var rate = CounterRate(kind: .octets, periodNanoseconds: 30 * second)
        var now = start
        var rates = 0
        var gaps = 0
        for poll in 0..<400 {
            let before = agent
            var event = ""
            var seconds = Double.random(in: 27...33, using: &random)
            switch Int.random(in: 0..<20, using: &random) {
            case 0: seconds = [5, 14, 62, 200].randomElement(using: &random) ?? 5
            case 1: event = "speed"
            case 2: event = "epoch"
            case 3: event = "restart"
            // A counter at zero that is reset cannot be told from one that rests.
            case 4 where !is32 && agent.octets > agent.counterOffset: event = "reset"
            case 5: event = "clock"
            default: break
            }
            let ticks = UInt64(seconds * 100)
            let share = Double.random(in: 0...1, using: &random)
            agent.octets += UInt64(share * seconds * Double(agent.speed) / 8)
            agent.ticks += event == "clock" ? 0 : ticks
            now += Int64(ticks) * 10_000_000
            switch event {
            case "speed": agent.speed = agent.speed == speeds[0] ? speeds[1] : speeds[0]
            case "epoch": agent.epoch += 1
            case "restart":
                (agent.ticks, agent.counterOffset) = (UInt64.random(in: 0...2_000, using: &random), agent.octets)
            case "reset": agent.counterOffset = agent.octets
            default: break
            }
            let count = agent.octets - agent.counterOffset
            let reading = CounterReading(
                value: is32 ? count & 0xFFFF_FFFF : count, agentTicks: UInt32(truncatingIfNeeded: agent.ticks),
                epoch: agent.epoch, isCounter32: is32, receivedNanoseconds: now)
            let outcome = rate.update(reading, speedBitsPerSecond: agent.speed)
            let inRange = (1_500...6_000).contains(ticks)
            let isRate = poll > 0 && event.isEmpty && inRange
            switch outcome {
            case .rate(let perSecond, let interval):
                rates += 1
                #expect(isRate, "seed \(seed), poll \(poll): a rate in spite of \(event), \(seconds) s")
                #expect(interval == Int64(ticks) * 10_000_000)
                let truth = Double(agent.octets - before.octets) * 100 / Double(ticks)
                #expect(abs(perSecond - truth) <= truth * 1e-12, "seed \(seed), poll \(poll)")
            case .gap(let gap):
                gaps += 1
                #expect(!isRate, "seed \(seed), poll \(poll): \(gap) without cause")
            }
        }
        #expect(rates > 100 && gaps > 50, "seed \(seed): the agent must go through something")
    }
}
