import Testing

@testable import STAMP

struct ReflectorTests {
    private let question = SenderPacket(
        sequence: 0x0A0B_0C0D, timestamp: StampTimestamp(wallNanoseconds: 1_800_000_000_000_000_000),
        errorEstimate: ErrorEstimate(bits: 0x8F84))
    private let received: Int64 = 1_800_000_000_000_600_000

    private func reflect(
        _ bytes: [UInt8], timeToLive: UInt8? = 61, _ reflector: Reflector = Reflector()
    ) throws(Reflector.Refusal) -> [UInt8] {
        try reflector.reflect(
            bytes, timeToLive: timeToLive, receiveNanoseconds: received,
            errorEstimate: ErrorEstimate(isSynchronised: true, nanoseconds: 5_000))
    }

    @Test("The answer copies sequence, stamp, estimate and TTL of the question and adds both stamps")
    func copies() throws {
        var bytes = try reflect(question.bytes)
        Reflector.setTransmit(&bytes, nanoseconds: received + 12_345, format: .ntp)
        let answer = try #require(ReflectedPacket(bytes))
        #expect(bytes.count == 44)
        #expect(answer.sequence == question.sequence)
        #expect(answer.senderSequence == question.sequence)
        #expect(answer.senderTimestamp == question.timestamp)
        #expect(answer.senderErrorEstimate == question.errorEstimate)
        #expect(answer.senderTimeToLive == 61)
        #expect(answer.receiveTimestamp.wallNanoseconds(format: .ntp, near: received) == received)
        #expect(answer.transmitTimestamp.wallNanoseconds(format: .ntp, near: received) == received + 12_345)
        #expect(answer.errorEstimate == ErrorEstimate(isSynchronised: true, nanoseconds: 5_000))
        #expect([14, 15, 38, 39, 41, 42, 43].allSatisfy { bytes[$0] == 0 })
        #expect(try reflect(question.bytes, timeToLive: nil)[40] == 255)
    }

    @Test("What a question has beyond the base packet comes back unchanged")
    func padding() throws {
        let padding = (1...100).map { UInt8($0) }
        let answer = try reflect(question.bytes + padding)
        #expect(answer.count == 144)
        #expect(Array(answer.dropFirst(44)) == padding)
    }

    @Test("Questions of 14 to 43 octets get the base packet, or nothing where short questions are not wanted")
    func short() throws {
        for length in [14, 41, 43] {
            #expect(try reflect(Array(question.bytes.prefix(length))).count == 44)
            #expect(throws: Reflector.Refusal.malformed) {
                try reflect(Array(question.bytes.prefix(length)), Reflector(answersShortQuestions: false))
            }
        }
        #expect(throws: Reflector.Refusal.malformed) { try reflect(Array(question.bytes.prefix(13))) }
        #expect(throws: Reflector.Refusal.malformed) { try reflect([]) }
    }

    @Test("An answer is not answered, so that two reflectors cannot be set on each other")
    func noLoop() throws {
        var answer = try reflect(question.bytes)
        #expect(throws: Reflector.Refusal.isAnswer) { try reflect(answer) }
        Reflector.setTransmit(&answer, nanoseconds: received + 999_999_999, format: .ntp)
        #expect(throws: Reflector.Refusal.isAnswer) { try reflect(answer) }
    }

    @Test("Random padding where an answer has its stamps does not make a question an answer")
    func randomPadding() throws {
        var random = Seeded(9)
        for _ in 0..<1_000 {
            let padding = (0..<30).map { _ in UInt8.random(in: 0...255, using: &random) }
            #expect(try reflect(Array(question.bytes.prefix(14)) + padding).count == 44)
        }
    }

    @Test("No answer is ever longer than its question or 44 octets")
    func neverAmplifies() {
        var random = Seeded(10)
        var answered = 0
        for _ in 0..<20_000 {
            let bytes = random.mutate(question.bytes)
            guard let answer = try? reflect(bytes) else { continue }
            answered += 1
            #expect(answer.count == max(bytes.count, 44))
        }
        #expect(answered > 1_000)
    }
}
