import Exports
import Mapping
import Metro
import Testing

struct JSONFuzzTests {
    private static let seeds: [(ExportSource.Format, String)] = [
        (
            .gnmicEvent,
            #"[{"name":"p","timestamp":1,"tags":{"interface_name":"Eth1"},"values":{"o:/a/b":-1.5e3,"/c":{"digits":1,"#
                + #""precision":2},"/d":[{"name":"x","v":"\u00e9"}]}},{"tags":{},"deletes":["a/b[c=d]"]}]"#
        ),
        (
            .gnmicJSON,
            #"{"source":"s","subscription-name":"p","timestamp":1,"prefix":"o:a/b[c=d]","updates":[{"Path":"x","#
                + #""values":{"x":{"y":[{"id":1,"state":{"z":null}}]}}}],"deletes":["q"]}"#
        ),
        (
            .gnmicProtoJSON,
            #"{"update":{"timestamp":"1","atomic":true,"prefix":{"elem":[{"name":"a","key":{"k":"v"}}]},"update":["#
                + #"{"path":{"elem":[{"name":"b"}]},"val":{"jsonIetfVal":"eyJiIjoxLCJjIjp7ImQiOiIyIn19"}},"#
                + #"{"path":{},"val":{"decimalVal":{"digits":"-12","precision":3}}},{"val":{"uintVal":"7"}}],"#
                + #""delete":[{"element":["z"]}]}}"#
        ),
        (
            .telegrafJSON,
            #"{"metrics":[{"fields":{"a":1,"b":"x","c":true},"name":"n","tags":{"t":"u"},"timestamp":1763164800}]}"#
        ),
    ]

    @Test("Whatever is done to a text, nothing traps, all bytes are used, and pieces tell what the whole tells")
    func mutations() {
        var dice = SeededRandom(seed: 20_261_121)
        let spice = Array(#"{}[]":,\0-9e.+ut"#.utf8) + [0x0A, 0x00, 0xFF, 0xC3]
        for round in 0..<8_000 {
            let (format, text) = Self.seeds[round % Self.seeds.count]
            var bytes = Array((text + "\n" + text).utf8)
            for _ in 0...Int.random(in: 0..<4, using: &dice) {
                let at = Int.random(in: 0..<bytes.count, using: &dice)
                switch Int.random(in: 0..<5, using: &dice) {
                case 0: bytes[at] = UInt8.random(in: 0...255, using: &dice)
                case 1: bytes[at] = spice.randomElement(using: &dice)!
                case 2: bytes.insert(spice.randomElement(using: &dice)!, at: at)
                case 3: bytes.removeSubrange(at..<min(bytes.count, at + 1 + Int.random(in: 0..<9, using: &dice)))
                default: bytes += bytes[at...].prefix(40)
                }
                if bytes.isEmpty { bytes = [0x5B] }
            }
            let whole = readings(bytes, as: format)
            let cut = readings(bytes, as: format, piece: Int.random(in: 1..<60, using: &dice))
            #expect(described(whole) == described(cut), "round \(round): \(String(decoding: bytes, as: UTF8.self))")
        }
    }

    /// NaN is not itself, its description is.
    private func described(_ log: ReadingLog) -> [String] {
        log.entries.map { "\($0)" } + log.deletes.map { "\($0)" } + log.problems.map(\.description)
            + ["\(log.messages)"]
    }

    @Test("Texts of paths never trap")
    func paths() {
        var dice = SeededRandom(seed: 7)
        let letters = Array("ab/[]=\\:*é")
        for _ in 0..<5_000 {
            let text = String(
                (0..<Int.random(in: 0..<12, using: &dice)).map { _ in letters.randomElement(using: &dice)! })
            _ = GNMIPath(text)?.series()
        }
    }
}
