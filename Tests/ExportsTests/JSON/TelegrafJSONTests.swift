import Exports
import Mapping
import Testing

struct TelegrafJSONTests {
    @Test("One metric, and many in one object; fields keep their kind")
    func metrics() {
        let one =
            #"{"fields":{"ifHCInOctets":18446744073709551615,"up":true,"alias":"到 pe2"},"#
            + #""name":"interface","tags":{"agent_host":"10.0.0.1","ifName":"Gi0/1"},"timestamp":1763164800}"#
        let log = readings(one + "\n" + #"{"metrics":[\#(one),\#(one)]}"#, as: .telegrafJSON)
        #expect(log.problems.isEmpty)
        #expect(log.messages == 2)
        #expect(log.entries.count == 9)
        #expect(log.entries.prefix(3).map(\.value) == [.unsigned(.max), .boolean(true), .text("到 pe2")])
        #expect(
            log.entries[0].series.description == #"interface{agent_host="10.0.0.1",ifName="Gi0/1"} ifHCInOctets"#)
        #expect(Set(log.entries.map(\.series)).count == 3)
        #expect(log.entries.allSatisfy { $0.stampNanoseconds == 1_763_164_800_000_000_000 })
    }

    @Test(
        "The size of a stamp tells its unit",
        arguments: [
            ("1763164800", 1_763_164_800_000_000_000), ("1763164800123", 1_763_164_800_123_000_000),
            ("1763164800123456", 1_763_164_800_123_456_000), ("1763164800123456789", 1_763_164_800_123_456_789),
            ("631152000", 631_152_000_000_000_000), ("7258118399", 7_258_118_399_000_000_000),
        ] as [(String, Int64)])
    func stamps(_ text: String, _ nanoseconds: Int64) {
        let log = readings(#"{"name":"a","fields":{"x":1},"timestamp":\#(text)}"#, as: .telegrafJSON)
        #expect(log.entries.map(\.stampNanoseconds) == [nanoseconds])
    }

    @Test("A stamp of no unit is refused, and so is a metric without fields; the others of the batch are taken")
    func refused() {
        let log = readings(
            #"{"metrics":[{"name":"a","fields":{"x":1},"timestamp":12},{"name":"b"},{"name":"c","fields":{"x":1}}]}"#,
            as: .telegrafJSON)
        #expect(
            log.problems.map(\.description) == [
                "line 1: found `12` as `timestamp`, expected a whole number of s, ms, µs or ns since 1970, "
                    + "between 1990 and 2200",
                "line 1: found no `name` or no `fields`, expected a metric of Telegraf",
            ])
        #expect(log.entries.map(\.series.group) == ["c"])
        #expect(log.entries.map(\.stampNanoseconds) == [nil])
    }
}
