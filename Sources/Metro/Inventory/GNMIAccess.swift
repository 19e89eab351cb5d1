/// How to subscribe to a device's gNMI server (openconfig/gnmi specification 0.8 and newer).
public struct GNMIAccess: Hashable, Sendable {
    /// How the connection is protected.
    public enum Transport: Hashable, Sendable {
        /// Server authenticated by `authorities` (PEM file; `nil`: the system's), by `serverName` where it is called
        /// otherwise than `host`; `certificate` and `key` (PEM files) where it asks for ours.
        case tls(authorities: String?, serverName: String?, certificate: String?, key: String?)
        /// Only where somebody asked for it.
        case plainText
    }
    public enum Encoding: String, Sendable, CaseIterable {
        case json
        case jsonIETF = "json_ietf"
        case proto
    }
    public enum Mode: String, Sendable, CaseIterable {
        case sample
        case onChange = "on_change"
        case targetDefined = "target_defined"
    }
    public struct Subscription: Hashable, Sendable {
        /// As in gNMI path strings (`Path`): `/interfaces/interface[name=*]/state/counters`.
        public var path: String
        public var origin: String?
        public var mode: Mode
        /// Of SAMPLE, milliseconds; also how often ON_CHANGE values are told anew while the session lives.
        public var intervalMilliseconds: Int
        /// Of ON_CHANGE: the target tells every value this often, changed or not, milliseconds; `nil`: it is not asked to,
        /// for some targets refuse it.
        public var heartbeatMilliseconds: Int?

        public init(
            path: String, origin: String? = nil, mode: Mode, intervalMilliseconds: Int = 10_000,
            heartbeatMilliseconds: Int? = nil
        ) {
            self.path = path
            self.origin = origin
            self.mode = mode
            self.intervalMilliseconds = intervalMilliseconds
            self.heartbeatMilliseconds = heartbeatMilliseconds
        }
    }
    public enum List: String, Sendable, CaseIterable {
        case stream, once, poll
    }

    public var host: String
    public var port: UInt16
    public var transport: Transport
    public var username: String?
    public var password: SecretReference?
    /// `nil`: the best that the target's Capabilities name.
    public var encoding: Encoding?
    public var list: List
    /// Path target of the prefix, where a gateway speaks for several devices.
    public var target: String?
    public var subscriptions: [Subscription]
    /// Names of mappings (`NameMapping.id`) in their order; empty: `openconfig`.
    public var mappings: [String]
    /// For one answer, milliseconds.
    public var timeoutMilliseconds: Int

    public init(
        host: String, port: UInt16 = 9339,
        transport: Transport = .tls(authorities: nil, serverName: nil, certificate: nil, key: nil),
        username: String? = nil, password: SecretReference? = nil, encoding: Encoding? = nil, list: List = .stream,
        target: String? = nil, subscriptions: [Subscription] = [], mappings: [String] = [],
        timeoutMilliseconds: Int = 10_000
    ) {
        self.host = host
        self.port = port
        self.transport = transport
        self.username = username
        self.password = password
        self.encoding = encoding
        self.list = list
        self.target = target
        self.subscriptions = subscriptions
        self.mappings = mappings
        self.timeoutMilliseconds = timeoutMilliseconds
    }
}

extension GNMIAccess {
    /// For people.
    public var address: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

    /// How far readings lie apart: the shortest interval that is asked for.
    public var intervalMilliseconds: Int {
        let sampled = subscriptions.filter { list != .stream || $0.mode == .sample }
        return (sampled.isEmpty ? subscriptions : sampled).map(\.intervalMilliseconds).min() ?? 10_000
    }

    /// Something comes this often, if the target does what it is asked for; `nil` where nothing promises it.
    public var promisedMilliseconds: Int? {
        subscriptions.compactMap { $0.mode == .sample ? $0.intervalMilliseconds : $0.heartbeatMilliseconds }.min()
    }
}
