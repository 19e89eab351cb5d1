import Exports
import Mapping
import Testing

struct JSONExportDecoderTests {
    private static let stream = """
        [{"name":"a","timestamp":1,"tags":{"k":"v\\u00e9\\"\\\\"},"values":{"/x":-1.5e3,"/y":[1,2]}},
         {"name":"b","timestamp":2,"tags":{},"values":{"/z":"到 上海"}}]

        { "name" : "c",
          "timestamp":3, "values" : { "/t" : true , "/f":false,"/n":null } }
        """

    @Test("A stream cut after any byte, or after every byte, tells the same")
    func cuts() {
        let whole = readings(Self.stream, as: .gnmicEvent)
        #expect(whole.problems.isEmpty)
        #expect(whole.messages == 3)
        #expect(whole.entries.count == 6)
        for piece in 1...Self.stream.utf8.count {
            let cut = readings(Self.stream, as: .gnmicEvent, piece: piece)
            #expect(cut.entries == whole.entries, "pieces of \(piece)")
            #expect(cut.problems.isEmpty, "pieces of \(piece)")
        }
    }

    @Test("What comes whole is told at once, before the array or the stream ends")
    func early() {
        var log = ReadingLog()
        var decoder = JSONExportDecoder(.gnmicEvent)!
        let bytes = Array(#"[{"timestamp":1,"values":{"/x":1}},{"timest"#.utf8)
        #expect(decoder.decode(bytes.span, isEnd: false, into: &log) == 35)
        #expect(log.entries.count == 1)
    }

    @Test(
        "A bad record is refused with line, column and reason, and the rest goes on, however it is cut",
        arguments: [
            (#"{"values":{"/x":01}}"#, "line 2: column 17: found `01}`, expected a number"),
            (#"{"values":{"/x":nul}}"#, "line 2: column 17: found `n`, expected a value"),
            (
                #"{"values":{"/x:1}}"#,
                "line 2: column 19: found the end of the line within a string, expected its closing quote"
            ),
            (#"{"values":{"/x":1}"#, "line 3: column 1: found `{`, expected `,` or `}`"),
            (#"[{"values":{"/x":1]}]"#, "line 2: column 19: found `]`, expected `,` or `}`"),
            (#"{"values":{"/x":"\q"}}"#, #"line 2: column 18: found `\` and `q`, expected one of " \ / b f n r t u"#),
            ("hello", "line 2: column 1: found `h`, expected a value"),
            ("17", "line 2: found a number, expected an object"),
            (#"{"x":1}"#, "line 2: found neither `values` nor `deletes`, expected an event of gnmic"),
            (
                #"{"timestamp":"soon","values":{}}"#,
                #"line 2: found `"soon"` as `timestamp`, expected nanoseconds since 1970"#
            ),
            (#"{"values":[]}"#, "line 2: found an array as `values`, expected an object"),
        ])
    func resumes(_ bad: String, _ problem: String) {
        let good = #"{"timestamp":1,"values":{"/x":1}}"#
        let text = "\(good)\n\(bad)\n\(good)\n\(good)"
        for piece in [1, 2, 7, .max] {
            let log = readings(text, as: .gnmicEvent, piece: piece)
            #expect(log.problems.map(\.description) == [problem], "pieces of \(piece)")
            #expect(log.entries.count == 3, "pieces of \(piece)")
        }
    }

    @Test("A bad record in an array on one line takes no neighbour with it")
    func neighbours() {
        let log = readings(
            #"[{"values":{"/a":1}},{"values":{"/b":x,"c":"}"}},{"values":{"/d":1}}]"#, as: .gnmicEvent)
        #expect(log.entries.map(\.series.field) == ["/a", "/d"])
        #expect(log.problems.count == 1)
    }

    @Test("The end within a record, and within an array, is told")
    func ends() {
        #expect(
            readings(#"{"values":{"/a":1}"#, as: .gnmicEvent).problems.map(\.description)
                == ["line 1: column 19: found the end within a record"])
        let log = readings(#"[{"values":{"/a":1}}"#, as: .gnmicEvent)
        #expect(log.problems.map(\.description) == ["line 1: found the end within an array, expected `]`"])
        #expect(log.entries.count == 1)
    }

    @Test("A record longer than the limit is refused, nothing of it is held, and the next one is read")
    func tooLong() {
        let good = #"{"values":{"/x":1}}"#
        let long = #"{"values":{"/y":""# + String(repeating: "x\\\"{", count: 1000) + "\"}}"
        var log = ReadingLog()
        var decoder = JSONExportDecoder(.gnmicEvent, recordLimit: 100)!
        var held: [UInt8] = []
        var mostHeld = 0
        for byte in Array((long + good).utf8) {
            held.append(byte)
            held.removeFirst(decoder.decode(held.span, isEnd: false, into: &log))
            mostHeld = max(mostHeld, held.count)
        }
        #expect(mostHeld <= 101)
        #expect(log.problems.map(\.description) == ["line 1: a record of more than 100 bytes, left out"])
        #expect(log.entries.map(\.series.field) == ["/x"])
        let whole = readings(long + good, as: .gnmicEvent, limit: 100)
        #expect(whole.problems == log.problems)
        #expect(whole.entries.count == 1)
    }

    @Test("Depth is bounded")
    func depth() {
        let log = readings(
            #"{"values":{"/x":"# + String(repeating: "[", count: 100_000) + "\n" + #"{"values":{"/x":1}}"#,
            as: .gnmicEvent)
        #expect(log.problems.map(\.description) == ["line 1: column 79: nested deeper than 64"])
        #expect(log.entries.count == 1)
    }

    @Test("Numbers keep all their 64 bits, and the nearest double beyond")
    func numbers() {
        let log = readings(
            #"{"values":{"/a":9007199254740993,"/b":18446744073709551615,"/c":18446744073709551616,"#
                + #""/d":-9223372036854775808,"/e":-9223372036854775809,"/f":0.1,"/g":1e400,"/h":-0,"#
                + #""/i":123456789012345678.5,"/j":4.35,"/k":2.5E-3}}"#, as: .gnmicEvent)
        #expect(
            log.entries.map(\.value) == [
                .unsigned(9_007_199_254_740_993), .unsigned(.max), .double(0x1p64), .signed(.min), .double(-0x1p63),
                .double(0.1), .double(.infinity), .signed(0), .double(123456789012345678.5), .double(4.35),
                .double(0.0025),
            ])
    }

    @Test("Names that are no UTF-8 are kept with replacement characters")
    func otherCharacterSets() {
        // "上海" in GBK.
        let bytes =
            Array(#"{"name":""#.utf8) + [0xC9, 0xCF, 0xBA, 0xA3]
            + Array(#"","values":{"/x":"\ud83d\ude00\ud83d"}}"#.utf8)
        let log = readings(bytes, as: .gnmicEvent)
        #expect(log.problems.isEmpty)
        #expect(log.entries.first?.series.group.contains("\u{FFFD}") == true)
        #expect(log.entries.first?.value == .text("😀\u{FFFD}"))
    }
}
