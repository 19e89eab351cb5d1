import Exports
import Mapping
import Testing

struct GNMICFormatTests {
    @Test("gnmic event: tags and group as they come, origin and module names taken off the path")
    func event() throws {
        let log = readings(
            """

            [{"name":"ports","timestamp":1763164800000000001,"tags":{"interface_name":"Eth1/1","source":"10.0.0.1:57400"},\
            "values":{"openconfig:/oc-if:interfaces/interface/state/counters/in-octets":18446744073709551615}}]

            [{"name":"ports","timestamp":1763164800000000002,"tags":{"source":"10.0.0.1:57400"},\
            "deletes":["interfaces/interface[name=Eth1/1]"]}]
            {"name":"ports","timestamp":1763164800000000003,"tags":{},"values":{"/a":"-2.10","/b":true,"/c":-7}}
            """, as: .gnmicEvent)
        #expect(log.problems.isEmpty)
        #expect(log.messages == 3)
        let first = try #require(log.entries.first)
        #expect(
            first.series.description
                == #"ports{origin="openconfig",interface_name="Eth1/1",source="10.0.0.1:57400"}"#
                + " /interfaces/interface/state/counters/in-octets")
        #expect(first.value == .unsigned(.max))
        #expect(first.stampNanoseconds == 1_763_164_800_000_000_001)
        #expect(log.deletes.map(\.field) == ["/interfaces/interface"])
        #expect(log.deletes.first?["interface_name"] == "Eth1/1")
        #expect(log.entries.dropFirst().map(\.value) == [.text("-2.10"), .boolean(true), .signed(-7)])
    }

    @Test("Tags in another order are another key and the same series")
    func tagOrder() {
        let log = readings(
            """
            {"name":"p","timestamp":1,"tags":{"a":"1","b":"2"},"values":{"/x":1}}
            {"name":"p","timestamp":2,"tags":{"b":"2","a":"1"},"values":{"/x":2}}
            """, as: .gnmicEvent)
        #expect(
            log.entries.map { Set($0.series.tags) } == [
                [.init("a", "1"), .init("b", "2")], [.init("a", "1"), .init("b", "2")],
            ])
    }

    @Test("gnmic json: paths go on from the prefix, whose keys are tags")
    func json() throws {
        let log = readings(
            #"{"source":"10.0.0.1:57400","subscription-name":"ports","timestamp":5,"time":"2026-11-21T02:13:59Z","#
                + #""prefix":"openconfig:interfaces/interface[name=Eth1/1]/state","target":"pe1","updates":["#
                + #"{"Path":"oper-status","values":{"oper-status":"UP"}},"#
                + #"{"Path":"counters","values":{"counters":{"in-octets":"17"}}}],"deletes":["last-change"]}"#
                + #"{"sync-response":true}"#, as: .gnmicJSON)
        #expect(log.problems.isEmpty)
        #expect(log.messages == 2)
        #expect(
            log.entries.map(\.series.field) == [
                "/interfaces/interface/state/oper-status", "/interfaces/interface/state/counters/in-octets",
            ])
        #expect(log.entries.map(\.value) == [.text("UP"), .text("17")])
        #expect(log.deletes.map(\.field) == ["/interfaces/interface/state/last-change"])
        for series in log.entries.map(\.series) + log.deletes {
            #expect(series.group == "ports")
            #expect(
                Set(series.tags) == [
                    .init("interface_name", "Eth1/1"), .init("origin", "openconfig"), .init("source", "10.0.0.1:57400"),
                    .init("subscription-name", "ports"), .init("target", "pe1"),
                ])
        }
    }

    @Test("Decimals and leaf lists in gnmic's own writing; other objects are taken apart")
    func typedValues() {
        let log = readings(
            #"{"timestamp":1,"values":{"/d":{"digits":-1234,"precision":2},"/w":{"digits":7},"#
                + #""/l":{"element":[{"Value":{"UintVal":1}}]},"/o":{"digits":1,"other":2},"/n":null}}"#,
            as: .gnmicEvent)
        #expect(log.entries.map(\.series.field) == ["/d", "/w", "/l", "/o/digits", "/o/other", "/n"])
        #expect(
            log.entries.map(\.value) == [
                .double(-12.34), .signed(7), .composite, .unsigned(1), .unsigned(2), .composite,
            ])
    }
}
