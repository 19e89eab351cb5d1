import Metro
import Sockets

@testable import SNMP

/// Notifications as devices send them, and a receiver that knows two devices.
enum Traps {
    static let second: Int64 = 1_000_000_000
    static let pe1 = SocketAddress(ipv4: 192, 0, 2, 1, port: 50_001)
    static let pe2 = SocketAddress(ipv4: 192, 0, 2, 2, port: 50_002)
    static let forwarder = SocketAddress(ipv4: 192, 0, 2, 200, port: 162)
    static let stranger = SocketAddress(ipv4: 203, 0, 113, 9, port: 40_000)
    static let engineID: [UInt8] = [0x80, 0, 0x7E, 0xD9, 5, 1, 2, 3, 4, 5, 6, 7, 8]

    static func community(_ text: String) -> Community { Community(Array(text.utf8)) }

    static func access(
        pe1: SNMPCredentials? = .community(community("s3cret")), communities: [Community] = [],
        users: [USMUser] = [], forwarders: Set<SocketAddress> = []
    ) -> NotificationAccess {
        NotificationAccess(
            devices: [
                .init(id: "pe1", addresses: [Self.pe1], credentials: pe1),
                .init(id: "pe2", addresses: [pe2], credentials: .community(community("other"))),
            ], communities: communities, users: users, forwarders: forwarders, engineID: engineID, engineBoots: 7)
    }

    static func receiver(
        _ access: NotificationAccess = access(), limits: NotificationLimits = .init()
    ) -> TestReceiver { TestReceiver(NotificationReceiver(access, limits: limits, at: 0)) }

    // MARK: PDUs

    static let ifIndex: OID = [1, 3, 6, 1, 2, 1, 2, 2, 1, 1]
    static let ifAdminStatus: OID = [1, 3, 6, 1, 2, 1, 2, 2, 1, 7]
    static let ifOperStatus: OID = [1, 3, 6, 1, 2, 1, 2, 2, 1, 8]
    static let enterprise: OID = [1, 3, 6, 1, 4, 1, 2011, 5, 25]

    static func link(_ index: UInt32, operational: Int64) -> [VariableBinding] {
        [
            VariableBinding(ifIndex.appending(index), .integer(Int64(index))),
            VariableBinding(ifAdminStatus.appending(index), .integer(1)),
            VariableBinding(ifOperStatus.appending(index), .integer(operational)),
        ]
    }

    static func pdu(
        _ name: OID, _ variables: [VariableBinding] = [], ticks: UInt32 = 1_000, identifier: Int32 = 1,
        isInform: Bool = false
    ) -> PDU {
        PDU(
            isInform ? .informRequest : .trap, requestIdentifier: identifier,
            variables: [
                VariableBinding(NotificationNames.systemUpTime, .timeTicks(ticks)),
                VariableBinding(NotificationNames.trapName, .objectIdentifier(name)),
            ] + variables)
    }

    static func v2(_ pdu: PDU, community: String = "s3cret") -> [UInt8] {
        SNMPMessage(community: Array(community.utf8), pdu: pdu).encoded()
    }

    static func v1(
        generic: Int64, specific: Int64 = 0, agent: [UInt8] = [192, 0, 2, 1], _ variables: [VariableBinding] = [],
        community: String = "s3cret"
    ) -> [UInt8] {
        let trap = TrapV1(
            enterprise: enterprise, agentAddress: agent, generic: generic, specific: specific, timeStamp: 1_000)
        return SNMPMessage(
            version: .v1, community: Array(community.utf8),
            pdu: PDU(.trapV1(trap), requestIdentifier: 0, variables: variables)
        ).encoded()
    }

    static func bytes(_ pdu: PDU) -> [UInt8] {
        var writer = BERWriter()
        pdu.write(to: &writer)
        return writer.bytes
    }
}

/// A receiver under test; both clocks show the same, in seconds.
final class TestReceiver {
    private var receiver: NotificationReceiver
    init(_ receiver: NotificationReceiver) { self.receiver = receiver }

    func take(
        _ datagram: [UInt8], from source: SocketAddress = Traps.pe1, at now: Int64 = 1
    ) -> [NotificationReceiver.Action] { take(datagram, from: source, atNanoseconds: now * Traps.second) }

    func take(
        _ datagram: [UInt8], from source: SocketAddress = Traps.pe1, atNanoseconds now: Int64
    ) -> [NotificationReceiver.Action] { receiver.receive(datagram, from: source, wallNanoseconds: now, at: now) }

    func counters(at now: Int64 = 1) -> TrapPicture.Counters { picture(at: now).counters }
    func picture(at now: Int64 = 1) -> TrapPicture {
        receiver.picture(address: ":162", at: now * Traps.second)
    }
}

extension [NotificationReceiver.Action] {
    var delivered: [Notification] {
        compactMap { if case .deliver(let notification, _) = $0 { notification } else { nil } }
    }
    var devices: [Int] { compactMap { if case .deliver(_, let device) = $0 { device } else { nil } } }
    var replies: [[UInt8]] { compactMap { if case .reply(let bytes) = $0 { bytes } else { nil } } }
}
