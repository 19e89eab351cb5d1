import Exports
import Mapping
import Testing

struct GNMIPathTests {
    @Test("A path in text has an origin, elements and keys; slashes and escaped brackets may stand in keys")
    func text() throws {
        let path = try #require(GNMIPath(#"openconfig:/interfaces/interface[name=Eth1/1][id=a\]b]/state"#))
        #expect(path.origin == "openconfig")
        #expect(
            path.elements == [
                .init("interfaces"), .init("interface", keys: [.init("name", "Eth1/1"), .init("id", "a]b")]),
                .init("state"),
            ])
        #expect(GNMIPath("interfaces/interface")?.elements.count == 2)
        #expect(GNMIPath("openconfig:")?.elements.isEmpty == true)
        #expect(GNMIPath("/oc-if:interfaces")?.origin == "")
        #expect(GNMIPath("/a[name=x") == nil)
        #expect(GNMIPath("/a[name]/b") == nil)
    }

    @Test("A series bears gnmic's tags, and no module names")
    func series() throws {
        let prefix = GNMIPath(origin: "openconfig", target: "pe1", elements: [.init("oc-if:interfaces")])
        let path = prefix.appending(
            GNMIPath(elements: [.init("interface", keys: [.init("oc-if:name", "Eth1")]), .init("state")]))
        let series = path.series(group: "ports", tags: [.init("source", "10.0.0.1:57400"), .init("target", "other")])
        #expect(
            series.description
                == #"ports{interface_name="Eth1",origin="openconfig",target="pe1",source="10.0.0.1:57400"}"#
                + " /interfaces/interface/state")
    }

    @Test("Two keys of one name: the second is told by its whole path")
    func collision() throws {
        let path = try #require(GNMIPath("/a/group[name=x]/group[name=y]"))
        #expect(path.series().tags == [.init("group_name", "x"), .init("/a/group/group_name", "y")])
    }

    @Test("A delete of any interface names none")
    func wildcardDelete() throws {
        let path = try #require(GNMIPath("/interfaces/interface[name=*]/subinterfaces/subinterface[index=3]"))
        #expect(path.everythingUnder().tags == [.init("subinterface_index", "3")])
    }
}
