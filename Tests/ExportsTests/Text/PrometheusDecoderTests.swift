import Mapping
import Testing

@testable import Exports

struct PrometheusDecoderTests {
    private func log(_ text: String) -> ReadingLog { decoded(PrometheusDecoder(), text) }

    @Test("Lines give name, labels in their order, value, and milliseconds as nanoseconds")
    func lines() {
        let log = log(
            """
            # HELP ifHCInOctets Octets in, \\n and "more".
            # TYPE ifHCInOctets counter
            ifHCInOctets{ifName="Ethernet1",ifAlias="to \\"b\\", \\\\ \\n \\x"} 18446744073709551615 1763164800123
            ifHCInOctets{ ifName = "Ethernet2" , } 1.8446744073709552e+19

            # any comment {
            #
            ifOperStatus 1
              up\t-0.5   5\u{20}
            a:b{}NaN
            temperature +Inf
            temperature -inf
            """)
        #expect(log.reasons == [])
        #expect(
            log.lines == [
                #"ifHCInOctets{ifName="Ethernet1",ifAlias="to "b", \ "# + "\n"
                    + #" \x"} = unsigned(18446744073709551615) @ 1763164800123000000"#,
                #"ifHCInOctets{ifName="Ethernet2"} = double(1.8446744073709552e+19)"#,
                "ifOperStatus = unsigned(1)", "up = double(-0.5) @ 5000000", "a:b = double(nan)",
                "temperature = double(inf)", "temperature = double(-inf)",
            ])
        #expect(log.messages == 1)
    }

    @Test(
        "One bad line refuses the whole body with line and reason",
        arguments: [
            ("=", "found `=`, expected a metric's name or a comment"),
            ("1a 1", "found `1a 1`, expected a metric's name or a comment"),
            ("a.b 1", "found `.b 1`, expected a metric's name, then its labels or its value"),
            ("a", "found nothing, expected a number"),
            ("a x", "found `x`, expected a number"),
            ("a 1\r", "found `1.`, expected a number"),
            ("a 0x1p-3", "found `0x1p-3`, expected a number"),
            ("a 1_2", "found `1_2`, expected a number"),
            ("a 1e999", "value `1e999` is beyond a double's range"),
            ("a{b=\"c\"d=\"e\"} 1", "found `d=\"e\"} 1`, expected `,` or `}` behind a label"),
            ("a{b='c'} 1", "found `'c'} 1`, expected a label's value in quotes"),
            ("a{b} 1", "found `} 1`, expected `=` behind a label's name"),
            ("a{,b=\"c\"} 1", "found `,b=\"c\"} 1`, expected a label's name"),
            ("a{b=\"c\",b=\"d\"} 1", "label `b` stands there twice"),
            ("a 1 1.5", "found `1.5` as time stamp, expected whole milliseconds since 1970"),
            ("a 1 -1", "found `-1` as time stamp, expected whole milliseconds since 1970"),
            ("a 1 9223372036855", "time stamp `9223372036855` is beyond the year 2262"),
            ("a 1 1 1", "found `1`, expected the end of the line"),
            ("# TYPE a meter", "found type `meter`, expected counter, gauge, histogram, summary or untyped"),
            ("# TYPE a", "found type ``, expected counter, gauge, histogram, summary or untyped"),
            ("# HELP 1 x", "found `1 x`, expected a metric's name behind HELP"),
        ])
    func badBodies(line: String, reason: String) {
        let log = log("before 1\n\n\(line)\nafter 1\n")
        #expect(log.lines == [])
        #expect(log.reasons == ["line 3: \(reason)"])
        #expect(log.messages == 0)
    }

    @Test("A label's value goes over newlines, and must be UTF-8 and closed")
    func labelValues() {
        #expect(log("a{b=\"c\nd\"} 1\nx\n").reasons == ["line 3: found nothing, expected a number"])
        #expect(log("a{b=\"c} 1\n").reasons == ["line 1: found `c} 1.` without a closing quote"])
        #expect(log("a{b=\"c\\").reasons == [#"line 1: found `c\` without a closing quote"#])
        let bytes = Array("a{b=\"".utf8) + [0xFF] + Array("\"} 1\n".utf8)
        #expect(decoded(PrometheusDecoder(), bytes).reasons == ["line 1: a label's value is not UTF-8"])
        #expect(log("a{b=\"成都\"} 1").lines == [#"a{b="成都"} = unsigned(1)"#])
    }

    @Test("A body that is too long is refused once, with what comes of it after; the next one is read")
    func longBodies() {
        var decoder = PrometheusDecoder(longestBodyBytes: 10)
        var log = ReadingLog()
        let long = Array("a 1\nb 2\nc 3\n".utf8)
        let short = Array("d 4\n".utf8)
        #expect(decoder.decode(short.span, isEnd: false, into: &log) == 0)
        #expect(decoder.decode(long.span, isEnd: false, into: &log) == long.count)
        #expect(decoder.decode(long.span, isEnd: true, into: &log) == long.count)
        #expect(decoder.decode(short.span, isEnd: true, into: &log) == short.count)
        #expect(log.lines == ["d = unsigned(4)"])
        #expect(log.reasons == ["the body is longer than 10 bytes, left out"])
    }

    @Test("The series of a body are found again in the next one")
    func places() {
        var decoder = PrometheusDecoder()
        var log = ReadingLog()
        let body = Array("a{b=\"c\"} 1\n".utf8)
        for _ in 0..<3 { _ = decoder.decode(body.span, isEnd: true, into: &log) }
        #expect(Set(log.entries.map(\.series)).count == 1)
        #expect(log.messages == 3)
    }
}
