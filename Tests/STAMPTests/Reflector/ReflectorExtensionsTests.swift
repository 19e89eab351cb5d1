import Testing

@testable import STAMP

/// RFC 8972 §4 from the reflector's side.
struct ReflectorExtensionsTests {
    private let base = ReflectorScript.question().bytes

    @Test("Each TLV is answered in its place, with its flags cleared")
    func answers() throws {
        let script = ReflectorScript()
        script.trafficClass = 10 << 2 | 2
        let form = ProbeForm(extensions: ProbeExtensions(answerDSCP: 46), size: 120)
        let reflection = try #require(script.reflection(form.question(ReflectorScript.question())))
        #expect(reflection.bytes.count == 120)
        let answer = try form.read(reflection.bytes)
        let extensions = try #require(answer.extensions)
        #expect(extensions.flags == [])
        #expect(
            extensions.timestampInformation
                == TimestampInformation(
                    receiveSource: .ptp, receiveMethod: .software, transmitSource: .ptp, transmitMethod: .software))
        #expect(
            extensions.classOfService
                == ClassOfService(askedDSCP: 46, receivedDSCP: 10, receivedECN: 2, isRefused: false))
        #expect(reflection.trafficClass == 46 << 2)
        // Stateless: zeros (RFC 8972 §4.7).
        #expect(extensions.followUp == nil)
        #expect(reflection.followUp == nil)
    }

    @Test("Where the asked DSCP is not permitted, the answer comes with the question's and says so (RP)")
    func classOfService() throws {
        let script = ReflectorScript { $0.permitsAskedDSCP = false }
        script.trafficClass = 10 << 2
        let form = ProbeForm(extensions: ProbeExtensions(answerDSCP: 46))
        let reflection = try #require(script.reflection(form.question(ReflectorScript.question())))
        #expect(reflection.trafficClass == 10 << 2)
        #expect(try form.read(reflection.bytes).extensions?.classOfService?.isRefused == true)
    }

    @Test("An unknown type comes back with U and its value as it was; the others are answered")
    func unknown() throws {
        let script = ReflectorScript()
        let answer = try #require(
            script.ask(base + [0x80, 99, 0, 3, 7, 8, 9] + [0x80, 3, 0, 4, 0, 0, 0, 0]))
        #expect(Array(answer.dropFirst(44)) == [0x80, 99, 0, 3, 7, 8, 9] + [0, 3, 0, 4, 2, 2, 2, 2])
        #expect(script.reflector.statistics.unknownExtensions == 1)
    }

    @Test("A malformed TLV comes back with M, and what is behind it as it was")
    func malformed() throws {
        let script = ReflectorScript()
        let rest: [UInt8] = [0x80, 3, 0, 4, 0, 0, 0, 0]
        // A length that its type cannot have.
        let impossible = try #require(script.ask(base + [0x80, 4, 0, 5, 1, 2, 3, 4, 5] + rest))
        #expect(Array(impossible.dropFirst(44)) == [0x40, 4, 0, 5, 1, 2, 3, 4, 5] + rest)
        // A follow-up's fields are zeroed besides (RFC 8972 §4.7).
        let followUp = try #require(script.ask(base + [0x80, 7, 0, 14] + [UInt8](repeating: 5, count: 14) + rest))
        #expect(
            Array(followUp.dropFirst(44)) == [0x40, 7, 0, 14] + [UInt8](repeating: 0, count: 12) + [5, 5] + rest)
        // The packet ends before the TLV does, in its value and in its header.
        #expect(script.ask(base + [0x80, 3, 0, 4, 0]).map { Array($0.dropFirst(44)) } == [0x40, 3, 0, 4, 0])
        #expect(script.ask(base + [0x80, 3]).map { Array($0.dropFirst(44)) } == [0x40, 3])
        #expect(script.reflector.statistics.malformedExtensions == 4)
    }

    @Test("Authentic TLVs are answered and signed anew; without a valid code they come back with I, unused")
    func integrity() throws {
        let key = try ProbeFormTests.key()
        let script = ReflectorScript {
            $0.key = key
            $0.isStateful = true
        }
        let form = ProbeForm(key: key, extensions: ProbeExtensions(answerDSCP: 46), size: 200)
        let question = form.question(ReflectorScript.question())
        let answer = try form.read(try #require(script.ask(question)))
        #expect(answer.extensions?.flags == [])
        #expect(answer.extensions?.classOfService?.askedDSCP == 46)

        // One bit of a value, which the base packet's code does not cover.
        var changed = question
        changed[125] ^= 1
        let refused = try #require(script.reflection(changed))
        #expect(refused.bytes.count == 200)
        #expect(refused.trafficClass == nil && refused.followUp == nil)
        let flags = TLVs(refused.bytes, from: 112).map(\.flags)
        #expect(flags == Array(repeating: [.unrecognised, .unauthentic], count: 5))
        #expect(try form.read(refused.bytes).extensions?.flags.contains(.unauthentic) == true)

        // Missing, not last, and without a key to verify it with.
        let bare = Array(question.prefix(112))
        let information: [UInt8] = [0x80, 3, 0, 4, 0, 0, 0, 0]
        #expect(script.ask(bare + information)?[112] == 0xA0)
        #expect(script.ask(question + information)?[112] == 0xA0)
        let open = ReflectorScript()
        let code: [UInt8] = [0x80, 8, 0, 16] + [UInt8](repeating: 1, count: 16)
        #expect(open.ask(base + information + code).map { [$0[44], $0[52]] } == [0xA0, 0xA0])
        #expect(script.reflector.statistics.unauthenticExtensions == 3)
        // Padding alone needs none.
        #expect(script.ask(ProbeForm(key: key, size: 130).question(ReflectorScript.question()))?[112] == 0)
    }
}
