import Exports
import Mapping
import Testing

struct JSONLeavesTests {
    private func read(_ json: String, path: String = "/interfaces") throws -> [ReadingLog.Entry] {
        var log = ReadingLog(seed: SeriesSeed(high: 1, low: 2))
        var leaves = JSONLeaves()
        let bytes = Array(json.utf8)
        let base = try #require(GNMIPath(path))
        for _ in 0..<2 {
            try leaves.take(bytes.span, key: SeriesHash(log.seed), stampNanoseconds: 7, into: &log) { below in
                base.appending(GNMIPath(elements: below)).series()
            }
        }
        let half = log.entries.count / 2
        #expect(log.entries[..<half].elementsEqual(log.entries[half...]), "the second time, keys are known")
        return Array(log.entries[..<half])
    }

    @Test("Members go on with the path; numbers keep their 64 bits as text and as numbers")
    func members() throws {
        let entries = try read(
            #"{"oc-if:state":{"counters":{"in-octets":"18446744073709551615","out-octets":18446744073709551615}},"up":true}"#
        )
        #expect(
            entries.map(\.series.field) == [
                "/interfaces/state/counters/in-octets", "/interfaces/state/counters/out-octets", "/interfaces/up",
            ])
        #expect(entries.map(\.value) == [.text("18446744073709551615"), .unsigned(.max), .boolean(true)])
        #expect(entries.allSatisfy { $0.stampNanoseconds == 7 })
    }

    @Test("An entry of an OpenConfig list has its own leaves as keys")
    func openConfigList() throws {
        let entries = try read(
            #"{"interface":[{"name":"Eth1","state":{"mtu":9000}},{"state":{"mtu":1500},"oc:name":"Eth2"}]}"#)
        let values = entries.filter { $0.series.field == "/interfaces/interface/state/mtu" }
        #expect(values.map(\.series["interface_name"]) == ["Eth1", "Eth2"])
        #expect(values.map(\.value) == [.unsigned(9000), .unsigned(1500)])
    }

    @Test("An entry of another list is told by name, index or id, never by a counter; else by its place")
    func otherList() throws {
        let named = try read(#"{"port":[{"index":3,"octets":17}]}"#)
        #expect(named.last?.series.tags == [.init("port_index", "3")])
        let native = try read(#"{"m:interface":[{"m:interface-name":"Te0/0","owner-name":"x","bytes":1}]}"#)
        #expect(native.last?.series.tags == [.init("interface_interface-name", "Te0/0")])
        let nameless = try read(#"{"port":[{"octets":17},{"octets":18}]}"#)
        #expect(nameless.map(\.series.tags) == [[.init("port_position", "0")], [.init("port_position", "1")]])
    }

    @Test("An entry of a list and members of the same names are different series")
    func structure() throws {
        var log = ReadingLog(seed: SeriesSeed(high: 1, low: 2))
        var leaves = JSONLeaves()
        let texts = [
            #"{"a":[{"name":"x","v":1}]}"#, #"{"a":{"name":{"x":{"v":1}}}}"#, #"{"a":[{"v":1}]}"#,
            #"{"a":{"0":{"v":1}}}"#, #"{"a":[{"name":"x","id":"y","v":1}]}"#,
            #"{"a":[{"name":"x","id":{"y":{"v":1}}}]}"#,
        ]
        for text in texts {
            let bytes = Array(text.utf8)
            try leaves.take(bytes.span, key: SeriesHash(log.seed), stampNanoseconds: 7, into: &log) {
                GNMIPath(elements: $0).series()
            }
        }
        #expect(
            log.entries.filter { $0.value == .unsigned(1) }.map(\.series.description) == [
                #"{a_name="x"} /a/v"#, "/a/name/x/v", #"{a_position="0"} /a/v"#, "/a/0/v",
                #"{a_name="x",a_id="y"} /a/v"#, #"{a_name="x"} /a/id/y/v"#,
            ])
    }

    @Test("A list of plain values is one leaf that holds no number; so is null")
    func composites() throws {
        let entries = try read(#"{"a":[1,2],"b":null,"c":[]}"#)
        #expect(entries.map(\.value) == [.composite, .composite, .composite])
    }

    @Test("A value alone is the leaf itself")
    func scalar() throws {
        let entries = try read(#" "-2.10" "#, path: "/x/power")
        #expect(entries.map(\.series.field) == ["/x/power"])
        #expect(entries.map(\.value) == [.text("-2.10")])
    }

    @Test(
        "What is no JSON is refused with its place",
        arguments: [
            ("{\"a\":\n tru}", "line 2: column 2: found `t`, expected a value"),
            ("{} x", "line 1: column 3: found `x` behind the value"),
            ("{\"a\"", "line 1: column 5: found the end within a value"),
        ])
    func refused(_ text: String, _ problem: String) {
        #expect(throws: FormatProblem.self) { try read(text) }
        do { _ = try read(text) } catch { #expect("\(error)" == problem) }
    }
}
