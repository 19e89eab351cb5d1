import Testing

@testable import STAMP

/// Questions, field by field, from the figures of RFC 8762 and RFC 8972. Codes were computed by another program.
struct ProbeFormTests {
    static let secret = Array("correct horse battery staple".utf8)
    static func key() throws -> StampKey { try #require(StampKey(secret)) }

    private let packet = SenderPacket(
        sequence: 0x0102_0304, timestamp: StampTimestamp(bits: 0x1112_1314_1516_1718),
        errorEstimate: ErrorEstimate(bits: 0x8F84), ssid: 0x5A5B)
    private let everything = ProbeExtensions(timestampInformation: true, answerDSCP: 46, followUp: true)

    /// RFC 8972 figures 1 and 4: flags U, type, length, zero value; but DSCP1 of the class of service.
    private let extensions: [UInt8] =
        [0x80, 3, 0, 4, 0, 0, 0, 0] + [0x80, 4, 0, 4, 46 << 2, 0, 0, 0]
        + [0x80, 7, 0, 16] + [UInt8](repeating: 0, count: 16)

    /// RFC 8762 figure 4, with the SSID of RFC 8972 figure 2.
    private let authenticated: [UInt8] =
        [1, 2, 3, 4] + [UInt8](repeating: 0, count: 12)
        + [0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x18, 0x8F, 0x84, 0x5A, 0x5B] + [UInt8](repeating: 0, count: 68)
        + [0xF8, 0x1E, 0xBD, 0x1C, 0xDF, 0xD6, 0x3B, 0x02, 0xB6, 0x64, 0xD1, 0x3C, 0xAF, 0x60, 0xA5, 0xFE]

    @Test("An unauthenticated question has its SSID behind the error estimate (RFC 8972 figure 1)")
    func unauthenticated() {
        let base: [UInt8] =
            [1, 2, 3, 4, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x18, 0x8F, 0x84, 0x5A, 0x5B]
            + [UInt8](repeating: 0, count: 28)
        #expect(ProbeForm().question(packet) == base)
        #expect(packet.bytes == base)
        #expect(SenderPacket(base) == packet)
        #expect(ProbeForm(extensions: everything).question(packet) == base + extensions)
        let some = ProbeExtensions(timestampInformation: false, answerDSCP: 0, followUp: false)
        #expect(ProbeForm(extensions: some).question(packet) == base + [0x80, 4, 0, 4, 0, 0, 0, 0])
    }

    @Test("An authenticated question has 112 octets and the HMAC of the first 96 (RFC 8762 figure 4)")
    func authenticatedBase() throws {
        let form = ProbeForm(key: try Self.key())
        #expect(form.question(packet) == authenticated)
        #expect(SenderPacket(authenticated, layout: .authenticated) == packet)
    }

    @Test("Extensions of an authenticated question end with the HMAC of the sequence and all of them (RFC 8972 §4.8)")
    func authenticatedExtensions() throws {
        let form = ProbeForm(key: try Self.key(), extensions: everything)
        let code: [UInt8] = [
            0x80, 8, 0, 16,
            0xFC, 0x07, 0x59, 0xAE, 0xD1, 0xAF, 0x08, 0x88, 0xB4, 0xB4, 0xFC, 0xA0, 0x52, 0xF0, 0x1C, 0x90,
        ]
        #expect(form.question(packet) == authenticated + extensions + code)
    }

    @Test("A question is filled up to the size that is wanted, with zeros in an Extra Padding TLV before the code")
    func padding() throws {
        let padded = ProbeForm(size: 60).question(packet)
        #expect(Array(padded.dropFirst(44)) == [0x80, 1, 0, 12] + [UInt8](repeating: 0, count: 12))
        #expect(ProbeForm(size: 45).question(packet).count == 48)
        #expect(ProbeForm(size: 44).question(packet).count == 44)
        #expect(ProbeForm(size: 1_000_000).question(packet).count == 65_507)

        let key = try Self.key()
        // Padding alone needs no code (RFC 8972 §4.8).
        #expect(ProbeForm(key: key, size: 200).question(packet).count == 200)
        #expect(Array(ProbeForm(key: key, size: 200).question(packet)[112..<116]) == [0x80, 1, 0, 84])
        let both = ProbeForm(key: key, extensions: everything, size: 400)
        let question = both.question(packet)
        #expect(question.count == 400 && both.octets == 400 && both.leastOctets == 168)
        #expect(Array(question[148..<152]) == [0x80, 1, 0, 228])
        #expect(Array(question[380..<384]) == [0x80, 8, 0, 16])
    }

    @Test("A key without octets is none, and a key never prints")
    func key() throws {
        #expect(StampKey([]) == nil)
        let key = try Self.key()
        var printed = ""
        dump(ProbeForm(key: key), to: &printed)
        print(key, String(reflecting: key), to: &printed)
        #expect(!printed.contains("horse") && !printed.contains("99, 111"))
        #expect(Mirror(reflecting: key).children.isEmpty)
    }
}
