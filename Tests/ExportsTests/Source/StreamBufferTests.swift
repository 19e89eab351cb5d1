import Testing

@testable import Exports

@Suite("The unused bytes of a stream")
struct StreamBufferTests {
    /// Reads whole lines as a decoder does; the bytes that it was shown, in all.
    private func readLines(_ buffer: inout StreamBuffer, _ lines: inout [String]) -> Int {
        var shown = 0
        while let slice = buffer.slice() {
            let bytes = buffer.bytes[slice.range]
            shown += bytes.count
            let end = slice.isEnd ? bytes.endIndex : bytes.lastIndex(of: 10).map { $0 + 1 } ?? bytes.startIndex
            for line in bytes[..<end].split(separator: 10) { lines.append(String(decoding: line, as: UTF8.self)) }
            buffer.used(end - bytes.startIndex, of: slice)
        }
        return shown
    }

    @Test("make the same records, however they are cut")
    func cuts() {
        var random = SeededRandom(seed: 5)
        let long = String(repeating: "x", count: 3 * StreamBuffer.sliceBytes)
        let expected = (0..<400).map { $0 % 97 == 11 ? long + "\($0)" : "line \($0)" } + ["no end"]
        let text = Array(expected.joined(separator: "\n").utf8)
        for limit in [700, 70_000, 700_000] {
            var buffer = StreamBuffer()
            var lines: [String] = []
            var rest = text[...]
            while !rest.isEmpty {
                let piece = rest.prefix(Int.random(in: 1...limit, using: &random))
                rest = rest.dropFirst(piece.count)
                buffer.append(Array(piece), isEnd: rest.isEmpty)
                _ = readLines(&buffer, &lines)
            }
            #expect(lines == expected)
            #expect(buffer.count == 0)
        }
    }

    @Test("that drip in are not looked at again and again")
    func drip() {
        var buffer = StreamBuffer()
        var lines: [String] = []
        var shown = 0
        let count = 20_000
        for _ in 0..<count {
            buffer.append([0x78], isEnd: false)
            shown += readLines(&buffer, &lines)
        }
        #expect(shown < 65 * count)
        buffer.append([10], isEnd: true)
        _ = readLines(&buffer, &lines)
        #expect(lines.map(\.count) == [count])
    }

    @Test("of a record that was refused are left out up to the end of its line")
    func skipping() {
        var buffer = StreamBuffer()
        var lines: [String] = []
        buffer.append(Array("too long".utf8), isEnd: false)
        _ = readLines(&buffer, &lines)
        buffer.skipRecord()
        for piece in [" and longer", " still\nnext\n"] {
            buffer.append(Array(piece.utf8), isEnd: false)
            _ = readLines(&buffer, &lines)
        }
        #expect(lines == ["next"])
    }

    @Test("of a binary message are handed out at once, when it is whole")
    func message() {
        var buffer = StreamBuffer(isWhole: true)
        buffer.append([UInt8](repeating: 1, count: 100_000), isEnd: false)
        #expect(buffer.slice() == nil)
        buffer.append([2], isEnd: true)
        let slice = buffer.slice()
        #expect(slice?.range == 0..<100_001 && slice?.isEnd == true)
    }
}
