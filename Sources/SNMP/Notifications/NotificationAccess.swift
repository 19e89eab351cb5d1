import Metro
import Sockets

/// Who may send notifications, the secrets read and the names resolved.
public struct NotificationAccess: Sendable {
    public struct Device: Sendable {
        public var id: DeviceID
        /// Where it sends from; ports do not matter.
        public var addresses: [SocketAddress]
        /// Those that it is polled with; `nil` where they could not be read.
        public var credentials: SNMPCredentials?
        /// Who polls it, if anybody.
        public var poller: (any PolledInterfaces)?

        public init(
            id: DeviceID, addresses: [SocketAddress], credentials: SNMPCredentials?,
            poller: (any PolledInterfaces)? = nil
        ) {
            self.id = id
            self.addresses = addresses
            self.credentials = credentials
            self.poller = poller
        }
    }
    public var devices: [Device]
    /// Which any device may use beside its own.
    public var communities: [Community]
    public var users: [USMUser]
    /// Addresses without port that may speak for a device of the inventory, which they name by agent-addr or
    /// snmpTrapAddress.
    public var forwarders: Set<SocketAddress>
    /// Of this receiver, for informs (RFC 3411 §5).
    public var engineID: [UInt8]
    public var engineBoots: Int32
    /// What an operator should know of how this came about.
    public var notes: [String]

    public init(
        devices: [Device], communities: [Community] = [], users: [USMUser] = [],
        forwarders: Set<SocketAddress> = [], engineID: [UInt8], engineBoots: Int32, notes: [String] = []
    ) {
        self.devices = devices
        self.communities = communities
        self.users = users
        self.forwarders = forwarders
        self.engineID = engineID
        self.engineBoots = engineBoots
        self.notes = notes
    }

    /// The receiver's users and those that devices are polled with, each once.
    var allUsers: [USMUser] {
        var known: Set<USMUser> = []
        let ofDevices = devices.compactMap { device -> USMUser? in
            if case .user(let user) = device.credentials { user } else { nil }
        }
        return (users + ofDevices).filter { known.insert($0).inserted }
    }
}

/// What a receiver takes and keeps.
public struct NotificationLimits: Sendable {
    public var source = TokenBucket.Size(perSecond: 100, burst: 500)
    public var all = TokenBucket.Size(perSecond: 2_000, burst: 10_000)
    /// Addresses remembered that are not of the inventory.
    public var strangers = 1_024
    /// Informs remembered, so that one that is sent again is not delivered again.
    public var informs = 4_096
    public var unknown = TrapPicture.maximumUnknown

    public init() {}
}

/// What the poller of a device knows of it, for those who hear of it otherwise. Answers come at once, from any thread.
public protocol PolledInterfaces: Sendable {
    /// The subject of the interface with that ifIndex; `nil` before the first walk and for interfaces that nothing uses.
    func subject(ofInterface ifIndex: UInt32) -> UInt32?
    /// sysUpTime as last polled, hundredths of a second; `nil` before that.
    var lastAgentTicks: UInt32? { get }
}
