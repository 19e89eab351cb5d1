import Mapping
import Testing

@testable import Exports

struct InfluxDecoderTests {
    private func log(_ text: String, _ unit: Int64 = 1) -> ReadingLog {
        decoded(InfluxDecoder(stampUnitNanoseconds: unit), text)
    }

    @Test("A line gives each of its fields as a reading with measurement, tags in their order, and stamp")
    func line() {
        let log = log(
            #"interface,agent_host=192.0.2.1,ifName=Ethernet1 ifHCInOctets=18446744073709551615u,up=true,t=1.5,n=-3i 1763164800000000001"#
        )
        let series = #"interface{agent_host="192.0.2.1",ifName="Ethernet1"}"#
        #expect(
            log.lines == [
                "\(series) ifHCInOctets = unsigned(18446744073709551615) @ 1763164800000000001",
                "\(series) up = boolean(true) @ 1763164800000000001",
                "\(series) t = double(1.5) @ 1763164800000000001",
                "\(series) n = signed(-3) @ 1763164800000000001",
            ])
        #expect(log.messages == 1)
        #expect(log.problems.isEmpty)
    }

    @Test(
        "Values keep what they are",
        arguments: [
            ("1", ForeignValue.unsigned(1)), ("-1", .signed(-1)),
            ("9007199254740993", .unsigned(9_007_199_254_740_993)),
            ("1i", .unsigned(1)), ("-9223372036854775808i", .signed(.min)),
            ("9223372036854775807i", .unsigned(UInt64(Int64.max))), ("0u", .unsigned(0)), ("1.", .double(1)),
            (".5", .double(0.5)), ("-1.25e-3", .double(-0.001_25)), ("1E+2", .double(100)),
            ("1.8446744073709552e+19", .double(18_446_744_073_709_551_616)), ("t", .boolean(true)),
            ("TRUE", .boolean(true)), ("f", .boolean(false)), ("False", .boolean(false)), (#""""#, .text("")),
            (#""up, = \"x\" \\ \y""#, .text(#"up, = "x" \ \y"#)),
        ])
    func values(text: String, expected: ForeignValue) {
        let log = log("m f=\(text)")
        #expect(log.entries.map(\.value) == [expected])
        #expect(log.reasons == [])
    }

    @Test("Without a stamp there is none; other units are multiples of a nanosecond")
    func stamps() {
        #expect(log("m f=1").entries[0].stampNanoseconds == nil)
        #expect(log("m f=1 -5").entries[0].stampNanoseconds == -5)
        #expect(log("m f=1 7", 1_000_000).entries[0].stampNanoseconds == 7_000_000)
        #expect(log("m f=1 1", 3_600_000_000_000).entries[0].stampNanoseconds == 3_600_000_000_000)
    }

    @Test("Commas, spaces and equals signs hide behind backslashes; other backslashes stay")
    func escapes() {
        let log = log(#"my\ in\,ter\=face,ta\ g\==v\,a\ l\=u\e,b=\\\, fi\ eld\,\==1"#)
        #expect(
            log.entries.map(\.series) == [
                ForeignSeries(
                    group: #"my in,ter\=face"#, tags: [.init("ta g=", #"v,a l=u\e"#), .init("b", #"\\,"#)],
                    field: "fi eld,=")
            ])
    }

    @Test("Blank lines, comments, CRLF, and spaces around are nothing of their own")
    func surroundings() {
        let log = log("\r\n\n# comment, f=1\n   m,a=b   f=1   5  \r\n \nm f=2\r\n")
        #expect(log.lines == [#"m{a="b"} f = unsigned(1) @ 5"#, "m f = unsigned(2)"])
        #expect(log.messages == 2)
        #expect(log.problems.isEmpty)
    }

    @Test("A text goes over newlines; the lines behind it keep their numbers")
    func newlinesInTexts() {
        let log = log("m a=\"one\ntwo\n\",b=2 5\nbad\nm c=3\n")
        #expect(log.lines == ["m a = text(\"one\\ntwo\\n\") @ 5", "m b = unsigned(2) @ 5", "m c = unsigned(3)"])
        #expect(log.reasons == ["line 4: no field"])
    }

    @Test("A quote that is never closed costs its own line, no other")
    func openQuotes() {
        #expect(log("m a=\"x\nm b=1\nm c=2").lines == ["m b = unsigned(1)", "m c = unsigned(2)"])
        let log = log("m a=\"x\nm b=1\nm c=\"y\"\n")
        #expect(log.lines == ["m b = unsigned(1)", #"m c = text("y")"#])
        #expect(log.reasons == ["line 1: the text of field `a` has no closing quote"])
    }

    @Test(
        "A bad line is refused with its number and the reason, and gives nothing",
        arguments: [
            ("m", "no field"),
            (",a=b f=1", "no measurement before the tags"),
            ("m,a f=1", "found tag `a` without `=`"),
            ("m,=b f=1", "a tag without a name"),
            ("m,a= f=1", "tag `a` has no value"),
            ("m,a=b=c f=1", #"found `=` in the value of tag `a`, expected `\=`"#),
            ("m,a=1,b=2,a=3 f=1", "tag `a` stands there twice"),
            ("m,a=b", "no field"),
            ("m =1", "a field without a name"),
            ("m f", "found field `f` without `=`"),
            ("m f=", "field `f`: found nothing, expected a value"),
            ("m g=1,f=1e", "field `f`: found `1e`, expected a number, a boolean or a text in quotes"),
            ("m f=NaN", "field `f`: found `NaN`, expected a number, a boolean or a text in quotes"),
            ("m f=1x1", "field `f`: found `1x1`, expected a number"),
            ("m f=1e999", "field `f`: found `1e999`, expected a number within a double's range"),
            ("m f=9223372036854775808i", "field `f`: found `9223372036854775808i`, expected an integer of 64 bits"),
            ("m f=1.5i", "field `f`: found `1.5i`, expected an integer of 64 bits"),
            ("m f=-1u", "field `f`: found `-1u`, expected an unsigned integer of 64 bits"),
            (#"m f="a"b"#, "found `b` behind a field, expected a comma or a space"),
            ("m f=1 x", "found `x` as time stamp, expected a whole number"),
            ("m f=1 1.5", "found `1.5` as time stamp, expected a whole number"),
            ("m f=1 1 2", "found `2` behind the time stamp, expected the end of the line"),
        ])
    func badLines(line: String, reason: String) {
        let log = log("m before=1\n\(line)\nm after=1\n")
        #expect(log.lines == ["m before = unsigned(1)", "m after = unsigned(1)"])
        #expect(log.reasons == ["line 2: \(reason)"])
        #expect(log.messages == 2)
    }

    @Test("A stamp beyond 64 bits of nanoseconds is refused")
    func overflow() {
        #expect(
            log("m f=1 9223372037", 1_000_000_000).reasons == [
                "line 1: time stamp `9223372037` is beyond the year 2262"
            ])
    }

    @Test("A line that is too long is refused once, without being kept, in pieces or whole")
    func longLines() {
        let long = "m f=\"" + String(repeating: "x", count: 100) + "\"\n"
        let text = Array(("m a=1\n" + long + "m b=2\n").utf8)
        let whole = decoded(InfluxDecoder(longestLineBytes: 50), text)
        #expect(whole.lines == ["m a = unsigned(1)", "m b = unsigned(2)"])
        #expect(whole.reasons == ["line 2: longer than 50 bytes, left out"])

        var decoder = InfluxDecoder(longestLineBytes: 50)
        var log = ReadingLog(seed: SeriesSeed(high: 1, low: 2))
        var kept: [UInt8] = []
        var mostKept = 0
        for octet in text {
            kept.append(octet)
            kept.removeFirst(decoder.decode(kept.span, isEnd: false, into: &log))
            mostKept = max(mostKept, kept.count)
        }
        #expect(mostKept <= 50)
        #expect(log.entries == whole.entries)
        #expect(log.problems == whole.problems)
    }

    @Test("Ten thousand quotes that stay open are read in linear time")
    func manyOpenQuotes() {
        let log = log(String(repeating: "m a=\"x\n", count: 10_001))
        #expect(log.messages + log.problems.count == 10_001)
    }
}
