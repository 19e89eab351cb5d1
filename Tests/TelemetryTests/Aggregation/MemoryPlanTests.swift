import Testing

@testable import Telemetry

struct MemoryPlanTests {
    private func plan(
        interfaces: Int, paths: Int, budget: Int = 1 << 30, _ change: (inout AggregationSettings) -> Void = { _ in }
    ) -> MemoryPlan {
        var settings = AggregationSettings.notice
        settings.memoryBudgetBytes = budget
        change(&settings)
        return MemoryPlan(settings, WindowFrame(settings), interfaces: interfaces, paths: paths)
    }

    @Test("A gibibyte holds 24 h of 10 000 interfaces, and 2 h of 100 000")
    func stated() {
        #expect(plan(interfaces: 10_000, paths: 0).minutesKept == 1_440)
        #expect(plan(interfaces: 10_000, paths: 0).plannedBytes < 1 << 30)
        #expect(plan(interfaces: 100_000, paths: 0).minutesKept >= 120)
        #expect(plan(interfaces: 100_000, paths: 0).plannedBytes <= 1 << 30)
    }

    @Test("A small budget holds fewer minutes, never less than the screens and the live window need, and says so")
    func small() {
        let tight = plan(interfaces: 10_000, paths: 0, budget: 200 << 20)
        #expect((60..<1_440).contains(tight.minutesKept) && !tight.exceedsBudget)
        #expect(tight.plannedBytes > 199 << 20)
        let hopeless = plan(interfaces: 10_000, paths: 0, budget: 1 << 20)
        #expect(hopeless.minutesKept == 60 && hopeless.exceedsBudget)
        #expect(plan(interfaces: 10, paths: 0, budget: 0) { $0.liveWindowSeconds = 7_200 }.minutesKept == 120)
    }

    @Test("What is allocated at the start is what was planned, live windows of paths apart")
    func planned() {
        let aggregator = Aggregator(settings: .notice, interfaces: 50, paths: 0)
        #expect(aggregator.allocatedBytes == aggregator.memory.plannedBytes)
        let none = Aggregator(settings: .notice, interfaces: 0, paths: 0)
        #expect(none.memory.minutesKept == 1_440 && none.memory.plannedBytes == 0)
    }

    @Test("Minutes kept are found at both ends of the kept time, and gone before it")
    func keptMinutes() {
        var settings = AggregationSettings.notice
        settings.minutesKept = 60
        let aggregator = Aggregator(settings: settings, interfaces: 0, paths: 1)
        aggregator.probe(700_000, from: start, count: 90 * 60)
        aggregator.advance(wallNanoseconds: start + 90 * minute + 10 * second)
        aggregator.publish()
        let kept = aggregator.reader.minutes(0, .forward, endingAt: start / minute + 89, count: 500)
        #expect(kept.count == 60 && kept.allSatisfy { $0.received == 60 })
        let gone = aggregator.reader.minutes(0, .forward, endingAt: start / minute + 20, count: 1)
        #expect(gone.map(\.received) == [0])
    }
}
