import Testing

@testable import SNMP

@Suite("BER")
struct BERTests {
    private func readInteger(_ content: [UInt8]) throws -> Int64 {
        var reader = BERReader([0x02, UInt8(content.count)] + content)
        return try reader.integer()
    }
    private func readUnsigned(_ content: [UInt8]) throws -> UInt64 {
        var reader = BERReader([0x46, UInt8(content.count)] + content)
        return try reader.unsigned(try reader.element(BERTag.counter64))
    }
    private func written(_ write: (inout BERWriter) -> Void) -> [UInt8] {
        var writer = BERWriter()
        write(&writer)
        return writer.bytes
    }
    private func error(reading bytes: [UInt8]) -> BERError? {
        var reader = BERReader(bytes)
        do {
            _ = try reader.element()
            return nil
        } catch {
            return error
        }
    }

    @Test(
        "integers are written as short as X.690 §8.3 wants them, and read back",
        arguments: [
            (0, [0x00]), (127, [0x7F]), (128, [0x00, 0x80]), (256, [0x01, 0x00]), (-1, [0xFF]), (-128, [0x80]),
            (-129, [0xFF, 0x7F]), (Int64(Int32.max), [0x7F, 0xFF, 0xFF, 0xFF]),
            (Int64.min, [0x80, 0, 0, 0, 0, 0, 0, 0]), (Int64.max, [0x7F, 255, 255, 255, 255, 255, 255, 255]),
        ] as [(Int64, [UInt8])])
    func integers(value: Int64, content: [UInt8]) throws {
        #expect(written { $0.integer(value) } == [0x02, UInt8(content.count)] + content)
        #expect(try readInteger(content) == value)
    }

    @Test("over-long integers keep their value")
    func overLongIntegers() throws {
        #expect(try readInteger([0, 0, 0, 0, 0, 5]) == 5)
        #expect(try readInteger([0xFF, 0xFF, 0xFF, 0xFF, 0xFE]) == -2)
        #expect(try readUnsigned([0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]) == .max)
        #expect(throws: BERError(.integerLength, at: 2)) { try readInteger([]) }
        #expect(throws: BERError(.integerLength, at: 2)) { try readInteger([0, 0, 0, 0, 0, 0, 0, 0, 1]) }
        #expect(throws: BERError(.integerLength, at: 2)) { try readUnsigned([1, 0, 0, 0, 0, 0, 0, 0, 0]) }
        #expect(throws: BERError(.integerLength, at: 2)) { try readUnsigned([]) }
    }

    @Test("a 64-bit counter without its leading zero is read as net-snmp reads it")
    func underLongUnsigned() throws {
        #expect(try readUnsigned([0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFE]) == UInt64.max - 1)
        #expect(try readUnsigned([0x80, 0, 0, 0, 0, 0, 0, 0]) == 1 << 63)
        #expect(try readUnsigned([0xFF]) == .max)
    }

    @Test(
        "unsigned numbers get a leading zero where the sign bit would be set",
        arguments: [
            (0, [0]), (127, [127]), (128, [0, 128]), (UInt64.max, [0, 255, 255, 255, 255, 255, 255, 255, 255]),
        ]
            as [(UInt64, [UInt8])])
    func unsignedNumbers(value: UInt64, content: [UInt8]) throws {
        #expect(written { $0.unsigned(value, tag: 0x46) } == [0x46, UInt8(content.count)] + content)
        #expect(try readUnsigned(content) == value)
    }

    @Test("lengths come in short and long form, with needless octets tolerated")
    func lengths() throws {
        let content = [UInt8](repeating: 7, count: 300)
        #expect(written { $0.octetString(content) } == [0x04, 0x82, 0x01, 0x2C] + content)
        for header in [
            [0x04, 0x82, 0x01, 0x2C], [0x04, 0x84, 0, 0, 0x01, 0x2C], [0x04, 0x89] + [0, 0, 0, 0, 0, 0, 0, 1, 0x2C],
        ]
            as [[UInt8]]
        {
            var reader = BERReader(header + content)
            #expect(try reader.octetString() == content)
            #expect(reader.isAtEnd)
        }
        #expect(written { $0.octetString([UInt8](repeating: 1, count: 127)) }.prefix(2) == [0x04, 0x7F])
        #expect(written { $0.octetString([UInt8](repeating: 1, count: 128)) }.prefix(3) == [0x04, 0x81, 0x80])
    }

    @Test("broken framing is an error that says where")
    func brokenFraming() {
        #expect(error(reading: []) == BERError(.truncated, at: 0))
        #expect(error(reading: [0x02]) == BERError(.truncated, at: 1))
        #expect(error(reading: [0x02, 0x82, 0x01]) == BERError(.truncated, at: 2))
        #expect(error(reading: [0x02, 0x02, 0x01]) == BERError(.lengthBeyondEnd, at: 0))
        #expect(error(reading: [0x30, 0x80, 0, 0]) == BERError(.indefiniteLength, at: 1))
        #expect(error(reading: [0x1F, 0x01, 0]) == BERError(.unsupportedTag, at: 0))
        #expect(error(reading: [0x04, 0x88] + [UInt8](repeating: 0xFF, count: 9)) == BERError(.lengthBeyondEnd, at: 1))
        var reader = BERReader([0x04, 0x01, 0x00])
        #expect(throws: BERError(.unexpectedTag(expected: 2, found: 4), at: 0)) { try reader.integer() }
    }

    @Test("errors read as sentences")
    func wording() {
        #expect(BERError(.lengthBeyondEnd, at: 12).description == "a length beyond the end of the message at octet 12")
        #expect(
            BERError(.unexpectedTag(expected: 0x30, found: 4), at: 0).description
                == "tag 0x04 where 0x30 was expected at octet 0")
    }

    @Test(
        "object identifiers are written and read as X.690 §8.19 says, arcs up to 2³² − 1",
        arguments: [
            ("1.3.6.1.2.1", [0x2B, 6, 1, 2, 1]), ("2.100.3", [0x81, 0x34, 0x03]), ("0.0", [0]), ("0.39", [39]),
            ("1.39", [79]), ("2.0", [80]), ("1.3.128.16384", [0x2B, 0x81, 0x00, 0x81, 0x80, 0x00]),
            ("1.3.4294967295", [0x2B, 0x8F, 0xFF, 0xFF, 0xFF, 0x7F]),
            ("2.4294967295", [0x90, 0x80, 0x80, 0x80, 0x4F]),
        ] as [(String, [UInt8])])
    func objectIdentifiers(text: String, content: [UInt8]) throws {
        let name = try #require(OID(text))
        #expect(written { $0.objectIdentifier(name) } == [0x06, UInt8(content.count)] + content)
        var reader = BERReader([0x06, UInt8(content.count)] + content)
        #expect(try reader.objectIdentifier() == name)
    }

    @Test(
        "object identifiers that cannot be are errors",
        arguments: [
            [0x2B, 0x81], [0x2B, 0x90, 0x80, 0x80, 0x80, 0x00], [0x90, 0x80, 0x80, 0x80, 0x50],
            [UInt8](repeating: 1, count: 128),
        ] as [[UInt8]])
    func impossibleObjectIdentifiers(content: [UInt8]) throws {
        var writer = BERWriter()
        writer.element(0x06, content)
        var reader = BERReader(writer.bytes)
        let offset = writer.bytes.count - content.count
        #expect(throws: BERError(.objectIdentifier, at: offset)) { try reader.objectIdentifier() }
    }

    @Test("an empty object identifier is 0.0, and needless octets before an arc are tolerated")
    func lenientObjectIdentifiers() throws {
        var empty = BERReader([0x06, 0x00])
        #expect(try empty.objectIdentifier() == [0, 0])
        var padded = BERReader([0x06, 0x03, 0x2B, 0x80, 0x06])
        #expect(try padded.objectIdentifier() == [1, 3, 6])
    }
}
