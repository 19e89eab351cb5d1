import Collecting
import Configuration
import Metro
import SNMP
import Sockets

/// What `haomiao discover` is told.
public struct DiscoveryRequest: Sendable {
    /// Addresses or names, with a port or without.
    public var seeds: [String] = []
    /// Where neighbours may be asked; empty: in the seeds' own /24 or /64.
    public var ranges: [AddressRange] = []
    public var maximumDevices = 500
    public var maximumHops = 8
    public var parallel = 32
    public var port: UInt16 = 161
    public var limitSeconds = 600
    public var timeoutMilliseconds = 2_000
    public var retries = 1
    /// What to ask with; the inventory's own come after these.
    public var securities: [SNMPSecurity] = []
    /// To compare with; its devices are seeds too.
    public var inventory: Inventory?

    public init() {}
}

/// Surveys a network from its seeds, for `haomiao discover`.
public enum NetworkDiscovery {
    /// Credentials that are tried at one address, so that a silent one costs a bounded time.
    static let credentialLimit = 4

    /// `progress` hears a line for each device. Throws `CollectorError` where nothing can be asked, and
    /// `CancellationError`.
    public static func run(
        _ request: DiscoveryRequest, time: any TimeSource = SystemTime(), progress: @Sendable (String) -> Void
    ) async throws -> DiscoveredNetwork {
        let transport = SNMPDispatcher(loop: try ReadinessLoop(), time: time)
        return try await run(request, transport: transport, time: time, progress: progress)
    }

    static func run(
        _ request: DiscoveryRequest, transport: any SNMPTransport, time: any TimeSource,
        progress: @Sendable (String) -> Void
    ) async throws -> DiscoveredNetwork {
        let members = try await members(of: request.inventory, progress)
        var seeds: [SocketAddress] = []
        for seed in request.seeds { seeds.append(try await address(seed, port: request.port)) }
        seeds += members.keys.sorted()
        guard !seeds.isEmpty else {
            throw CollectorError(
                .system, "there is nothing to begin with",
                advice: "name a device with --seed, or an inventory with devices that have snmp")
        }
        var settings = Discovery.Settings()
        settings.limits.devices = request.maximumDevices
        settings.limits.hops = request.maximumHops
        settings.limits.port = request.port
        settings.limits.ranges = request.ranges.isEmpty ? defaultRanges(seeds) : request.ranges
        settings.parallel = request.parallel
        settings.limitNanoseconds = Int64(clamping: request.limitSeconds) &* 1_000_000_000
        settings.timeoutMilliseconds = request.timeoutMilliseconds
        settings.retries = request.retries
        let ring = try KeyRing(request, progress)
        let outcome = try await Discovery.run(
            seeds: seeds, settings: settings, transport: transport, time: time,
            credentials: { ring.credentials(for: members[$0]) },
            progress: { progress(line($0)) })
        return DiscoveredNetwork(
            outcome, inventory: request.inventory, members: members.mapValues(\.id),
            securities: outcome.credentials.compactMapValues { ring.security(of: $0) })
    }

    /// IPv4: the /24, IPv6: the /64 around each seed.
    static func defaultRanges(_ seeds: [SocketAddress]) -> [AddressRange] {
        var known: Set<String> = []
        return seeds.map { AddressRange($0, prefixLength: $0.family == .ipv4 ? 24 : 64) }
            .filter { known.insert($0.description).inserted }
    }

    private static func members(
        of inventory: Inventory?, _ progress: @Sendable (String) -> Void
    ) async throws -> [SocketAddress: Device] {
        var members: [SocketAddress: Device] = [:]
        for device in inventory?.devices ?? [] {
            guard let access = device.snmp else { continue }
            do {
                members[try await address(access.host, port: access.port)] = device
            } catch let error as CollectorError {
                progress("\(device.id): \(error)")
            }
        }
        return members
    }

    private static func address(_ text: String, port: UInt16) async throws -> SocketAddress {
        if let numeric = try? SocketAddress(parsing: text, defaultPort: port) { return numeric }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        let ownPort = parts.count == 2 ? UInt16(parts[1]) : nil
        do {
            let found = try await SocketAddress.resolve(
                host: ownPort == nil ? text : String(parts[0]), port: ownPort ?? port)
            if let first = found.first { return first }
            throw CollectorError(.system, "\(text) has no address", advice: "check the host name and the resolver")
        } catch let error as SocketError {
            throw CollectorError(.system, error.description, advice: "check the host name and the resolver")
        }
    }

    private static func line(_ progress: Discovery.Progress) -> String {
        switch progress {
        case .answered(let address, let name, let interfaces, let neighbours):
            "\(address)  \(name.isEmpty ? "no sysName" : name)  \(interfaces) interfaces, \(neighbours) neighbours"
        case .silent(let address, let reason): "\(address)  \(reason)"
        }
    }
}

/// The credentials that there are, their secrets read once.
private struct KeyRing: Sendable {
    private var keys: [(security: SNMPSecurity, credentials: SNMPCredentials)] = []

    /// A secret that the request itself names must be there; one of the inventory is left out with a word.
    init(_ request: DiscoveryRequest, _ progress: (String) -> Void) throws(CollectorError) {
        for security in request.securities { keys.append((security, try SNMPCredentials(security))) }
        for security in (request.inventory?.devices ?? []).compactMap({ $0.snmp?.security }) {
            guard !keys.contains(where: { $0.security == security }) else { continue }
            do throws(CollectorError) {
                keys.append((security, try SNMPCredentials(security)))
            } catch {
                progress("\(error)")
            }
        }
        if keys.isEmpty { keys.append((.community(nil), .community(.wellKnown))) }
    }

    /// A device of the inventory is asked with its own alone: a community is not for everybody's ears.
    func credentials(for device: Device?) -> [SNMPCredentials] {
        if let security = device?.snmp?.security, let own = keys.first(where: { $0.security == security }) {
            return [own.credentials]
        }
        return keys.prefix(NetworkDiscovery.credentialLimit).map(\.credentials)
    }

    func security(of credentials: SNMPCredentials) -> SNMPSecurity? {
        keys.first { $0.credentials == credentials }?.security
    }
}
