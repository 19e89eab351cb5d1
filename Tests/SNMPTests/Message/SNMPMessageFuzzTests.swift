import Testing

@testable import SNMP

@Suite("Messages under fuzz")
struct SNMPMessageFuzzTests {
    /// Reads, and where that works writes and reads again: both readings must agree.
    private func check(_ bytes: [UInt8]) -> Bool {
        guard let message = try? SNMPMessage(decoding: bytes) else { return false }
        #expect(SNMPMessage.requestIdentifier(in: bytes) == message.pdu.requestIdentifier)
        let again = try? SNMPMessage(decoding: message.encoded())
        #expect(again?.pdu.variables.map(\.name) == message.pdu.variables.map(\.name))
        #expect(again?.pdu.kind == message.pdu.kind)
        return true
    }

    @Test("a hundred thousand mutations of real messages never trap, and what is read can be written")
    func mutations() {
        var random = Seeded(2)
        let seeds = [SNMPMessageTests.getRequest, SNMPMessageTests.fullResponse.encoded()]
        var read = 0
        for round in 0..<100_000 where check(random.mutated(seeds[round % seeds.count])) { read += 1 }
        // Were mutations too harsh, only the outermost header would be tested.
        #expect(read > 5_000 && read < 95_000)
    }

    @Test("random octets behind a believable header never trap")
    func randomOctets() {
        var random = Seeded(3)
        for _ in 0..<20_000 {
            let count = Int.random(in: 0..<120, using: &random)
            var bytes = (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &random) }
            if Bool.random(using: &random) { bytes = [0x30, UInt8(count), 0x02, 1, 1, 0x04, 0, 0xA2] + bytes }
            _ = check(bytes)
        }
    }
}
