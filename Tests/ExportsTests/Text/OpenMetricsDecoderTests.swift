import Mapping
import Testing

@testable import Exports

struct OpenMetricsDecoderTests {
    private func log(_ text: String) -> ReadingLog { decoded(OpenMetricsDecoder(), text) }

    @Test("A body with every type is read; stamps are exact to the nanosecond")
    func everyType() {
        let log = log(
            """
            # TYPE octets_bytes counter
            # UNIT octets_bytes bytes
            # HELP octets_bytes In and out.
            octets_bytes_total{if="1"} 18446744073709551615 1763164800.123456789 # {trace="a # b"} 0.5 1.5
            octets_bytes_created{if="1"} 1520430000.123 1763164800.123456789
            octets_bytes_total{if="2"} 1.0
            # TYPE up gauge
            up{a="\\"\\\\\\n"} -1.5e3
            # TYPE d histogram
            d_bucket{le="0.1"} 1 # {} 0.05
            d_bucket{le="+Inf"} 2
            d_count 2
            d_sum 3.5
            # TYPE g gaugehistogram
            g_bucket{le="-1"} 1
            g_bucket{le="+Inf"} 2
            g_gcount 2
            g_gsum -5
            # TYPE s summary
            s{quantile="0.5"} NaN
            s_count 1
            s_sum 2
            # TYPE state stateset
            state{state="on"} 1
            state{state="off"} 0
            # TYPE build info
            build_info{version="1"} 1
            plain 1 1.520430000123e+09
            # EOF

            """)
        #expect(log.reasons == [])
        #expect(log.entries.count == 19)
        #expect(
            log.lines.first == #"octets_bytes_total{if="1"} = unsigned(18446744073709551615) @ 1763164800123456789"#)
        #expect(log.lines.dropFirst(3).first == "up{a=\"\"\\\n\"} = double(-1500.0)")
        #expect(log.lines.last == "plain = unsigned(1) @ 1520430000123000000")
        #expect(log.messages == 1)
    }

    @Test(
        "One bad line refuses the whole body with line and reason",
        arguments: [
            ("", 1, "the body ends without `# EOF`"),
            ("a 1", 1, "the body ends without `# EOF`"),
            ("a 1\n\n# EOF", 2, "found the end of the line, expected a metric's name or `# `"),
            ("# EOF\na 1", 2, "found `a 1`, expected nothing behind `# EOF`"),
            ("# EOF\n\n", 2, "found the end of the line, expected nothing behind `# EOF`"),
            ("# EOF ", 1, "found ` `, expected nothing behind `# EOF`"),
            ("a  1\n# EOF", 1, "found nothing, expected a number"),
            ("a 1 \n# EOF", 1, "found nothing as time stamp, expected seconds since 1970"),
            ("a 1 1 \n# EOF", 1, "found the end of the line, expected an exemplar, `# {`"),
            ("a 1 1e30\n# EOF", 1, "time stamp `1e30` is beyond the year 2262"),
            ("a{b=\"c\",} 1\n# EOF", 1, "found `} 1`, expected a label's name"),
            ("a{b = \"c\"} 1\n# EOF", 1, "found ` = \"c\"} 1`, expected `=` behind a label's name"),
            ("#comment\n# EOF", 1, "found `comment`, expected `# ` and a keyword"),
            ("# SOMETHING a b\n# EOF", 1, "found `#` and `SOMETHING`, expected HELP, TYPE, UNIT or EOF"),
            (
                "# HELP a\n# EOF", 1,
                "found the end of the line, expected a space behind the metric's name, then its HELP"
            ),
            (
                "# TYPE a untyped\n# EOF", 1,
                "found type `untyped`, expected one of counter, gauge, histogram, gaugehistogram, stateset, info, summary, unknown"
            ),
            ("# TYPE a gauge\n# TYPE a gauge\n# EOF", 2, "TYPE of a stands there twice"),
            ("a 1\n# TYPE a gauge\n# EOF", 2, "TYPE of a behind its samples"),
            ("# UNIT a seconds\n# EOF", 2, "a does not end with its unit, _seconds"),
            ("# TYPE a_s info\n# UNIT a_s s\n# EOF", 3, "a_s: a info has no unit"),
            (
                "# TYPE a counter\na_total 1\n# TYPE a_total gauge\na_total 1\n# EOF", 5,
                "a_total belongs to two metrics, or to one that is told in two places"
            ),
            ("a 1\nb 1\na 2\n# EOF", 4, "a belongs to two metrics, or to one that is told in two places"),
            (
                "# TYPE a gauge\na{b=\"1\"} 1\na{b=\"2\"} 1\na{b=\"1\"} 2\n# EOF", 4,
                "a: points of one label set stand apart"
            ),
            ("# TYPE a gauge\na 1 2\na 1 1\n# EOF", 3, "a: time stamps go backwards"),
            ("# TYPE a gauge\na 1\na 1 1\n# EOF", 3, "a: some points have a time stamp, some not"),
            ("# TYPE a counter\na_total NaN\n# EOF", 2, "a_total: a counter is not NaN"),
            ("# TYPE a counter\na_total -1\n# EOF", 2, "a_total: a counter is not below zero"),
            ("# TYPE a summary\na_count 1.5\n# EOF", 2, "a_count: a count is a whole number"),
            ("# TYPE a info\na_info 2\n# EOF", 2, "a_info: an info is 1"),
            ("# TYPE a stateset\na{a=\"b\"} 2\n# EOF", 2, "a: a state is 0 or 1"),
            ("# TYPE a stateset\na{b=\"b\"} 1\n# EOF", 2, "a: no label `a`"),
            ("# TYPE a summary\na{quantile=\"2\"} 1\n# EOF", 2, "a: found quantile=`2`, expected 0 to 1"),
            ("# TYPE a gauge\na 1 # {} 1\n# EOF", 2, "a: only buckets and counters have exemplars"),
            (
                "# TYPE a counter\na_total 1 # {b=\"\(String(repeating: "x", count: 128))\"} 1\n# EOF", 2,
                "an exemplar's labels of 129 characters, expected 128 at most"
            ),
            ("# TYPE a histogram\na_bucket 1\n# EOF", 2, "a_bucket: no label `le`"),
            (
                "# TYPE a histogram\na_bucket{le=\"Inf\"} 1\n# EOF", 2,
                "a_bucket: found le=`Inf`, expected a number, or +Inf"
            ),
            ("# TYPE a histogram\na_bucket{le=\"1\"} 1\n# EOF", 3, "a: there is no bucket +Inf"),
            (
                "# TYPE a histogram\na_bucket{le=\"2\"} 1\na_bucket{le=\"1\"} 1\n# EOF", 3,
                "a: bounds of buckets do not rise"
            ),
            (
                "# TYPE a histogram\na_bucket{le=\"1\"} 2\na_bucket{le=\"+Inf\"} 1\n# EOF", 3,
                "a: a bucket counts less than the one before it"
            ),
            (
                "# TYPE a histogram\na_bucket{le=\"+Inf\"} 1\na_count 2\na_sum 1\n# EOF", 5,
                "a: the count is not that of bucket +Inf"
            ),
            (
                "# TYPE a histogram\na_bucket{le=\"+Inf\"} 1\na_sum 1\n# EOF", 4,
                "a: sum and count stand together or not at all"
            ),
            (
                "# TYPE a histogram\na_bucket{le=\"-1\"} 1\na_bucket{le=\"+Inf\"} 1\na_count 1\na_sum 1\n# EOF", 6,
                "a: with buckets below zero there is no sum"
            ),
        ])
    func badBodies(body: String, line: Int, reason: String) {
        let log = log(body)
        #expect(log.lines == [])
        #expect(log.reasons == ["line \(line): \(reason)"])
        #expect(log.messages == 0)
    }

    @Test("What is told twice with one stamp is taken once")
    func duplicates() {
        let log = log("# TYPE a gauge\na 1 1\na 1 1\na 2 2\n# EOF")
        #expect(log.lines == ["a = unsigned(1) @ 1000000000", "a = unsigned(2) @ 2000000000"])
    }
}
