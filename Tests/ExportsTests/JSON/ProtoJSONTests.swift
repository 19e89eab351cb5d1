import Exports
import Mapping
import Testing

struct ProtoJSONTests {
    private func value(_ typed: String) -> [ForeignValue] {
        let log = readings(
            #"{"update":{"timestamp":"1","update":[{"path":{"elem":[{"name":"a"}]},"val":\#(typed)}]}}"#,
            as: .gnmicProtoJSON)
        return log.problems.isEmpty ? log.entries.map(\.value) : []
    }

    @Test("Every type of value, 64 bits as text and as numbers, names in both spellings")
    func types() {
        #expect(value(#"{"uintVal":"18446744073709551615"}"#) == [.unsigned(.max)])
        #expect(value(#"{"uint_val":18446744073709551615}"#) == [.unsigned(.max)])
        #expect(value(#"{"intVal":"-9223372036854775808"}"#) == [.signed(.min)])
        #expect(value(#"{"floatVal":-3.25}"#) == [.double(-3.25)])
        #expect(value(#"{"doubleVal":5}"#) == [.double(5)])
        #expect(value(#"{"doubleVal":"Infinity"}"#) == [.double(.infinity)])
        #expect(value(#"{"doubleVal":"-Infinity"}"#) == [.double(-.infinity)])
        if case .double(let nan) = value(#"{"floatVal":"NaN"}"#).first { #expect(nan.isNaN) } else { Issue.record() }
        #expect(value(#"{"decimalVal":{"digits":"204","precision":1}}"#) == [.double(20.4)])
        #expect(value(#"{"decimalVal":{"digits":"-300","precision":2}}"#) == [.signed(-3)])
        #expect(value(#"{"decimal_val":{"digits":204}}"#) == [.signed(204)])
        #expect(value(#"{"stringVal":"1"}"#) == [.text("1")])
        #expect(value(#"{"asciiVal":"up"}"#) == [.text("up")])
        #expect(value(#"{"boolVal":true}"#) == [.boolean(true)])
        #expect(value(#"{"leaflistVal":{"element":[]}}"#) == [.composite])
        #expect(value(#"{"bytesVal":"AAE="}"#) == [.composite])
        // "-2.10", and {"b":1,"c":{"d":"2"}} in either alphabet without padding.
        #expect(value(#"{"jsonIetfVal":"Ii0yLjEwIg=="}"#) == [.text("-2.10")])
        #expect(value(#"{"json_ietf_val":"eyJiIjoxLCJjIjp7ImQiOiIyIn19"}"#) == [.unsigned(1), .text("2")])
    }

    @Test("What is no value of its type is refused by the name of its path; its neighbours are taken")
    func wrongTypes() {
        let log = readings(
            #"{"update":{"timestamp":"1","prefix":{"elem":[{"name":"p"}]},"update":["#
                + #"{"path":{"elem":[{"name":"a"}]},"val":{"uintVal":"1e3"}},"#
                + #"{"path":{"elem":[{"name":"b"}]},"val":{"jsonVal":"eyJ"}},"#
                + #"{"path":{"elem":[{"name":"c"}]},"val":{"jsonVal":"*"}},"#
                + #"{"path":{"elem":[{"name":"d"}]},"val":{"newVal":1}},"#
                + #"{"path":{"elem":[{"name":"e"}]}},"#
                + #"{"path":{"elem":[{"name":"f"}]},"val":{"uintVal":"2"}}]}}"#, as: .gnmicProtoJSON)
        #expect(log.entries.map(\.value) == [.unsigned(2)])
        #expect(
            log.problems.map(\.description) == [
                #"line 1: update of /p/a: found `"1e3"`, which is no `uintVal`"#,
                "line 1: update of /p/b: column 3: found the end within a value",
                #"line 1: update of /p/c: found `"*"`, which is no `jsonVal`"#,
                "line 1: update of /p/d: found a value of the unknown type `newVal`",
                "line 1: update of /p/e: found no value",
            ])
    }

    @Test(
        "Prefix, origin, target and keys name the series; deletes go on from the prefix; the answer to sync is no reading"
    )
    func paths() {
        let log = readings(
            #"{"update":{"timestamp":"9","prefix":{"origin":"openconfig","target":"pe1","elem":["#
                + #"{"name":"interfaces"},{"name":"interface","key":{"name":"Eth1"}}]},"#
                + #""update":[{"path":{"elem":[{"name":"state"},{"name":"mtu"}]},"val":{"uintVal":"9000"}}],"#
                + #""delete":[{"elem":[{"name":"subinterfaces"},{"name":"subinterface","key":{"index":"*"}}]}]}}"#
                + #"{"syncResponse":true}"#, as: .gnmicProtoJSON)
        #expect(log.problems.isEmpty)
        #expect(log.messages == 2)
        #expect(
            log.entries.map(\.series.description) == [
                #"{interface_name="Eth1",origin="openconfig",target="pe1"} /interfaces/interface/state/mtu"#
            ])
        #expect(log.entries.map(\.stampNanoseconds) == [9])
        #expect(
            log.deletes.map(\.description) == [
                #"{interface_name="Eth1",origin="openconfig",target="pe1"}"#
                    + " /interfaces/interface/subinterfaces/subinterface"
            ])
    }

    @Test("An atomic notification takes away what was under its prefix before it tells what is")
    func atomic() {
        let log = readings(
            #"{"update":{"timestamp":"9","atomic":true,"prefix":{"elem":[{"name":"lldp"}]},"update":[]}}"#,
            as: .gnmicProtoJSON)
        #expect(log.deletes.map(\.field) == ["/lldp"])
    }

    @Test("What the target left out is counted as lost")
    func duplicates() {
        let log = readings(
            #"{"update":{"update":[{"path":{},"val":{"intVal":"1"},"duplicates":3},{"path":{},"val":{"intVal":"2"}}]}}"#,
            as: .gnmicProtoJSON)
        #expect(log.lost == 3)
        #expect(log.entries.count == 2)
    }

    @Test("A number of values left out that is no uint32 is refused with its update", arguments: ["-1", "4294967296"])
    func wrongDuplicates(_ count: String) {
        let log = readings(
            #"{"update":{"update":[{"path":{},"val":{"intVal":"1"},"duplicates":\#(count)}]}}"#, as: .gnmicProtoJSON)
        #expect(log.lost == 0 && log.entries.isEmpty)
        #expect(
            log.problems.map(\.reason) == [
                "update of : found `\(count)` duplicates, expected a whole number of 32 bits"
            ])
    }

    @Test("Elements as text, of gNMI before 0.4")
    func oldElements() {
        let log = readings(
            #"{"update":{"update":[{"path":{"element":["a","b"]},"val":{"boolVal":false}}]}}"#, as: .gnmicProtoJSON)
        #expect(log.entries.map(\.series.field) == ["/a/b"])
        #expect(log.entries.map(\.stampNanoseconds) == [nil])
    }
}
