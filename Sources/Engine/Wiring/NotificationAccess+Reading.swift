import Collecting
import Configuration
import Foundation
import Metro
import SNMP
import Sockets

extension NotificationAccess {
    /// Names resolved at once.
    private static let lookups = 16
    /// Devices named in notes, one a line.
    private static let noted = 8

    /// Reads secrets and resolves names, now. A device whose secret or name cannot be read costs its own notifications
    /// and is noted; the receiver's own secrets and forwarders throw `CollectorError`.
    init(
        reading settings: CollectorSettings.Traps, devices: [Metro.Device], polled: PolledDevices,
        wallNanoseconds: Int64
    ) async throws {
        let own = try settings.community.map { Community(try $0.read().bytes) }
        let users = try settings.users.map { try USMUser($0) }
        let agents = devices.compactMap { device in device.snmp.map { (device: device, access: $0) } }
        let addresses = try await Self.resolve(settings.forwarders + agents.map(\.access.host))
        var forwarders: Set<SocketAddress> = []
        for forwarder in settings.forwarders {
            guard let found = addresses[forwarder] else {
                throw CollectorError(
                    .system, "the forwarder \(forwarder) has no address", advice: "check collectors.traps.forwarders")
            }
            forwarders.formUnion(found)
        }
        var notes: [String] = []
        let senders = agents.map { agent in
            let id = agent.device.id
            let found = addresses[agent.access.host] ?? []
            if found.isEmpty { notes.append("\(id): \(agent.access.host) has no address, its traps are not taken") }
            var credentials: SNMPCredentials?
            do throws(CollectorError) {
                credentials = try Self.credentials(agent.access.security)
            } catch {
                notes.append("\(id): \(error.message), so its traps are taken with the receiver's secrets only")
            }
            return Device(id: id, addresses: found, credentials: credentials, poller: polled.poller(of: id))
        }
        if notes.count > Self.noted {
            notes = notes.prefix(Self.noted) + ["… and \(notes.count - Self.noted) more of that kind"]
        }
        self.init(
            devices: senders, communities: own.map { [$0] } ?? [], users: users, forwarders: forwarders,
            engineID: Self.engineID(host: ProcessInfo.processInfo.hostName, port: settings.port),
            engineBoots: Self.engineBoots(wallNanoseconds: wallNanoseconds), notes: notes)
    }

    /// What a device is polled with, where that proves anything: the well-known community does not.
    private static func credentials(_ security: SNMPSecurity) throws(CollectorError) -> SNMPCredentials? {
        if case .community(nil) = security { return nil }
        return try SNMPCredentials(security)
    }

    /// Without ports; names that do not resolve are left out.
    private static func resolve(_ hosts: [String]) async throws -> [String: [SocketAddress]] {
        try await withThrowingTaskGroup(of: (String, [SocketAddress]).self) { group in
            var found: [String: [SocketAddress]] = [:]
            var underWay = 0
            for host in Set(hosts) {
                if underWay == lookups, let (name, addresses) = try await group.next() {
                    found[name] = addresses
                    underWay -= 1
                }
                underWay += 1
                group.addTask {
                    do {
                        return (host, try await SocketAddress.resolve(host: host, port: 0))
                    } catch is SocketError {
                        return (host, [])
                    }
                }
            }
            for try await (name, addresses) in group { found[name] = addresses }
            return found.filter { !$0.value.isEmpty }
        }
    }

    /// RFC 3411 §5, SnmpEngineID: the same for one port of one host at every start, so that those who send informs need
    /// not learn it anew. Enterprise 32473 is the one for such as have none (RFC 5612); format 5 is one's own choice of
    /// octets, here a hash (FNV-1a).
    static func engineID(host: String, port: UInt16) -> [UInt8] {
        let hash = "\(host):\(port)".utf8.reduce(0xCBF2_9CE4_8422_2325) { (hash: UInt64, octet) in
            (hash ^ UInt64(octet)) &* 0x100_0000_01B3
        }
        return [0x80, 0x00, 0x7E, 0xD9, 5] + (0..<8).map { UInt8(truncatingIfNeeded: hash >> (8 * $0)) }
    }

    /// snmpEngineBoots has to grow from start to start (RFC 3414 §2.2.2), and nothing here is kept between them: seconds
    /// since 2020 do, while the wall clock is right, until 2088.
    static func engineBoots(wallNanoseconds: Int64) -> Int32 {
        Int32(clamping: max(1, wallNanoseconds / 1_000_000_000 - 1_577_836_800))
    }
}
