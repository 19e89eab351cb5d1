import Metro

@testable import SNMP

extension USMUser {
    /// `ops` with passwords as the set-up of the peers has them.
    static func ops(
        _ authentication: USMAuthenticationAlgorithm? = .sha256, _ privacy: USMPrivacyAlgorithm? = .aes128,
        _ keyExtension: USMKeyExtension = .blumenthal, name: String = "ops", password: String = "authpass12345",
        privacyPassword: String = "privpass12345"
    ) -> USMUser {
        USMUser(
            name: Array(name.utf8),
            authentication: authentication.map { Authentication($0, password: Array(password.utf8)) },
            privacy: privacy.map {
                Privacy($0, password: Array(privacyPassword.utf8), keyExtension: keyExtension)
            })
    }

    /// Every algorithm and level once and every combination that needs longer keys.
    static let everyKind: [USMUser] =
        [ops(nil, nil), ops(.md5, nil), ops(.sha512, nil)]
        + USMAuthenticationAlgorithm.allCases.flatMap { authentication in
            USMPrivacyAlgorithm.allCases.flatMap { privacy in
                USMKeyExtension.allCases.map { ops(authentication, privacy, $0) }
            }
        }
}

/// A manager and an agent, with a wire between them that tests can bend.
struct USMExchange {
    static let engineID = octets("80007ed905000102030405060708090a0b")
    static let second: Int64 = 1_000_000_000

    var client: USMClient
    var agent: USMEngine
    var now: Int64 = 0
    /// By the agent's clock, which a reboot sets back.
    var bootNanoseconds: Int64 = 0
    private var identifier: Int32 = 100

    init(_ user: USMUser, agentUsers: [USMUser]? = nil, boots: Int32 = 7) {
        client = USMClient(user)
        agent = USMEngine(engineID: Self.engineID, boots: boots, users: agentUsers ?? [user], at: 0)
    }

    /// The agent starts anew; `at`: so many seconds ago.
    mutating func reboot(
        boots: Int32, secondsAgo: Int64 = 0, engineID: [UInt8] = USMExchange.engineID, users: [USMUser]? = nil
    ) {
        agent = USMEngine(
            engineID: engineID, boots: boots, users: users ?? [client.user], at: now - secondsAgo * Self.second)
    }

    mutating func nextIdentifier() -> Int32 {
        identifier += 1
        return identifier
    }

    /// A GET-like PDU with one binding.
    static func pdu(_ tag: UInt8, identifier: Int32, text: String = "metro-pe1") -> [UInt8] {
        var writer = BERWriter()
        writer.constructed(tag) {
            $0.integer(Int64(identifier))
            $0.integer(0)
            $0.integer(0)
            $0.constructed(BERTag.sequence) {
                $0.constructed(BERTag.sequence) {
                    $0.objectIdentifier(KnownObjects.systemName)
                    $0.octetString(Array(text.utf8))
                }
            }
        }
        return writer.bytes
    }
    static let request: UInt8 = 0xA0
    static let response: UInt8 = 0xA2
    static let trap: UInt8 = 0xA7

    mutating func discovery() -> [UInt8] { client.discovery(identifier: nextIdentifier()) }

    mutating func question() throws -> [UInt8] {
        let identifier = nextIdentifier()
        return try client.message(
            Self.pdu(Self.request, identifier: identifier), identifier: identifier, at: now)
    }

    /// What the agent says to a message; `nil`: nothing.
    mutating func answer(to datagram: [UInt8]) throws -> [UInt8]? {
        switch try agent.receive(datagram, at: now) {
        case .pdu(let bytes, let range, let peer):
            guard bytes[range].first == Self.request else { return nil }
            let identifier = ScopedPDU.requestIdentifier(bytes, range)
            return try agent.message(Self.pdu(Self.response, identifier: identifier), to: peer, at: now)
        case .report(let bytes): return bytes
        case .ignored: return nil
        }
    }

    mutating func receive(_ datagram: [UInt8]) throws -> USMAnswer { try client.receive(datagram, at: now) }

    mutating func discover() throws -> USMAnswer? {
        let discovery = discovery()
        return try answer(to: discovery).map { try receive($0) }
    }

    mutating func ask() throws -> USMAnswer? {
        let question = try question()
        return try answer(to: question).map { try receive($0) }
    }

    /// Asks as a session does: discovers, and sends again what is to be sent again.
    mutating func askThrough() throws -> USMAnswer? {
        for _ in 0..<10 {
            let answer = client.isDiscovered ? try ask() : try discover()
            switch answer {
            case .discovered, .resynchronised: continue
            default: return answer
            }
        }
        return nil
    }
}

extension USMAnswer {
    /// The PDU, if it is one.
    var pdu: [UInt8]? {
        if case .pdu(let bytes, let range, _) = self { Array(bytes[range]) } else { nil }
    }
    var refusal: USMRefusal? {
        if case .refused(let refusal, _) = self { refusal } else { nil }
    }
    var ignored: USMIgnored? {
        if case .ignored(let reason) = self { reason } else { nil }
    }
    var isDiscovered: Bool {
        if case .discovered = self { true } else { false }
    }
    var isResynchronised: Bool {
        if case .resynchronised = self { true } else { false }
    }
}

extension ScopedPDU {
    static func requestIdentifier(_ bytes: [UInt8], _ range: Range<Int>) -> Int32 {
        do throws(BERError) {
            var outer = BERReader(bytes).nested(range)
            var body = outer.nested(try outer.element().content)
            return Int32(truncatingIfNeeded: try body.integer())
        } catch {
            return -1
        }
    }
}
