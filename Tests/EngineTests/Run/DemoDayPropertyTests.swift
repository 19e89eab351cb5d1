import Metro
import Telemetry
import Testing

@testable import Engine

private let isOptimised: Bool = {
    #if DEBUG
        false
    #else
        true
    #endif
}()

/// Tens of millions of samples: for the optimiser (`make test` runs it in release mode).
@Suite("A day of the demo metro", .enabled(if: isOptimised, "only with -c release (make test)"))
struct DemoDayPropertyTests {
    @Test("24 hours of the demo: the account closes at every step, pictures hold together, faults end")
    func day() async {
        let run = SimulatedRun(.demo, preloadMinutes: 60)
        await run.start()
        var watch = LedgerWatch()
        var silentTargets: Set<String> = []
        for index in 1...8_640 {
            await run.step(nanoseconds: 10 * second)
            if let fault = watch.fault(in: run.core.ledger) {
                Issue.record("queued, step \(index): \(fault)")
                break
            }
            run.drain()
            if let fault = watch.fault(in: run.core.ledger, isDrained: true) {
                Issue.record("drained, step \(index): \(fault)")
                break
            }
            guard index % 6 == 0 else { continue }
            let picture = run.snapshot()
            if let fault = watch.fault(in: picture) { Issue.record("picture, step \(index): \(fault)") }
            for result in picture.indicators {
                if let fault = Self.fault(in: result) { Issue.record("step \(index): \(fault)") }
            }
            for target in picture.targets where target.lastError != nil { silentTargets.insert(target.id) }
            if picture.events.count > 500 { Issue.record("step \(index): \(picture.events.count) events") }
        }
        let ledger = run.core.ledger
        await run.stop()
        #expect(ledger.offered > 10_000_000 && ledger.queued == 0)
        #expect(ledger.dropped.total == 0, "\(ledger)")
        #expect((1...6).contains(silentTargets.count), "the script silences some of six: \(silentTargets)")
    }

    /// lo ≤ value ≤ hi, and a verdict that follows from them.
    private static func fault(in result: IndicatorResult) -> String? {
        if let lo = result.lo, let hi = result.hi, lo > hi { return "\(result.indicator) lo \(lo) > hi \(hi)" }
        if let value = result.value, let lo = result.lo, value < lo { return "\(result.indicator) \(value) < lo \(lo)" }
        if let value = result.value, let hi = result.hi, value > hi { return "\(result.indicator) \(value) > hi \(hi)" }
        if result.verdict == .unknown, result.reason == nil { return "\(result.indicator) unknown without a reason" }
        return nil
    }
}
