import Metro
import Testing

@Suite struct FixtureMetroTests {
    @Test("the fixture is consistent: pictures stand in the inventory's order and references resolve")
    func consistent() {
        let snapshot = FixtureMetro.snapshot
        #expect(snapshot.links.count == snapshot.inventory.links.count)
        #expect(snapshot.paths.count == snapshot.inventory.paths.count)
        for path in snapshot.inventory.paths {
            #expect(snapshot.inventory.site(path.a) != nil && snapshot.inventory.site(path.b) != nil)
        }
        #expect(
            snapshot.pipeline.offered == snapshot.pipeline.stored + snapshot.pipeline.queued
                + snapshot.pipeline.dropped.reduce(0) { $0 + $1.count })
    }

    @Test("every severity, target state and verdict occurs")
    func covers() {
        let snapshot = FixtureMetro.snapshot
        #expect(Set(snapshot.paths.map(\.severity) + snapshot.links.map(\.severity)) == Set(Severity.allCases))
        #expect(Set(snapshot.targets.map(\.state)) == Set(TargetPicture.State.allCases))
        #expect(Set(snapshot.paths.map(\.verdict)) == Set(Verdict.allCases))
    }
}
