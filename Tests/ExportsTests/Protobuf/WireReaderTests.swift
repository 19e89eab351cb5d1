import Testing

@testable import Exports

struct WireReaderTests {
    /// The varint at the beginning.
    private func varint(_ bytes: [UInt8]) throws -> UInt64 {
        var reader = WireReader(0..<bytes.count, of: "Test")
        let value = try reader.varint(bytes.span)
        #expect(reader.position == bytes.count)
        return value
    }

    @Test(
        "A number of up to 64 bits is read whole",
        arguments: [
            ([0x00], 0), ([0x7F], 127), ([0x80, 0x01], 128), ([0xAC, 0x02], 300), ([0x80, 0x00], 0),
            ([0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01], UInt64.max),
            ([0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01], 1 << 63),
        ] as [([UInt8], UInt64)])
    func numbers(bytes: [UInt8], value: UInt64) throws {
        #expect(try varint(bytes) == value)
    }

    @Test("Fields come in their order, each by its form")
    func fields() throws {
        let bytes = WireWriter.message {
            $0.number(1, 300)
            $0.fixed64(2, 0x0102_0304_0506_0708)
            $0.text(15, "ab")
            $0.fixed32(536_870_911, 0x0A0B_0C0D)
        }
        var reader = WireReader(0..<bytes.count, of: "Test")
        #expect(try reader.next(bytes.span)?.number == 1)
        #expect(try reader.varint(bytes.span) == 300)
        #expect(try reader.next(bytes.span)?.form == .fixed64)
        #expect(try reader.fixed64(bytes.span) == 0x0102_0304_0506_0708)
        #expect(try reader.next(bytes.span)?.number == 15)
        let range = try reader.range(bytes.span)
        #expect(Array(bytes[range]) == Array("ab".utf8))
        #expect(try reader.next(bytes.span)?.number == 536_870_911)
        #expect(try reader.fixed32(bytes.span) == 0x0A0B_0C0D)
        #expect(try reader.next(bytes.span) == nil)
    }

    /// Reads over all fields.
    private func problem(_ bytes: [UInt8]) -> String? {
        var reader = WireReader(0..<bytes.count, of: "Test")
        do throws(WireProblem) {
            while let field = try reader.next(bytes.span) { try reader.skip(field, bytes.span) }
            return nil
        } catch {
            return error.description
        }
    }

    @Test("What nobody wants is gone over, groups with all that they hold")
    func skipping() {
        #expect(
            problem(
                WireWriter.message {
                    $0.number(1, .max)
                    $0.tag(2, 3)
                    $0.text(3, "x")
                    $0.tag(4, 3)
                    $0.fixed32(1, 1)
                    $0.tag(4, 4)
                    $0.tag(2, 4)
                    $0.fixed64(5, 1)
                }) == nil)
    }

    @Test("A million groups in each other end in an error, not in the end of the stack")
    func deepGroups() {
        #expect(
            problem([UInt8](repeating: 0x0B, count: 1_000_000))
                == "byte 1, Test field 1: a group without its beginning or end")
    }

    @Test(
        "What cannot be read says where and why",
        arguments: [
            ([0x08], "byte 1, Test field 1: the message ends within the value"),
            ([0x08, 0x80], "byte 1, Test field 1: the message ends within the value"),
            ([0x09, 1, 2, 3], "byte 1, Test field 1: the message ends within the value"),
            ([0x12, 0x05, 0x61], "byte 1, Test field 2: 5 bytes announced, 1 are there"),
            (
                [0x12] + [UInt8](repeating: 0xFF, count: 9) + [0x01],
                "byte 1, Test field 2: 18446744073709551615 bytes announced, 0 are there"
            ),
            (
                [0x08] + [UInt8](repeating: 0xFF, count: 9) + [0x02],
                "byte 1, Test field 1: a number of more than 64 bits"
            ),
            ([0x08] + [UInt8](repeating: 0x80, count: 11), "byte 1, Test field 1: a number of more than 64 bits"),
            ([0x00], "byte 0, Test: no field number, expected 1 to 536870911"),
            ([0x80, 0x80, 0x80, 0x80, 0x10], "byte 0, Test: no field number, expected 1 to 536870911"),
            ([0x0F], "byte 0, Test field 1: no such wire type, expected 0 to 5"),
            ([0x0C], "byte 1, Test field 1: a group without its beginning or end"),
            ([0x0B, 0x10, 0x01], "byte 1, Test field 2: a group without its beginning or end"),
        ] as [([UInt8], String)])
    func problems(bytes: [UInt8], expected: String) {
        #expect(problem(bytes) == expected)
    }
}
