import Mapping
import Testing

@testable import Exports

struct DelayCSVDecoderTests {
    private func log(_ text: String) -> ReadingLog { decoded(DelayCSVDecoder(), text) }

    @Test("A line is one packet; microseconds become nanoseconds exactly")
    func packets() {
        let log = log(
            """
            ts_ns,src,dst,method,t_us,e_us,lost
            1763164800000000123,cd-a,cd-b,stamp,1234.567,0.25,0
            1763164800000000124,cd-a,cd-b,oduk,-0.001,12,false\r

            1763164800000000125,cd-a,cd-b,stamp,,,1
            1763164800000000126,cd-a,cd-b,stamp,,3,true
            ts_ns,src,dst,method,t_us,e_us,lost
            1763164800000000127,cd-a,cd-b,stamp,1e3,0,0
            """)
        func delay(_ stamp: Int64, _ method: String, _ delay: Int64?, _ uncertainty: UInt64) -> ForeignDelay {
            ForeignDelay(
                stampNanoseconds: 1_763_164_800_000_000_000 + stamp, source: "cd-a", destination: "cd-b",
                method: method, delayNanoseconds: delay, uncertaintyNanoseconds: uncertainty)
        }
        #expect(
            log.delays == [
                delay(123, "stamp", 1_234_567, 250), delay(124, "oduk", -1, 12_000), delay(125, "stamp", nil, 0),
                delay(126, "stamp", nil, 3_000), delay(127, "stamp", 1_000_000, 0),
            ])
        #expect(log.problems.isEmpty)
        #expect(log.messages == 5)
    }

    @Test(
        "A bad line is refused with its number and the reason",
        arguments: [
            ("1,a,b,stamp,1,1", "found 6 columns, expected 7: ts_ns,src,dst,method,t_us,e_us,lost"),
            ("1.5,a,b,stamp,1,1,0", "ts_ns: found `1.5`, expected whole nanoseconds since 1970"),
            (
                "99999999999999999999,a,b,stamp,1,1,0",
                "ts_ns: found `99999999999999999999`, expected whole nanoseconds since 1970"
            ),
            ("1,,b,stamp,1,1,0", "src is empty"), ("1,a,,stamp,1,1,0", "dst is empty"),
            ("1,a,b,,1,1,0", "method is empty"), ("1,a,b,stamp,,1,0", "t_us: found ``, expected microseconds"),
            ("1,a,b,stamp,NaN,1,0", "t_us: found `NaN`, expected microseconds"),
            ("1,a,b,stamp,1,,0", "e_us: found ``, expected microseconds"),
            ("1,a,b,stamp,1,-1,0", "e_us is below zero"),
            ("1,a,b,stamp,5,1,1", "t_us of a lost packet: expected nothing"),
            ("1,a,b,stamp,5,1,2", "lost: found `2`, expected 0, 1, false or true"),
            ("src,dst", "found 2 columns, expected 7: ts_ns,src,dst,method,t_us,e_us,lost"),
        ])
    func badLines(line: String, reason: String) {
        let log = log("5,a,b,stamp,1,1,0\n\(line)\n6,a,b,stamp,1,1,0\n")
        #expect(log.delays.map(\.stampNanoseconds) == [5, 6])
        #expect(log.reasons == ["line 2: \(reason)"])
    }
}
