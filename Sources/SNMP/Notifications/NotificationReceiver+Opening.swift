import Metro
import Sockets

/// What a datagram is counted as where it is not a notification of somebody who may send.
struct NotificationRefusal: Error {
    let counter: WritableKeyPath<TrapPicture.Counters, UInt64> & Sendable
    /// What the sender is told.
    var reply: [UInt8]?

    init(_ counter: WritableKeyPath<TrapPicture.Counters, UInt64> & Sendable, reply: [UInt8]? = nil) {
        self.counter = counter
        self.reply = reply
    }
    init(_ error: BERError) {
        if case .unsupportedPDU = error.kind { self.init(\.unexpected) } else { self.init(\.malformed) }
    }
}

/// A notification with what it proves its sender by.
struct OpenedNotification: Sendable {
    enum Proof: Sendable {
        case community(Community)
        case user(USMPeer)
    }
    let pdu: PDU
    let notification: Notification
    let proof: Proof

    init(_ pdu: PDU, _ version: Notification.Version, _ proof: Proof) throws(NotificationRefusal) {
        self.pdu = pdu
        self.proof = proof
        do throws(Notification.Flaw) {
            notification = try Notification(pdu, version: version)
        } catch {
            throw NotificationRefusal(error == .unexpected ? \.unexpected : \.malformed)
        }
    }
}

extension NotificationReceiver {
    /// `host`, and the devices there: who can have sent it.
    mutating func open(
        _ datagram: [UInt8], _ host: SocketAddress, _ candidates: [Int], at now: Int64
    ) throws(NotificationRefusal) -> OpenedNotification {
        if Self.version(of: datagram) == Self.version3 {
            return try openSecured(datagram, host, candidates, at: now)
        }
        let message: SNMPMessage
        do throws(BERError) {
            message = try SNMPMessage(decoding: datagram)
        } catch {
            throw NotificationRefusal(error)
        }
        return try OpenedNotification(
            message.pdu, message.version == .v1 ? .v1 : .v2c, .community(Community(message.community)))
    }
    private static let version3: Int64 = 3

    /// `nil` where there is none.
    private static func version(of datagram: [UInt8]) -> Int64? {
        var outer = BERReader(datagram)
        guard var message = try? outer.nested(BERTag.sequence) else { return nil }
        return try? message.integer()
    }

    private mutating func openSecured(
        _ datagram: [UInt8], _ host: SocketAddress, _ candidates: [Int], at now: Int64
    ) throws(NotificationRefusal) -> OpenedNotification {
        let isForwarder = access.forwarders.contains(host)
        let before = engine.counters
        let opened: (pdu: PDU, peer: USMPeer)?
        var reply: [UInt8]?
        do throws(BERError) {
            let reception = try engine.receive(datagram, at: now) { [access] user in
                isForwarder || access.users.contains(user)
                    || candidates.contains { access.devices[$0].credentials == .user(user) }
            }
            switch reception {
            case .pdu(let bytes, let range, let peer): opened = (try PDU(in: bytes, at: range), peer)
            case .report(let report): (opened, reply) = (nil, report)
            case .ignored: opened = nil
            }
        } catch {
            throw NotificationRefusal(error)
        }
        guard let opened else { throw .reported(before, engine.counters, reply: reply) }
        return try OpenedNotification(opened.pdu, .v3, .user(opened.peer))
    }

    /// The device that may have sent it. Several devices can share an address, and forwarders speak for many.
    func sender(
        of opened: OpenedNotification, _ host: SocketAddress, _ candidates: [Int]
    ) throws(NotificationRefusal) -> Int {
        var named = candidates
        if access.forwarders.contains(host), let address = opened.notification.agentAddress,
            let found = places[address]
        {
            named = found
        }
        guard !named.isEmpty else { throw NotificationRefusal(\.unknownSource) }
        let entitled = named.filter { isEntitled(access.devices[$0], opened.proof) }
        guard let device = entitled.first else {
            switch opened.proof {
            case .community: throw NotificationRefusal(\.wrongCommunity)
            // A name alone proves nothing, and is no secret.
            case .user(let peer): throw NotificationRefusal(peer.level < .authNoPriv ? \.lowLevel : \.unknownUser)
            }
        }
        guard entitled.count == 1 else { throw NotificationRefusal(\.ambiguous) }
        return device
    }

    /// A trap is signed by its sender's engine, not by its address: once an engine has spoken for a device, what it
    /// signed is not taken from the address of another. So nobody can play one device's traps as another's.
    mutating func pin(
        _ opened: OpenedNotification, to device: Int, _ host: SocketAddress
    ) throws(NotificationRefusal) {
        guard case .user(let peer) = opened.proof, peer.engineID != engine.engineID,
            !access.forwarders.contains(host)
        else { return }
        guard let owner = engines.values[peer.engineID] else {
            engines.keep(device, for: peer.engineID)
            return
        }
        guard owner == device else { throw NotificationRefusal(\.outsideTimeWindow) }
    }

    private func isEntitled(_ device: NotificationAccess.Device, _ proof: OpenedNotification.Proof) -> Bool {
        switch proof {
        case .community(let community):
            access.communities.contains(community) || device.credentials == .community(community)
        case .user(let peer):
            peer.level >= .authNoPriv && (access.users.contains(peer.user) || device.credentials == .user(peer.user))
        }
    }

    /// The response that ends an inform (RFC 3416 §4.2.7): its own variables, by the way that it came.
    func answer(to opened: OpenedNotification, at now: Int64) -> [UInt8]? {
        let response = PDU(
            .response(.noError, errorIndex: 0), requestIdentifier: opened.pdu.requestIdentifier,
            variables: opened.pdu.variables)
        switch opened.proof {
        case .community(let community):
            return SNMPMessage(community: community.bytes, pdu: response).encoded()
        case .user(let peer):
            var writer = BERWriter()
            response.write(to: &writer)
            return try? engine.message(writer.bytes, to: peer, at: now)
        }
    }
}

extension NotificationRefusal {
    /// By the counter that the engine has just raised.
    fileprivate static func reported(
        _ before: USMEngine.Counters, _ after: USMEngine.Counters, reply: [UInt8]?
    ) -> NotificationRefusal {
        if after.unknownEngines != before.unknownEngines { return NotificationRefusal(\.discoveries, reply: reply) }
        if after.unknownUsers != before.unknownUsers { return NotificationRefusal(\.unknownUser, reply: reply) }
        if after.wrongDigests != before.wrongDigests { return NotificationRefusal(\.wrongDigest, reply: reply) }
        if after.unsupportedLevels != before.unsupportedLevels { return NotificationRefusal(\.lowLevel, reply: reply) }
        if after.notInTimeWindows != before.notInTimeWindows {
            return NotificationRefusal(\.outsideTimeWindow, reply: reply)
        }
        if after.decryptionErrors != before.decryptionErrors {
            return NotificationRefusal(\.undecryptable, reply: reply)
        }
        return NotificationRefusal(\.malformed, reply: reply)
    }
}
