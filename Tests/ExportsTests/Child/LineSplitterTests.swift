import Testing

@testable import Exports

struct LineSplitterTests {
    @Test("Lines are put together from any pieces, and one that is too long is left out alone")
    func splitting() {
        var random = SeededRandom(seed: 9)
        let text = Array("one\r\ntwo\n\n\(String(repeating: "x", count: 40))\nlast\nrest".utf8)
        for _ in 0..<50 {
            var splitter = LineSplitter(limit: 16)
            var lines: [String] = []
            var rest = text[...]
            while !rest.isEmpty {
                let piece = rest.prefix(Int.random(in: 1...20, using: &random))
                splitter.take(piece) { lines.append(String(decoding: $0, as: UTF8.self)) }
                rest = rest.dropFirst(piece.count)
            }
            #expect(lines == ["one", "two", "", "last"] && splitter.overlong == 1)
        }
    }
}
