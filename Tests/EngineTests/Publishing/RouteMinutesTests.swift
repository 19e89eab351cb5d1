import Metro
import Testing

@testable import Engine

@Suite struct RouteMinutesTests {
    @Test("the demo's fibre cut is found: the paths that it moves, when, by how much, and back again")
    func cut() async throws {
        let run = SimulatedRun(.demo, preloadMinutes: 60)
        run.core.publish()
        await run.start()
        let picture = run.snapshot()
        let routes = picture.events.filter { $0.kind == .rerouted }
        // 21 minutes before the start the cut, 6.5 minutes later the repair.
        func moved(minutesBefore minutes: Int64, _ isLonger: Bool) -> Set<MetroEvent.Subject> {
            let events = routes.filter {
                abs($0.sinceNanoseconds - (midnight - 60 * minutes * second)) <= 60 * second
                    && ($0.value ?? 0 > 0) == isLonger
            }
            return Set(events.map(\.subject))
        }
        let (there, back) = (moved(minutesBefore: 21, true), moved(minutesBefore: 15, false))
        #expect(there.count > 40 && there.isSuperset(of: [.path("longhua-buji.ip"), .path("longhua-buji.optical")]))
        #expect(there.symmetricDifference(back).count <= 1)
        // No queue of the script and no clock is one; noise may be, once in a city's hour.
        #expect(routes.count <= there.count + back.count + 1)
        let own = try #require(routes.last { $0.subject == .path("longhua-buji.ip") }?.route)
        #expect(own.direction == .both && abs(own.nanoseconds - 180_000) < 1_000 && own.confidence > 0.99)
        #expect(routes.allSatisfy { $0.untilNanoseconds == $0.sinceNanoseconds && $0.severity == .warning })
        // A minute is looked at once.
        await run.step(nanoseconds: 61 * second)
        run.drain()
        #expect(run.snapshot().events.filter { $0.kind == .rerouted } == routes)
        await run.stop()
    }
}
