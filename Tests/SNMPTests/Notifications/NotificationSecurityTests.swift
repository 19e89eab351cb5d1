import Metro
import Sockets
import Testing

@testable import SNMP

@Suite("Notifications of SNMPv3")
struct NotificationSecurityTests {
    private static func user(
        _ name: String = "ops", password: String = "authpass12345", level: USMUser.Level = .authPriv
    ) -> USMUser {
        USMUser(
            name: Array(name.utf8),
            authentication: level >= .authNoPriv ? .init(.sha256, password: Array(password.utf8)) : nil,
            privacy: level == .authPriv ? .init(.aes128, password: Array("privpass12345".utf8)) : nil)
    }
    private static let agentEngine: [UInt8] = [0x80, 0, 0x1F, 0x88, 4, 0x70, 0x65, 0x31]
    private let down = Traps.pdu(NotificationNames.linkDown, Traps.link(3, operational: 2))

    private func receiver(_ user: USMUser = user()) -> TestReceiver {
        Traps.receiver(Traps.access(pe1: .user(user)))
    }

    /// A trap as an agent with that user and clock sends it.
    private func trap(
        _ user: USMUser = user(), boots: Int32 = 4, startedAt start: Int64 = 0, now: Int64 = 1
    ) throws -> [UInt8] {
        let agent = USMEngine(
            engineID: Self.agentEngine, boots: boots, users: [user], at: start * Traps.second)
        let peer = USMPeer(user: user, identifier: 9, engineID: Self.agentEngine)
        return try agent.message(Traps.bytes(down), to: peer, at: now * Traps.second)
    }

    @Test("a trap is delivered at each level that authenticates", arguments: [USMUser.Level.authNoPriv, .authPriv])
    func levels(level: USMUser.Level) throws {
        let user = Self.user(level: level)
        let receiver = receiver(user)
        let actions = receiver.take(try trap(user))
        #expect(actions.delivered.map(\.version) == [.v3] && actions.devices == [0])
        #expect(receiver.counters().version3 == 1)
    }

    @Test("a user without authentication changes nothing, though his name is known")
    func unauthenticated() throws {
        let user = Self.user(level: .noAuthNoPriv)
        let receiver = receiver(user)
        #expect(receiver.take(try trap(user)).isEmpty)
        #expect(receiver.counters().lowLevel == 1)
    }

    @Test("each failure is counted by its kind and answered with silence")
    func failures() throws {
        let receiver = receiver()
        #expect(receiver.take(try trap(Self.user("nobody"))).isEmpty)
        #expect(receiver.take(try trap(Self.user(password: "wrongpass12345"))).isEmpty)
        #expect(receiver.take(try trap(Self.user(level: .authNoPriv))).isEmpty)
        #expect(receiver.take(try trap(Self.user(level: .noAuthNoPriv))).isEmpty)
        var flipped = try trap()
        flipped[flipped.count - 1] ^= 1
        #expect(receiver.take(flipped).isEmpty)
        #expect(receiver.take(Array(try trap().dropLast(4))).isEmpty)
        let counters = receiver.counters()
        #expect(counters.unknownUser == 1 && counters.wrongDigest == 2 && counters.lowLevel == 2)
        #expect(counters.malformed == 1 && counters.accounted == 6 && counters.delivered == 0)
    }

    @Test("what cannot be decrypted is counted as that")
    func undecryptable() throws {
        var other = Self.user()
        other.privacy = .init(.aes128, password: Array("otherpass12345".utf8))
        let receiver = receiver()
        #expect(receiver.take(try trap(other)).isEmpty)
        #expect(receiver.counters().undecryptable + receiver.counters().malformed == 1)
    }

    @Test("a trap that is played again after its time is refused; the sender's reboot is not")
    func replay() throws {
        let receiver = receiver()
        let old = try trap(now: 1)
        #expect(receiver.take(old, at: 1).delivered.count == 1)
        #expect(receiver.take(try trap(now: 400), at: 400).delivered.count == 1)
        #expect(receiver.take(old, at: 400).isEmpty)
        #expect(receiver.counters().outsideTimeWindow == 1)
        #expect(receiver.take(try trap(boots: 5, startedAt: 400, now: 402), at: 402).delivered.count == 1)
        #expect(receiver.take(try trap(now: 402), at: 402).isEmpty)
        #expect(receiver.counters().outsideTimeWindow == 2)
    }

    @Test("a user of another device, or a device's own from another address, is believed no more than a stranger")
    func othersUser() throws {
        let own = Self.user()
        let other = Self.user("noc")
        let access = NotificationAccess(
            devices: [
                .init(id: "pe1", addresses: [Traps.pe1], credentials: .user(own)),
                .init(id: "pe2", addresses: [Traps.pe2], credentials: .user(other)),
            ], engineID: Traps.engineID, engineBoots: 1)
        let receiver = Traps.receiver(access)
        #expect(receiver.take(try trap(own), from: Traps.pe2).isEmpty)
        #expect(receiver.take(try trap(own), from: Traps.stranger).isEmpty)
        #expect(receiver.take(try trap(other), from: Traps.pe1).isEmpty)
        #expect(receiver.counters().unknownUser == 2 && receiver.counters().unknownSource == 1)
        #expect(receiver.take(try trap(other), from: Traps.pe2).devices == [1])
        let shared = Traps.receiver(
            NotificationAccess(
                devices: access.devices, users: [Self.user("all")], engineID: Traps.engineID, engineBoots: 1))
        #expect(shared.take(try trap(Self.user("all")), from: Traps.pe2).devices == [1])
    }

    @Test("an inform discovers the receiver's engine, is delivered once, and is answered at its own level")
    func inform() throws {
        let user = Self.user()
        let receiver = receiver(user)
        var device = USMClient(user)
        // As net-snmp does it: ask, learn engine and clock, send.
        let answer = receiver.take(device.discovery(identifier: 1)).replies.first
        guard case .discovered = try device.receive(try #require(answer), at: Traps.second) else {
            Issue.record("no discovery")
            return
        }
        #expect(device.engineID == Traps.engineID && receiver.counters().discoveries == 1)
        var pdu = down
        pdu.kind = .informRequest
        pdu.requestIdentifier = 55
        let inform = try device.message(Traps.bytes(pdu), identifier: 2, at: Traps.second)
        let actions = receiver.take(inform)
        #expect(actions.devices == [0])
        guard
            case .pdu(let bytes, let range, identifier: 2) = try device.receive(
                try #require(actions.replies.first), at: Traps.second)
        else {
            Issue.record("no answer")
            return
        }
        let response = try PDU(in: bytes, at: range)
        #expect(response.kind == .response(.noError, errorIndex: 0) && response.requestIdentifier == 55)
        #expect(response.variables == pdu.variables)
        let again = receiver.take(try device.message(Traps.bytes(pdu), identifier: 3, at: Traps.second))
        #expect(again.delivered.isEmpty && again.replies.count == 1 && receiver.counters().duplicates == 1)
    }

    @Test("an inform with a wrong password is told so, and not answered")
    func wrongInform() throws {
        let receiver = receiver()
        let user = Self.user(password: "wrongpass12345")
        var device = USMClient(user)
        let answer = receiver.take(device.discovery(identifier: 1)).replies.first
        _ = try device.receive(try #require(answer), at: Traps.second)
        var pdu = down
        pdu.kind = .informRequest
        let actions = receiver.take(try device.message(Traps.bytes(pdu), identifier: 2, at: Traps.second))
        #expect(actions.delivered.isEmpty)
        guard
            case .refused(.wrongDigest, identifier: 2) = try device.receive(
                try #require(actions.replies.first), at: Traps.second)
        else {
            Issue.record("not refused")
            return
        }
        #expect(receiver.counters().wrongDigest == 1)
    }
}
