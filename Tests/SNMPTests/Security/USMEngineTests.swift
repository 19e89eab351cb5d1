import Metro
import Testing

@testable import SNMP

@Suite("An engine that is told: traps, informs, requests")
struct USMEngineTests {
    private static let second = USMExchange.second
    private static let receiverID = octets("80007ed905ffffffffffffffff")

    private static func receiver(_ users: [USMUser]) -> USMEngine {
        USMEngine(engineID: receiverID, boots: 3, users: users, at: 0)
    }
    /// A device that sends traps.
    private static func device(
        _ user: USMUser, engineID: [UInt8] = USMExchange.engineID, boots: Int32 = 5, startedAt: Int64 = 0
    ) -> USMEngine {
        USMEngine(engineID: engineID, boots: boots, users: [user], at: startedAt)
    }
    private static func trap(
        _ device: USMEngine, _ user: USMUser, identifier: Int32 = 1, at now: Int64
    ) throws -> [UInt8] {
        try device.message(
            USMExchange.pdu(USMExchange.trap, identifier: identifier),
            to: USMPeer(user: user, identifier: identifier, engineID: device.engineID), at: now)
    }
    private static func isAccepted(_ reception: USMReception) -> Bool {
        if case .pdu = reception { true } else { false }
    }

    @Test(
        "takes the traps of devices that it never spoke to, at every level and with every algorithm",
        arguments: USMUser.everyKind)
    func traps(_ user: USMUser) throws {
        var receiver = Self.receiver([user])
        let device = Self.device(user)
        let datagram = try Self.trap(device, user, at: 700 * Self.second)
        guard case .pdu(let bytes, let range, let peer) = try receiver.receive(datagram, at: 0) else {
            Issue.record("not accepted")
            return
        }
        #expect(Array(bytes[range]) == USMExchange.pdu(USMExchange.trap, identifier: 1))
        #expect(peer.user == user && peer.engineID == USMExchange.engineID && peer.level == user.level)
        #expect(receiver.counters.accepted == 1)
    }

    @Test("a trap played again from before the device's restart, or minutes later, is passed over")
    func replay() throws {
        let user = USMUser.ops()
        var receiver = Self.receiver([user])
        let first = Self.device(user, boots: 5)
        let old = try Self.trap(first, user, at: 100 * Self.second)
        let later = try Self.trap(first, user, at: 300 * Self.second)
        #expect(Self.isAccepted(try receiver.receive(old, at: 100 * Self.second)))
        #expect(Self.isAccepted(try receiver.receive(later, at: 300 * Self.second)))
        #expect(!Self.isAccepted(try receiver.receive(old, at: 300 * Self.second)))
        let restarted = Self.device(user, boots: 6, startedAt: 310 * Self.second)
        #expect(
            Self.isAccepted(
                try receiver.receive(
                    try Self.trap(restarted, user, at: 311 * Self.second), at: 311 * Self.second)))
        #expect(!Self.isAccepted(try receiver.receive(later, at: 312 * Self.second)))
        #expect(receiver.counters.accepted == 3 && receiver.counters.notInTimeWindows == 2)
    }

    @Test("what is wrong with a trap is counted, and nothing is answered")
    func counted() throws {
        let user = USMUser.ops()
        var receiver = Self.receiver([user])
        for other in [
            USMUser.ops(name: "nobody"), .ops(password: "wrongpass12345"), .ops(.sha256, nil),
            .ops(privacyPassword: "wrongpass12345"),
        ] {
            let datagram = try Self.trap(Self.device(other), other, at: 0)
            guard case .ignored = try receiver.receive(datagram, at: 0) else {
                Issue.record("\(other)")
                continue
            }
        }
        #expect(throws: BERError.self) { try receiver.receive([0x30, 3, 2, 1, 1], at: 0) }
        var expected = USMEngine.Counters()
        expected.unknownUsers = 1
        expected.wrongDigests = 1
        expected.unsupportedLevels = 1
        expected.decryptionErrors = 1
        expected.malformed = 1
        #expect(receiver.counters == expected)
    }

    @Test("devices with one user name and different passwords are told apart")
    func onePerDevice() throws {
        let users = [USMUser.ops(), .ops(password: "secondpass"), .ops(.md5, .des), .ops(nil, nil)]
        var receiver = Self.receiver(users)
        for (place, user) in users.enumerated() {
            let device = Self.device(user, engineID: [0x80, 0, 0, 1, 5, UInt8(place)])
            for turn: Int64 in 1...2 {
                let datagram = try Self.trap(device, user, at: turn * Self.second)
                guard case .pdu(_, _, let peer) = try receiver.receive(datagram, at: turn * Self.second) else {
                    Issue.record("\(user)")
                    continue
                }
                #expect(peer.user == user)
            }
        }
    }

    @Test("an inform is answered so that its sender takes the answer")
    func inform() throws {
        var exchange = USMExchange(.ops(.sha384, .aes256, .reeder))
        #expect(try exchange.askThrough()?.pdu != nil)
        #expect(exchange.agent.counters.unknownEngines == 1)
    }

    @Test("a flood of engines leaves as many as are remembered, the longest silent one goes")
    func flood() throws {
        let user = USMUser.ops(.md5, nil)
        var receiver = Self.receiver([user])
        func engine(_ number: Int) -> [UInt8] {
            [0x80, 0, 0, 1, 5, UInt8(number >> 16), UInt8(number >> 8 & 255), UInt8(number & 255)]
        }
        for number in 0...USMEngine.rememberedEngines {
            let now = Int64(number) * 1_000
            let datagram = try Self.trap(Self.device(user, engineID: engine(number)), user, at: now)
            #expect(Self.isAccepted(try receiver.receive(datagram, at: now)))
        }
        #expect(receiver.counters.forgottenEngines == 1)
        // Forged ones get nobody out.
        let forger = USMUser.ops(.md5, nil, password: "wrongpass12345")
        for number in 0..<100 {
            let datagram = try Self.trap(Self.device(forger, engineID: [9, 9, 9, 9, UInt8(number)]), forger, at: 0)
            #expect(!Self.isAccepted(try receiver.receive(datagram, at: 0)))
        }
        #expect(receiver.counters.forgottenEngines == 1)
    }

    @Test("an engine ID of its own is well formed and never the same twice")
    func engineIDs() {
        let identifiers = (0..<100).map { _ in USMEngine.randomEngineID() }
        #expect(Set(identifiers).count == 100)
        // RFC 3411 §5: the first bit set, format 5, at most 32 octets.
        #expect(identifiers.allSatisfy { $0[0] & 0x80 != 0 && $0[4] == 5 && (5...32).contains($0.count) })
    }

    @Test("an engine's time starts at its start, and boots grows where time ends")
    func ownClock() {
        let clock = OwnClock(boots: 3, startingAt: 50 * Self.second)
        #expect(clock.reading(at: 50 * Self.second) == (3, 0))
        #expect(clock.reading(at: 0) == (3, 0))
        #expect(clock.reading(at: 51 * Self.second + 999_999_999) == (3, 1))
        let end = OwnClock(boots: 3, startingAt: 0)
        #expect(end.reading(at: 2_147_483_647 * Self.second) == (3, .max))
        #expect(end.reading(at: 2_147_483_648 * Self.second) == (4, 0))
        #expect(OwnClock(boots: .max, startingAt: 0).reading(at: 2_147_483_648 * Self.second).boots == .max)
        #expect(!OwnClock(boots: .max, startingAt: 0).isInWindow(boots: .max, time: 0, at: 0))
    }

    @Test("the window is 150 s to both sides and of the same boots")
    func window() {
        let clock = OwnClock(boots: 3, startingAt: 0)
        let now = 1_000 * Self.second
        #expect(clock.isInWindow(boots: 3, time: 850, at: now) && clock.isInWindow(boots: 3, time: 1_150, at: now))
        #expect(!clock.isInWindow(boots: 3, time: 849, at: now) && !clock.isInWindow(boots: 3, time: 1_151, at: now))
        #expect(!clock.isInWindow(boots: 2, time: 1_000, at: now) && !clock.isInWindow(boots: 4, time: 1_000, at: now))
    }
}
