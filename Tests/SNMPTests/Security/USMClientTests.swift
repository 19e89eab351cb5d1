import Metro
import Testing

@testable import SNMP

@Suite("A manager under user-based security")
struct USMClientTests {
    @Test("discovers, asks and is answered at every level and with every algorithm", arguments: USMUser.everyKind)
    func wholeExchange(_ user: USMUser) throws {
        var exchange = USMExchange(user)
        exchange.now = 5_000 * USMExchange.second
        #expect(!exchange.client.isDiscovered)
        #expect(try exchange.discover()?.isDiscovered == true)
        #expect(exchange.client.isDiscovered && exchange.client.engineID == USMExchange.engineID)
        let question = try exchange.question()
        let identifier = try #require(USMClient.messageIdentifier(in: question))
        let datagram = try #require(try exchange.answer(to: question))
        #expect(USMClient.messageIdentifier(in: datagram) == identifier)
        let answer = try exchange.receive(datagram)
        #expect(answer.pdu == USMExchange.pdu(USMExchange.response, identifier: identifier))
        #expect(exchange.agent.counters.accepted == 1)
        // In the clear exactly where there is no privacy.
        let name = Array("metro-pe1".utf8)
        #expect(datagram.contains(name) == (user.level < .authPriv))
    }

    @Test(
        "messages of one byte length or another are padded, sealed and opened alike",
        arguments: [USMPrivacyAlgorithm.des, .aes256])
    func lengths(_ privacy: USMPrivacyAlgorithm) throws {
        var exchange = USMExchange(.ops(.sha1, privacy))
        _ = try exchange.discover()
        for length in 0..<150 {
            let text = String(repeating: "x", count: length)
            let pdu = USMExchange.pdu(USMExchange.request, identifier: 9, text: text)
            let message = try exchange.client.message(pdu, identifier: 9, at: exchange.now)
            guard case .pdu(let bytes, let range, _) = try exchange.agent.receive(message, at: exchange.now) else {
                Issue.record("length \(length)")
                continue
            }
            #expect(Array(bytes[range]) == pdu)
        }
    }

    @Test("two equal questions are never the same octets")
    func salts() throws {
        for privacy in USMPrivacyAlgorithm.allCases {
            var exchange = USMExchange(.ops(.sha1, privacy))
            _ = try exchange.discover()
            let pdu = USMExchange.pdu(USMExchange.request, identifier: 9)
            var copy = exchange.client
            let messages = try [
                exchange.client.message(pdu, identifier: 9, at: 0), exchange.client.message(pdu, identifier: 9, at: 0),
                copy.message(pdu, identifier: 9, at: 0),
            ]
            let salts = try messages.map { try USMMessage(decoding: $0) }.map { Array($0.bytes[$0.salt]) }
            #expect(Set(salts).count == 3 && salts.allSatisfy { $0.count == 8 })
            #expect(
                Set(try messages.map { try USMMessage(decoding: $0) }.map { Array($0.bytes[$0.payload]) }).count == 3)
        }
    }

    @Test("context name and context engine go to the agent as configured")
    func contexts() throws {
        var user = USMUser.ops()
        user.contextName = Array("vrf-mgmt".utf8)
        user.contextEngineID = [0x80, 0, 0, 1, 2, 3]
        var exchange = USMExchange(user)
        _ = try exchange.discover()
        guard case .pdu(_, _, let peer) = try exchange.agent.receive(exchange.question(), at: 0) else {
            Issue.record("not accepted")
            return
        }
        #expect(peer.contextName == user.contextName && peer.contextEngineID == user.contextEngineID)
        #expect(peer.user == user && peer.level == .authPriv && peer.maximumOctets == 65_507)
    }

    @Test(
        "an agent that refuses a user says why, and the request ends with that",
        arguments: [
            (USMUser.ops(name: "nobody"), USMRefusal.unknownUser),
            (.ops(password: "wrongpass12345"), .wrongDigest),
            (.ops(.sha512), .wrongDigest),
            (.ops(.sha1), .wrongDigest),
            (.ops(.sha256, nil), .unsupportedLevel),
            (.ops(nil, nil), .unsupportedLevel),
            (.ops(privacyPassword: "wrongpass12345"), .decryptionError),
            (.ops(.sha256, .aes256), .decryptionError),
            (.ops(.sha256, .des), .decryptionError),
        ])
    func refusals(_ user: USMUser, _ refusal: USMRefusal) throws {
        var exchange = USMExchange(user, agentUsers: [.ops()])
        #expect(try exchange.askThrough()?.refusal == refusal)
        // It stays so, and costs no new discovery.
        #expect(try exchange.askThrough()?.refusal == refusal)
        #expect(exchange.agent.counters.unknownEngines == 1 && exchange.agent.counters.accepted == 0)
    }

    @Test("keys extended the other way are a decryption error", arguments: [USMPrivacyAlgorithm.aes192, .aes256])
    func wrongExtension(_ privacy: USMPrivacyAlgorithm) throws {
        var exchange = USMExchange(.ops(.md5, privacy, .reeder), agentUsers: [.ops(.md5, privacy, .blumenthal)])
        #expect(try exchange.askThrough()?.refusal == .decryptionError)
    }

    @Test("an answer that is signed but makes no sense when decrypted is refused, not read")
    func cannotDecrypt() throws {
        var exchange = USMExchange(.ops())
        _ = try exchange.discover()
        let identifier = try #require(USMClient.messageIdentifier(in: exchange.question()))
        // The agent's answer, made with another privacy password.
        let other = USMEngine(
            engineID: USMExchange.engineID, boots: 7, users: [.ops(privacyPassword: "otherpass12345")], at: 0)
        let peer = USMPeer(
            user: .ops(privacyPassword: "otherpass12345"), identifier: identifier, engineID: USMExchange.engineID)
        let pdu = USMExchange.pdu(USMExchange.response, identifier: identifier)
        let answer = try exchange.receive(try other.message(pdu, to: peer, at: 0))
        #expect(answer.refusal == .cannotDecrypt)
    }

    @Test("contexts that the agent does not have, and reports that nobody knows, have their own reasons")
    func contextReports() throws {
        for (report, refusal) in [
            (USMReport.unknownContext, USMRefusal.unknownContext), (.unavailableContext, .unavailableContext),
            (.unknownContextEngine, .unknownContextEngine), (.invalidMessage, .other([1, 3, 6, 1, 6, 3, 11, 2, 1, 2])),
            (.other([1, 3, 6, 1, 4, 1, 9]), .other([1, 3, 6, 1, 4, 1, 9, 0])),
        ] {
            var exchange = USMExchange(.ops())
            _ = try exchange.discover()
            let identifier = try #require(USMClient.messageIdentifier(in: exchange.question()))
            let peer = USMPeer(user: .ops(), identifier: identifier, engineID: USMExchange.engineID)
            let datagram = try exchange.agent.message(
                report.pdu(requestIdentifier: identifier, count: 3), to: peer, at: 0)
            #expect(try exchange.receive(datagram).refusal == refusal)
        }
    }

    @Test("a password that is too short is refused before anything is sent")
    func shortPassword() throws {
        var exchange = USMExchange(.ops(password: "1234567"), agentUsers: [.ops()])
        #expect(throws: USMRefusal.passwordTooShort) { try exchange.question() }
        #expect(try exchange.discover()?.refusal == .passwordTooShort)
    }
}

extension [UInt8] {
    func contains(_ other: [UInt8]) -> Bool {
        indices.contains { self[$0...].starts(with: other) }
    }
}
