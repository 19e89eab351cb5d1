import Testing

@testable import Compression

struct SnappyTests {
    /// A block of literals only, after snappy's format description: length as varint, then elements.
    private func literals(_ bytes: [UInt8]) -> [UInt8] {
        var block = varint(bytes.count)
        for start in stride(from: 0, to: bytes.count, by: 256) {
            let part = bytes[start..<min(start + 256, bytes.count)]
            block += part.count <= 60 ? [UInt8(part.count - 1) << 2] : [60 << 2, UInt8(part.count - 1)]
            block += part
        }
        return block
    }

    private func varint(_ number: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = number
        while rest > 127 {
            bytes.append(UInt8(rest & 127) | 128)
            rest >>= 7
        }
        return bytes + [UInt8(rest)]
    }

    @Test("Literals of an encoder of its own come out as they went in", arguments: [0, 1, 60, 61, 256, 257, 5_000])
    func roundTrip(count: Int) throws {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 31) }
        #expect(try Snappy.inflate(literals(bytes), limit: 10_000) == bytes)
    }

    @Test("A copy element repeats what came before it")
    func copies() throws {
        // "ab" as a literal, then a copy of 11 bytes from 2 back (format description §2.2.1: length − 4 in three bits).
        let block: [UInt8] = [13, 1 << 2, 0x61, 0x62, 7 << 2 | 1, 2]
        #expect(try Snappy.inflate(block, limit: 100) == Array("abababababababa".utf8.prefix(13)))
    }

    @Test("A block that says it is too long is refused before memory is taken")
    func declared() {
        #expect(throws: CompressionError.tooLarge(limit: 100)) {
            try Snappy.inflate(literals([UInt8](repeating: 1, count: 101)), limit: 100)
        }
        // 200 MB in six bytes: more than six bytes can hold.
        #expect(throws: CompressionError.damaged("snappy")) {
            try Snappy.inflate(varint(200_000_000) + [0, 1], limit: 1 << 28)
        }
    }

    @Test("What is cut, has bytes left over or is empty is damaged")
    func damaged() {
        let block = literals([UInt8](repeating: 1, count: 300))
        for bytes in [[], Array(block.dropLast()), block + [0, 1], [5], [0, 0]] {
            #expect(throws: CompressionError.damaged("snappy")) { try Snappy.inflate(bytes, limit: 1_000) }
        }
    }

    @Test("No mutation of a block traps")
    func mutations() {
        var random = Seeded(9)
        let sound = literals((0..<700).map { UInt8(truncatingIfNeeded: $0) })
        for _ in 0..<5_000 {
            var block = sound
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                block[Int.random(in: 0..<block.count, using: &random)] = .random(in: 0 ... .max, using: &random)
            }
            if let bytes = try? Snappy.inflate(block, limit: 4_096) { #expect(bytes.count <= 4_096) }
        }
    }
}
