import Metro
import Testing

@testable import SNMP

@Suite("User-based security under fuzz")
struct USMFuzzTests {
    private static let users = [USMUser.ops(), .ops(.md5, .des), .ops(.sha512, nil), .ops(nil, nil)]

    /// Every other time a single octet, so that lengths stay right and the inner parts are reached.
    private func mutated(_ seed: [UInt8], _ round: Int, _ random: inout Seeded) -> [UInt8] {
        guard round.isMultiple(of: 2) else { return random.mutated(seed) }
        var bytes = seed
        bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: .min ... .max, using: &random)
        return bytes
    }

    /// What a manager hears: reports signed and unsigned, answers.
    private func heard(_ exchange: inout USMExchange) throws -> [[UInt8]] {
        var seeds: [[UInt8]] = []
        let discovery = exchange.discovery()
        seeds += [try exchange.answer(to: discovery)].compactMap { $0 }
        _ = try seeds.first.map { try exchange.receive($0) }
        var question = try exchange.question()
        seeds += [try exchange.answer(to: question)].compactMap { $0 }
        exchange.reboot(boots: 9)
        question = try exchange.question()
        seeds += [try exchange.answer(to: question)].compactMap { $0 }
        return seeds
    }

    @Test("forty thousand mutations of what agents say never trap a manager, and none that was signed is believed")
    func client() throws {
        var random = Seeded(11)
        var read = 0
        for user in Self.users {
            var exchange = USMExchange(user)
            let seeds = try heard(&exchange)
            #expect(seeds.count == 3)
            for round in 0..<10_000 {
                let seed = seeds[round % 3]
                let mutated = mutated(seed, round, &random)
                var client = exchange.client
                guard let answer = try? client.receive(mutated, at: 0) else { continue }
                read += 1
                if user.level >= .authNoPriv, !mutated.starts(with: seed) {
                    #expect(answer.pdu == nil && !answer.isResynchronised)
                }
            }
        }
        // Were mutations too harsh, only the outermost header would be tested.
        #expect(read > 8_000 && read < 36_000)
    }

    @Test(
        "forty thousand mutations of what managers and devices send never trap an engine, and none that was signed is believed"
    )
    func engine() throws {
        var random = Seeded(12)
        var read = 0
        for user in Self.users {
            var exchange = USMExchange(user)
            let discovery = exchange.discovery()
            _ = try exchange.answer(to: discovery).map { try exchange.receive($0) }
            let device = USMEngine(engineID: [0x80, 0, 0, 1, 2, 3], boots: 1, users: [user], at: 0)
            let trap = try device.message(
                USMExchange.pdu(USMExchange.trap, identifier: 1),
                to: USMPeer(user: user, identifier: 1, engineID: device.engineID), at: 0)
            let seeds = [discovery, try exchange.question(), trap]
            for round in 0..<10_000 {
                let seed = seeds[round % 3]
                let mutated = mutated(seed, round, &random)
                guard let reception = try? exchange.agent.receive(mutated, at: 0) else { continue }
                read += 1
                guard case .pdu = reception, user.level >= .authNoPriv else { continue }
                #expect(mutated.starts(with: seed))
            }
            // Mutated engine IDs do not stay.
            #expect(exchange.agent.counters.forgottenEngines == 0)
        }
        #expect(read > 8_000 && read < 36_000)
    }

    @Test(
        "twenty thousand mutations of what stands inside, signed and encrypted as it should be, never trap either side")
    func signed() throws {
        var random = Seeded(14)
        var accepted = 0
        for user in Self.users {
            let keys = try LocalisedKeys(user, engineID: USMExchange.engineID)
            var exchange = USMExchange(user)
            _ = try exchange.discover()
            let identifier = try #require(USMClient.messageIdentifier(in: exchange.question()))
            let header = USMHeader(
                identifier: identifier, level: user.level, isReportable: true, engineID: USMExchange.engineID,
                boots: 7, user: user.name)
            let seeds = [
                USMReport.notInTimeWindow.pdu(requestIdentifier: identifier, count: 1),
                USMExchange.pdu(USMExchange.response, identifier: identifier),
            ].map { ScopedPDU.encoded(contextEngineID: USMExchange.engineID, contextName: [], pdu: $0) }
            for round in 0..<5_000 {
                let message = try keys.protect(header, mutated(seeds[round % 2], round / 2, &random))
                var client = exchange.client
                if (try? client.receive(message, at: 0))?.pdu != nil { accepted += 1 }
                if case .pdu = try? exchange.agent.receive(message, at: 0) { accepted += 1 }
            }
        }
        #expect(accepted > 2_000 && accepted < 38_000)
    }

    @Test("random octets behind a believable header never trap either side")
    func randomOctets() throws {
        var random = Seeded(13)
        var exchange = USMExchange(.ops())
        _ = try exchange.discover()
        for _ in 0..<20_000 {
            let count = Int.random(in: 0..<120, using: &random)
            var bytes = (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &random) }
            if Bool.random(using: &random) { bytes = [0x30, UInt8(count), 0x02, 1, 3, 0x30] + bytes }
            _ = try? exchange.client.receive(bytes, at: 0)
            _ = try? exchange.agent.receive(bytes, at: 0)
        }
    }
}
