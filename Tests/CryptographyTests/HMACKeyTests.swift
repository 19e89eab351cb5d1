import Testing

@testable import Cryptography

/// HMAC-SHA-256 (RFC 4231), cut as RFC 8762 §4.4 cuts it.
struct HMACKeyTests {
    struct Vector: CustomTestStringConvertible {
        var name: String
        var key: [UInt8]
        var data: [UInt8]
        /// The first 16 octets.
        var code: [UInt8]
        var testDescription: String { name }
    }

    static let vectors = [
        Vector(
            name: "§4.2", key: [UInt8](repeating: 0x0B, count: 20), data: Array("Hi There".utf8),
            code: [
                0xB0, 0x34, 0x4C, 0x61, 0xD8, 0xDB, 0x38, 0x53, 0x5C, 0xA8, 0xAF, 0xCE, 0xAF, 0x0B, 0xF1, 0x2B,
            ]),
        Vector(
            name: "§4.3", key: Array("Jefe".utf8), data: Array("what do ya want for nothing?".utf8),
            code: [
                0x5B, 0xDC, 0xC1, 0x46, 0xBF, 0x60, 0x75, 0x4E, 0x6A, 0x04, 0x24, 0x26, 0x08, 0x95, 0x75, 0xC7,
            ]),
        Vector(
            name: "§4.4", key: [UInt8](repeating: 0xAA, count: 20), data: [UInt8](repeating: 0xDD, count: 50),
            code: [
                0x77, 0x3E, 0xA9, 0x1E, 0x36, 0x80, 0x0E, 0x46, 0x85, 0x4D, 0xB8, 0xEB, 0xD0, 0x91, 0x81, 0xA7,
            ]),
        Vector(
            name: "§4.7", key: [UInt8](repeating: 0xAA, count: 131),
            data: Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
            code: [
                0x60, 0xE4, 0x31, 0x59, 0x1E, 0xE0, 0xB6, 0x7F, 0x0D, 0x8A, 0x26, 0xAA, 0xCB, 0xF5, 0xB7, 0x7F,
            ]),
    ]

    @Test("The vectors of RFC 4231, whole and in two parts", arguments: vectors)
    func rfc4231(vector: Vector) throws {
        let key = try #require(HMACKey(.sha256, vector.key))
        let count = vector.data.count
        for split in [0, 1, count / 2, count] {
            var octets = vector.data + [UInt8](repeating: 0, count: 16)
            #expect(key.sign(&octets, 0..<split, split..<count, at: count..<count + 16))
            #expect(Array(octets[count...]) == vector.code)
            #expect(key.verifies(octets, 0..<split, split..<count, at: count..<count + 16))
        }
        #expect(key.code(of: vector.data, hole: 0..<0) == [])
    }

    @Test("A code with one bit changed is refused, whichever bit")
    func bits() throws {
        let key = try #require(HMACKey(.sha256, [1, 2, 3]))
        var octets = (0..<112).map { UInt8($0) }
        #expect(key.sign(&octets, 0..<96, at: 96..<112))
        for bit in 0..<octets.count * 8 {
            octets[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(!key.verifies(octets, 0..<96, at: 96..<112))
            octets[bit / 8] ^= 1 << UInt8(bit % 8)
        }
        #expect(key.verifies(octets, 0..<96, at: 96..<112))
    }

    @Test("A key serves many threads at once, and a code does not depend on those before it")
    func concurrent() async throws {
        let key = try #require(HMACKey(.sha256, Array("Jefe".utf8)))
        let vector = Self.vectors[1]
        let wrong = await withTaskGroup(of: Int.self) { group in
            for task in 0..<8 {
                group.addTask {
                    (0..<500).count { round in
                        // Another text in between, so that nothing of it may stay.
                        _ = key.code(of: [UInt8](repeating: UInt8(task), count: round), hole: 0..<0)
                        var octets = vector.data + [UInt8](repeating: 0, count: 16)
                        let isSigned = key.sign(&octets, 0..<28, at: 28..<44)
                        return !isSigned || Array(octets[28...]) != vector.code
                    }
                }
            }
            return await group.reduce(0, +)
        }
        #expect(wrong == 0)
    }

    @Test("Parts that lie outside, an empty place and one longer than the digest are impossible, not fatal")
    func outside() throws {
        let key = try #require(HMACKey(.sha256, [1]))
        var octets = [UInt8](repeating: 7, count: 40)
        #expect(!key.sign(&octets, 0..<41, at: 0..<16))
        #expect(!key.sign(&octets, -1..<4, at: 0..<16))
        #expect(!key.sign(&octets, 0..<4, 30..<41, at: 0..<16))
        #expect(!key.sign(&octets, 0..<4, at: 30..<46))
        #expect(!key.sign(&octets, 0..<4, at: 5..<5))
        #expect(!key.sign(&octets, 0..<4, at: 0..<33))
        #expect(!key.verifies(octets, 0..<4, at: 0..<33))
        #expect(octets == [UInt8](repeating: 7, count: 40))
        var none: [UInt8] = []
        #expect(!key.sign(&none, 0..<0, at: 0..<0))
    }
}
