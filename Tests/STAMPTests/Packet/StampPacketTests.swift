import Testing

@testable import STAMP

struct StampPacketTests {
    @Test("A sender's packet has the 44 octets of RFC 8762 figure 2")
    func sender() {
        let packet = SenderPacket(
            sequence: 0x0102_0304, timestamp: StampTimestamp(bits: 0x1112_1314_1516_1718),
            errorEstimate: ErrorEstimate(bits: 0x8F84))
        let expected: [UInt8] =
            [1, 2, 3, 4, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x18, 0x8F, 0x84]
            + [UInt8](repeating: 0, count: 30)
        #expect(packet.bytes == expected)
        #expect(SenderPacket(expected) == packet)
        #expect(SenderPacket(Array(expected.prefix(14))) == packet)
        #expect(SenderPacket(Array(expected.prefix(13))) == nil)
        #expect(SenderPacket(expected + [9, 9, 9]) == packet)
    }

    @Test("A reflector's packet has the 44 octets of RFC 8762 figure 5")
    func reflector() {
        let packet = ReflectedPacket(
            sequence: 0x0102_0304, transmitTimestamp: StampTimestamp(bits: 0x1112_1314_1516_1718),
            errorEstimate: ErrorEstimate(bits: 0x8F84), receiveTimestamp: StampTimestamp(bits: 0x2122_2324_2526_2728),
            senderSequence: 0x3132_3334, senderTimestamp: StampTimestamp(bits: 0x4142_4344_4546_4748),
            senderErrorEstimate: ErrorEstimate(bits: 0x5152), senderTimeToLive: 0x61)
        let expected: [UInt8] = [
            1, 2, 3, 4, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x18, 0x8F, 0x84, 0, 0,
            0x21, 0x22, 0x23, 0x24, 0x25, 0x26, 0x27, 0x28, 0x31, 0x32, 0x33, 0x34,
            0x41, 0x42, 0x43, 0x44, 0x45, 0x46, 0x47, 0x48, 0x51, 0x52, 0, 0, 0x61, 0, 0, 0,
        ]
        #expect(packet.bytes == expected)
        #expect(ReflectedPacket(expected) == packet)
    }

    @Test("Answers of 38 and 41 octets are read, those of 38 without the sender's TTL")
    func shortAnswers() throws {
        let bytes = (0..<44).map { UInt8($0) }
        #expect(try #require(ReflectedPacket(Array(bytes.prefix(41)))).senderTimeToLive == 40)
        let shortest = try #require(ReflectedPacket(Array(bytes.prefix(38))))
        #expect(shortest.senderTimeToLive == nil)
        #expect(shortest.senderErrorEstimate.bits == 0x2425)
        #expect(ReflectedPacket(Array(bytes.prefix(37))) == nil)
    }

    @Test("No octets of any length trap a decoder, and what is read is what is written")
    func fuzz() {
        var random = Seeded(4)
        let seed = (0..<44).map { UInt8($0) }
        for _ in 0..<50_000 {
            let bytes = random.mutate(seed)
            let question = SenderPacket(bytes)
            #expect((question == nil) == (bytes.count < 14))
            #expect(
                question.map { Array($0.bytes.prefix(14)) } ?? [] == (question == nil ? [] : Array(bytes.prefix(14))))
            let answer = ReflectedPacket(bytes)
            #expect((answer == nil) == (bytes.count < 38))
            if let answer { #expect(Array(answer.bytes[16..<38]) == Array(bytes[16..<38])) }
        }
    }
}
