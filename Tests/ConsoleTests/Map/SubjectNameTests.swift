import Metro
import Testing

@testable import Console

@Suite struct SubjectNameTests {
    private func short(_ name: String, _ columns: Int) -> String {
        let text = SubjectName.shortened(name, columns, .narrow)
        #expect(DisplayWidth.narrow.of(text) <= columns)
        return text
    }

    @Test("a name gives up generic words, then its middle, and keeps the end that tells it from its neighbours")
    func shortened() {
        #expect(short("Futian DC1", 10) == "Futian DC1")
        #expect(short("Futian DC1", 8) == "Futi…DC1")
        #expect(short("Futian Computing Centre 2", 12) == "Futian 2")
        #expect(short("福田数据中心二号", 8) == "福田二号")
        #expect(short("深圳福田莲花街道", 9) == "深圳…街道")
        for columns in 0...30 { _ = short("Universiade Centre 大运中心", columns) }
    }

    @Test("two links between the same sites carry their ids, a link with a name or with its sites for itself does not")
    func parallel() throws {
        let old = FixtureMetro.inventory
        let first = try #require(old.link("dc1-dc5"))
        let second = Link(id: "dc1-dc5-b", a: first.b, b: first.a, siteA: first.siteB, siteB: first.siteA)
        var snapshot = FixtureMetro.snapshot
        snapshot.inventory = Inventory(
            city: old.city, sites: old.sites, links: old.links + [second], paths: old.paths, version: "parallel")
        func name(_ id: LinkID) throws -> String {
            SubjectName.link(try #require(snapshot.inventory.linkIndex(id)), snapshot, .english)
        }
        #expect(try name("dc1-dc5") == "Futian DC1 – Longgang DC5 (dc1-dc5)")
        #expect(try name("dc1-dc5-b") == "Longgang DC5 – Futian DC1 (dc1-dc5-b)")
        #expect(try name("dc1-dc2") == "Futian DC1 – Nanshan DC2")
        let event = SubjectName.subject(.link("dc1-dc5-b"), snapshot, .english, fitting: 26, .narrow)
        #expect(event.spans.map(\.text).joined().hasSuffix("(dc1-dc5-b)"))
    }
}
