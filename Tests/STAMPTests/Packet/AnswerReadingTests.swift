import Testing

@testable import STAMP

/// Answers of reflectors that know authentication and extensions. Codes were computed by another program.
struct AnswerReadingTests {
    private let everything = ProbeExtensions(timestampInformation: true, answerDSCP: 46, followUp: true)
    private func key() throws -> StampKey { try ProbeFormTests.key() }

    /// RFC 8762 figure 7, with the SSID of RFC 8972 figure 4.
    private let authenticated: [UInt8] =
        [1, 2, 3, 4] + [UInt8](repeating: 0, count: 12)
        + [0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x18, 0x8F, 0x84, 0x5A, 0x5B, 0, 0, 0, 0]
        + [0x21, 0x22, 0x23, 0x24, 0x25, 0x26, 0x27, 0x28, 0, 0, 0, 0, 0, 0, 0, 0]
        + [0x31, 0x32, 0x33, 0x34] + [UInt8](repeating: 0, count: 12)
        + [0x41, 0x42, 0x43, 0x44, 0x45, 0x46, 0x47, 0x48, 0x51, 0x52, 0, 0, 0, 0, 0, 0]
        + [0x61] + [UInt8](repeating: 0, count: 15)
        + [0x7C, 0xF0, 0x69, 0x57, 0xA5, 0x81, 0x46, 0xCA, 0xB1, 0x56, 0x17, 0xBC, 0xA4, 0x43, 0x3F, 0xEE]

    private let timestampInformation: [UInt8] = [0, 3, 0, 4, 2, 1, 1, 2]
    /// DSCP1 46, DSCP2 10, ECN 3, RP 1.
    private let classOfService: [UInt8] = [0, 4, 0, 4, 0xB8, 0xAD, 0, 0]
    private let followUp: [UInt8] = [
        0, 7, 0, 16, 0, 0, 0, 9, 0x71, 0x72, 0x73, 0x74, 0x75, 0x76, 0x77, 0x78, 1, 0, 0, 0,
    ]
    private let code: [UInt8] = [
        0, 8, 0, 16, 0xC2, 0xD6, 0x7A, 0xE7, 0x9E, 0x0B, 0x70, 0x9F, 0x3A, 0x3F, 0x65, 0x3D, 0x32, 0x9E, 0xB3, 0xBF,
    ]
    private let unauthenticated = (0..<44).map { UInt8($0) }

    private var expected: ReflectedExtensions {
        var expected = ReflectedExtensions()
        expected.timestampInformation = TimestampInformation(
            receiveSource: .ptp, receiveMethod: .hardware, transmitSource: .ntp, transmitMethod: .software)
        expected.classOfService = ClassOfService(askedDSCP: 46, receivedDSCP: 10, receivedECN: 3, isRefused: true)
        expected.followUp = FollowUp(
            sequence: 9, timestamp: StampTimestamp(bits: 0x7172_7374_7576_7778), method: .hardware)
        return expected
    }

    @Test("An authenticated answer is read from the blocks of RFC 8762 figure 7")
    func authenticatedBase() throws {
        let packet = try ProbeForm(key: key()).read(authenticated)
        let expected = ReflectedPacket(
            sequence: 0x0102_0304, transmitTimestamp: StampTimestamp(bits: 0x1112_1314_1516_1718),
            errorEstimate: ErrorEstimate(bits: 0x8F84), receiveTimestamp: StampTimestamp(bits: 0x2122_2324_2526_2728),
            senderSequence: 0x3132_3334, senderTimestamp: StampTimestamp(bits: 0x4142_4344_4546_4748),
            senderErrorEstimate: ErrorEstimate(bits: 0x5152), senderTimeToLive: 0x61, ssid: 0x5A5B)
        #expect(packet == expected)
        var written = [UInt8](repeating: 0, count: 112)
        packet.write(to: &written, layout: .authenticated)
        try key().signBase(&written)
        #expect(written == authenticated)
    }

    @Test("An answer whose code is wrong or missing is not authentic, one that is too short is malformed")
    func unauthentic() throws {
        let form = ProbeForm(key: try key())
        for index in [0, 26, 95, 96, 111] {
            var changed = authenticated
            changed[index] ^= 1
            #expect(throws: ProbeForm.Refusal.unauthentic) { try form.read(changed) }
        }
        let other = try #require(StampKey([1]))
        #expect(throws: ProbeForm.Refusal.unauthentic) { try ProbeForm(key: other).read(authenticated) }
        #expect(throws: ProbeForm.Refusal.unauthentic) { try form.read(Array(authenticated.prefix(111))) }
        #expect(throws: ProbeForm.Refusal.unauthentic) { try form.read(unauthenticated) }
        #expect(throws: ProbeForm.Refusal.malformed) { try form.read(Array(unauthenticated.prefix(37))) }
        #expect(throws: ProbeForm.Refusal.malformed) { try ProbeForm().read(Array(unauthenticated.prefix(37))) }
    }

    @Test("Extensions are read, with the code of authenticated mode and without one")
    func extensions() throws {
        let tlvs = timestampInformation + classOfService + followUp
        let signed = try ProbeForm(key: key(), extensions: everything).read(authenticated + tlvs + code)
        #expect(signed.extensions == expected)
        let open = try ProbeForm(extensions: everything).read(unauthenticated + tlvs)
        #expect(open.extensions == expected)
        #expect(try ProbeForm().read(unauthenticated + tlvs).extensions == nil)
        #expect(try ProbeForm(extensions: everything).read(unauthenticated).extensions == nil)
    }

    @Test("Where the code of the extensions is wrong, missing or not last, nothing of them is believed")
    func extensionsUnauthentic() throws {
        let form = ProbeForm(key: try key(), extensions: everything)
        var none = ReflectedExtensions()
        none.flags = .unauthentic
        let tlvs = timestampInformation + classOfService + followUp
        #expect(try form.read(authenticated + tlvs).extensions == none)
        for index in 0..<tlvs.count where ![0, 8, 16].contains(index) {
            var changed = tlvs
            changed[index] ^= 1
            #expect(try form.read(authenticated + changed + code).extensions?.timestampInformation == nil)
            #expect(try form.read(authenticated + changed + code).extensions?.flags.contains(.unauthentic) == true)
        }
        #expect(try form.read(authenticated + tlvs + code + timestampInformation).extensions == none)
        // Padding behind the code is allowed (RFC 8972 §4.8).
        #expect(try form.read(authenticated + tlvs + code + [0, 1, 0, 2, 9, 9]).extensions == expected)
        // Padding alone needs no code.
        #expect(try form.read(authenticated + [0, 1, 0, 2, 9, 9]).extensions == ReflectedExtensions())
    }

    @Test("I on any TLV spoils all, U only its own, M all from there on")
    func flags() throws {
        let form = ProbeForm(extensions: everything)
        func read(_ tlvs: [UInt8]) throws -> ReflectedExtensions? { try form.read(unauthenticated + tlvs).extensions }
        func flagged(_ tlv: [UInt8], _ flag: TLVFlags) -> [UInt8] { [flag.rawValue] + tlv.dropFirst() }

        let integrity = try read(timestampInformation + flagged(classOfService, .unauthentic) + followUp)
        #expect(integrity?.timestampInformation == nil && integrity?.followUp == nil)
        #expect(integrity?.flags == .unauthentic)

        let unknown = try read(timestampInformation + flagged(classOfService, .unrecognised) + followUp)
        #expect(unknown?.classOfService == nil)
        #expect(unknown?.timestampInformation == expected.timestampInformation)
        #expect(unknown?.followUp == expected.followUp)
        #expect(unknown?.flags == .unrecognised)

        let malformed = try read(timestampInformation + flagged(classOfService, .malformed) + followUp)
        #expect(malformed?.timestampInformation == expected.timestampInformation)
        #expect(malformed?.classOfService == nil && malformed?.followUp == nil)
        #expect(malformed?.flags == .malformed)

        // Whatever the reflector says of it: a length that cannot be.
        let impossible = try read([0, 4, 0, 5, 1, 2, 3, 4, 5] + followUp)
        #expect(impossible?.followUp == nil && impossible?.flags == .malformed)
        let cut = try read(timestampInformation + Array(followUp.dropLast()))
        #expect(cut?.timestampInformation != nil && cut?.followUp == nil && cut?.flags == .malformed)
        #expect(try read([0])?.flags == .malformed)
    }

    @Test("A reflector that copies what it does not know answers no extension")
    func copied() throws {
        let form = ProbeForm(extensions: everything)
        let question = form.question(
            SenderPacket(sequence: 1, timestamp: StampTimestamp(bits: 2), errorEstimate: ErrorEstimate(bits: 3)))
        let answer = try form.read(unauthenticated + question.dropFirst(44))
        #expect(answer.extensions?.timestampInformation == nil && answer.extensions?.classOfService == nil)
        #expect(answer.extensions?.flags == .unrecognised)
    }

    @Test("A follow-up of zeros, as of a stateless reflector, tells nothing")
    func noFollowUp() throws {
        let form = ProbeForm(extensions: everything)
        let answer = try form.read(unauthenticated + [0, 7, 0, 16] + [UInt8](repeating: 0, count: 16))
        #expect(answer.extensions == ReflectedExtensions())
    }

    @Test("No octets of any length trap the reading of answers; what is authentic is unchanged")
    func fuzz() throws {
        var random = Seeded(21)
        let tlvs = timestampInformation + classOfService + followUp
        let signed = authenticated + tlvs + code
        let signing = ProbeForm(key: try key(), extensions: everything)
        let open = ProbeForm(extensions: everything)
        var read = 0
        for _ in 0..<Seeded.rounds(debug: 20_000) {
            let bytes = random.mutate(signed)
            if let packet = try? signing.read(bytes) {
                read += 1
                #expect(Array(bytes.prefix(96)) == Array(authenticated.prefix(96)))
                if let followUp = packet.extensions?.followUp { #expect(followUp == expected.followUp) }
            }
            let plain = random.mutate(unauthenticated + tlvs)
            #expect(((try? open.read(plain)) == nil) == (plain.count < 38))
        }
        #expect(read > 100)
    }
}
