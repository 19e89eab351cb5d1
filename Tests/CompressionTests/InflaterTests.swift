import Testing

@testable import Compression

struct InflaterTests {
    /// Everything that comes out of `bytes`, fed in pieces of `step`.
    private func inflate(
        _ bytes: [UInt8], _ coding: Inflater.Coding, step: Int, limit: Int = 1 << 24
    ) throws -> [UInt8] {
        let inflater = Inflater(coding, limit: limit)
        var out: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: step) {
            inflater.feed(Array(bytes[start..<min(start + step, bytes.count)]))
            while let piece = try inflater.next() { out += piece }
        }
        try inflater.end()
        return out
    }

    @Test("gzip and deflate come out as they went in, however they are cut", arguments: [1, 2, 7, 100, 10_000])
    func pieces(step: Int) throws {
        #expect(try inflate(Fixtures.gzip, .gzip, step: step) == Array(Fixtures.text.utf8))
        #expect(try inflate(Fixtures.zlib, .deflate, step: step) == Array(Fixtures.text.utf8))
    }

    @Test("Members of gzip one after another are one text", arguments: [1, 5, 1_000])
    func members(step: Int) throws {
        let twice = try inflate(Fixtures.gzip + Fixtures.gzip, .gzip, step: step)
        #expect(twice == Array((Fixtures.text + Fixtures.text).utf8))
    }

    @Test("What ends before its data does is cut short, wherever", arguments: [0, 1, 10, 50, 100])
    func cut(length: Int) {
        #expect(throws: CompressionError.cutShort) {
            try inflate(Array(Fixtures.gzip.prefix(length)), .gzip, step: 8)
        }
    }

    @Test("What is no gzip, has a wrong sum or goes on after its end is damaged")
    func damaged() {
        var wrong = Fixtures.gzip
        wrong[wrong.count - 8] ^= 1
        for bytes in [Array("no gzip at all".utf8), wrong, Fixtures.gzip + Array("trailing".utf8)] {
            #expect(throws: CompressionError.damaged("gzip")) { try inflate(bytes, .gzip, step: 16) }
        }
        #expect(throws: CompressionError.damaged("deflate")) {
            try inflate(Fixtures.zlib + [0], .deflate, step: 1_000)
        }
    }

    @Test("A gibibyte in a mebibyte is refused after the first mebibyte", arguments: [64, 4_096, 1 << 20])
    func bomb(step: Int) {
        let inflater = Inflater(.gzip, limit: 256 << 20)
        #expect(throws: CompressionError.suspicious(ratio: 200)) {
            var bytes = Fixtures.bomb(bytes: 1 << 20)[...]
            while !bytes.isEmpty {
                inflater.feed(Array(bytes.prefix(step)))
                bytes = bytes.dropFirst(step)
                while try inflater.next() != nil {}
            }
        }
        #expect(inflater.outputBytes <= Inflater.trustedBytes + Inflater.pieceBytes)
    }

    @Test("Output beyond the limit is refused, whatever the ratio")
    func limit() {
        #expect(throws: CompressionError.tooLarge(limit: 100)) {
            try inflate(Fixtures.gzip, .gzip, step: 1_000, limit: 100)
        }
    }

    @Test("Errors say what was found")
    func words() {
        #expect(CompressionError.damaged("gzip").description == "found damaged gzip data")
        #expect(CompressionError.tooLarge(limit: 7).description == "inflates to more than 7 bytes")
        #expect(
            CompressionError.suspicious(ratio: 200).description
                == "inflates to more than 200 times its size: refused as a compression bomb")
        #expect(CompressionError.cutShort.description == "ends before its compressed data does")
    }

    @Test("No mutation of a body traps, and none gives more than the limit")
    func mutations() {
        var random = Seeded(6)
        var refused = 0
        for _ in 0..<3_000 {
            var bytes = Fixtures.gzip
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = .random(in: 0 ... .max, using: &random)
            }
            if Bool.random(using: &random) { bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random)) }
            let inflater = Inflater(.gzip, limit: 2_000)
            inflater.feed(bytes)
            do {
                while try inflater.next() != nil {}
                try inflater.end()
            } catch { refused += 1 }
            #expect(inflater.outputBytes <= 2_000 + Inflater.pieceBytes)
        }
        #expect(refused > 2_000)
    }
}
