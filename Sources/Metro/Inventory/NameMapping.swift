/// From names of another program to ours: which tag is the device, which the interface, which field is which metric.
/// Presets are values of this type too (`NameMapping.presets` in module Mapping).
public struct NameMapping: Hashable, Sendable {
    /// What a foreign field tells of an interface, or of a path.
    public enum Quantity: String, Sendable, CaseIterable, BitwiseCopyable {
        case inOctets = "in_octets"
        case outOctets = "out_octets"
        case inErrors = "in_errors"
        case outErrors = "out_errors"
        case inDiscards = "in_discards"
        case outDiscards = "out_discards"
        case speed
        /// IF-MIB ifOperStatus, as a number or a word (`UP`, `lowerLayerDown`).
        case operationalStatus = "oper_status"
        /// When the counters started anew: an instant.
        case lastClear = "last_clear"
        case alias
        /// dBm after `unit`.
        case receivePower = "rx_power"
        case transmitPower = "tx_power"
    }
    /// What its numbers count.
    public enum Unit: String, Sendable, CaseIterable, BitwiseCopyable {
        case none
        case octets, bits
        case bitsPerSecond = "bit/s"
        case kilobitsPerSecond = "kbit/s"
        case megabitsPerSecond = "Mbit/s"
        case gigabitsPerSecond = "Gbit/s"
        case octetsPerSecond = "octet/s"
        case decibelMilliwatt = "dBm"
        case hundredthDecibelMilliwatt = "0.01dBm"
        case milliwatt = "mW"
        case seconds = "s"
        case nanoseconds = "ns"
    }
    public enum Kind: String, Sendable, CaseIterable, BitwiseCopyable {
        /// 64 bits wide.
        case counter
        case counter32
        case gauge
    }
    /// How a tag's value becomes a name.
    public enum TagReading: String, Sendable, CaseIterable {
        case whole
        /// `10.0.0.1:57400` → `10.0.0.1`.
        case withoutPort = "without_port"
        /// `pe1.example.net` → `pe1`.
        case firstLabel = "first_label"
    }
    public enum InterfaceKey: String, Sendable, CaseIterable {
        case name, alias, index
    }
    public struct DeviceTag: Hashable, Sendable {
        public var tag: String
        public var reading: TagReading
        public init(_ tag: String, _ reading: TagReading = .whole) {
            self.tag = tag
            self.reading = reading
        }
    }
    public struct InterfaceTag: Hashable, Sendable {
        public var tag: String
        public var key: InterfaceKey
        public init(_ tag: String, _ key: InterfaceKey = .name) {
            self.tag = tag
            self.key = key
        }
    }
    public struct Rule: Hashable, Sendable {
        /// Influx measurement, Prometheus metric, gnmic subscription; `nil`: any. `*` stands for any text.
        public var group: String?
        /// Influx or JSON field, or gNMI path without keys and module names; empty where the format has none. `*` stands
        /// for any text.
        public var field: String
        public var quantity: Quantity
        public var unit: Unit
        public var kind: Kind

        public init(group: String? = nil, field: String, _ quantity: Quantity, _ unit: Unit = .none, _ kind: Kind) {
            self.group = group
            self.field = field
            self.quantity = quantity
            self.unit = unit
            self.kind = kind
        }
    }

    public let id: String
    /// Looked for in this order.
    public var devices: [DeviceTag]
    public var interfaces: [InterfaceTag]
    /// The first that fits decides.
    public var rules: [Rule]

    public init(id: String, devices: [DeviceTag], interfaces: [InterfaceTag], rules: [Rule]) {
        self.id = id
        self.devices = devices
        self.interfaces = interfaces
        self.rules = rules
    }

    /// Names of the presets, which stand in module Mapping.
    public static let presetNames = [
        "openconfig", "if-mib-telegraf", "if-mib-snmp-exporter", "cisco-xr", "nokia-srlinux", "nokia-sros",
        "huawei-ifm",
    ]
}

extension NameMapping.Quantity {
    /// What its values can be, the usual one first.
    public var kinds: [NameMapping.Kind] {
        switch self {
        case .inOctets, .outOctets: [.counter, .counter32, .gauge]
        case .inErrors, .outErrors, .inDiscards, .outDiscards: [.counter, .counter32]
        case .speed, .operationalStatus, .lastClear, .alias, .receivePower, .transmitPower: [.gauge]
        }
    }

    /// What they can count, the usual one first. A gauge of octets is a rate.
    public func units(_ kind: NameMapping.Kind) -> [NameMapping.Unit] {
        let rates: [NameMapping.Unit] = [
            .bitsPerSecond, .kilobitsPerSecond, .megabitsPerSecond, .gigabitsPerSecond, .octetsPerSecond,
        ]
        return switch self {
        case .inOctets, .outOctets: kind == .gauge ? rates : [.octets, .bits]
        case .inErrors, .outErrors, .inDiscards, .outDiscards, .operationalStatus, .alias: [.none]
        case .speed: rates
        case .lastClear: [.nanoseconds, .seconds, .none]
        case .receivePower, .transmitPower: [.decibelMilliwatt, .hundredthDecibelMilliwatt, .milliwatt]
        }
    }
}
