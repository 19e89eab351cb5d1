import Metro
import Sockets

/// Receives traps and informs, without I/O: takes datagrams, says what is to be sent and what is to be acted upon, and
/// counts the rest. Monotonic time comes as `now`.
///
/// Devices of the inventory may send, from their address, with their community or user or with those of the receiver;
/// forwarders may send in their name. What others send is counted and not read. Everything that is kept is bounded.
public struct NotificationReceiver: Sendable {
    public enum Action: Hashable, Sendable {
        /// To where the datagram came from.
        case reply([UInt8])
        /// A notification whose meaning is known, of the device with that place in `devices`.
        case deliver(Notification, device: Int)
    }

    let access: NotificationAccess
    private let limits: NotificationLimits
    /// Devices at an address; several where agents share it.
    let places: [SocketAddress: [Int]]
    var engine: USMEngine
    /// Whose engine each is, by place in `devices`.
    var engines = BoundedTable<[UInt8], Int>(limit: USMEngine.rememberedEngines)
    private var counters = TrapPicture.Counters()
    private var bucket: TokenBucket
    /// Addresses of the inventory and forwarders, from their first datagram on.
    private var senders: [SocketAddress: NotificationSource] = [:]
    private var strangers: RecentTable<SocketAddress, NotificationSource>
    private var informs: RecentInforms
    private var unknown: RecentNotifications

    public init(_ access: NotificationAccess, limits: NotificationLimits = NotificationLimits(), at now: Int64) {
        self.access = access
        self.limits = limits
        var places: [SocketAddress: [Int]] = [:]
        for (place, device) in access.devices.enumerated() {
            for address in Set(device.addresses.map(\.withoutPort)) { places[address, default: []].append(place) }
        }
        self.places = places
        engine = USMEngine(engineID: access.engineID, boots: access.engineBoots, users: access.allUsers, at: now)
        bucket = TokenBucket()
        strangers = RecentTable(capacity: limits.strangers)
        informs = RecentInforms(capacity: limits.informs)
        unknown = RecentNotifications(capacity: limits.unknown)
    }

    /// `wallNanoseconds`: when it was received.
    public mutating func receive(
        _ datagram: [UInt8], from source: SocketAddress, wallNanoseconds: Int64, at now: Int64
    ) -> [Action] {
        counters.received &+= 1
        let host = source.withoutPort
        guard let candidates = places[host] ?? (access.forwarders.contains(host) ? [] : nil) else {
            counters.unknownSource &+= 1
            strangers.update(host, orNew: NotificationSource(host, device: nil, at: now)) {
                $0.count(wallNanoseconds: wallNanoseconds, at: now)
            }
            return []
        }
        guard isAdmitted(host, candidates, wallNanoseconds: wallNanoseconds, at: now) else {
            counters.limited &+= 1
            return []
        }
        do throws(NotificationRefusal) {
            let opened = try open(datagram, host, candidates, at: now)
            let device = try sender(of: opened, host, candidates)
            try pin(opened, to: device, host)
            return take(opened, device, from: source, wallNanoseconds: wallNanoseconds, at: now)
        } catch {
            counters[keyPath: error.counter] &+= 1
            return error.reply.map { [.reply($0)] } ?? []
        }
    }

    /// What was seen so far. `address`: where it listens.
    public mutating func picture(address: String, at now: Int64) -> TrapPicture {
        var sources: [TrapPicture.Source] = []
        for host in senders.keys {
            if let source = senders[host]?.picture(at: now) { sources.append(source) }
        }
        sources += strangers.values.map { value in
            var source = value
            return source.picture(at: now)
        }
        sources.sort {
            ($0.lastTenSeconds, $0.received, $1.address) > ($1.lastTenSeconds, $1.received, $0.address)
        }
        let listed = sources.prefix(TrapPicture.maximumSources)
        return TrapPicture(
            address: address, counters: counters, sources: Array(listed),
            forgottenSources: strangers.forgotten &+ UInt64(sources.count - listed.count),
            unknown: unknown.newestFirst)
    }

    private mutating func isAdmitted(
        _ host: SocketAddress, _ candidates: [Int], wallNanoseconds: Int64, at now: Int64
    ) -> Bool {
        let device = candidates.count == 1 ? access.devices[candidates[0]].id : nil
        var source = senders[host] ?? NotificationSource(host, device: device, at: now)
        defer { senders[host] = source }
        source.count(wallNanoseconds: wallNanoseconds, at: now)
        guard source.bucket.take(limits.source, at: now), bucket.take(limits.all, at: now) else {
            source.refuse()
            return false
        }
        return true
    }

    private mutating func take(
        _ opened: OpenedNotification, _ device: Int, from source: SocketAddress, wallNanoseconds: Int64, at now: Int64
    ) -> [Action] {
        var actions: [Action] = []
        let notification = opened.notification
        if notification.isInform {
            // Unanswered it would come again and again.
            if let answer = answer(to: opened, at: now) {
                counters.informsAnswered &+= 1
                actions.append(.reply(answer))
            }
            let inform = RecentInforms.Inform(
                source: source, requestIdentifier: opened.pdu.requestIdentifier, name: notification.name,
                agentTicks: notification.agentTicks)
            guard informs.isNew(inform, at: now) else {
                counters.duplicates &+= 1
                return actions
            }
        }
        switch notification.version {
        case .v1: counters.version1 &+= 1
        case .v2c: counters.version2 &+= 1
        case .v3: counters.version3 &+= 1
        }
        switch notification.meaning {
        case .unknown:
            counters.unknown &+= 1
            unknown.append(
                TrapPicture.Unknown(
                    timeNanoseconds: wallNanoseconds, source: source.description, device: access.devices[device].id,
                    version: notification.version.rawValue, name: NotificationText.name(notification.name),
                    variables: NotificationText.lines(notification.variables)))
            return actions
        case .start: counters.starts &+= 1
        case .link: counters.links &+= 1
        case .authenticationFailure:
            counters.authenticationFailures &+= 1
            senders[source.withoutPort]?.authenticationFailures &+= 1
        }
        counters.delivered &+= 1
        return actions + [.deliver(notification, device: device)]
    }
}
