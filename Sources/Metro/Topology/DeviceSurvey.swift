/// What one device says of itself, its interfaces and its neighbours. Text is decoded and free of control characters.
public struct DeviceSurvey: Hashable, Sendable {
    public struct Interface: Hashable, Sendable {
        public var ifIndex: UInt32
        /// ifName; ifDescr where that is empty or missing; `ifIndex N` where both are.
        public var name: String
        public var ifName: String?
        public var description: String?
        public var alias: String
        /// `nil` where it is unknown or cannot be believed.
        public var speedBitsPerSecond: UInt64?
        /// ifType (IANAifType-MIB).
        public var type: Int?
        public var operationalStatus: OperationalStatus?
        /// `00:1c:73:b4:fd:69`.
        public var physicalAddress: String?

        public init(
            ifIndex: UInt32, name: String, ifName: String? = nil, description: String? = nil, alias: String = "",
            speedBitsPerSecond: UInt64? = nil, type: Int? = nil, operationalStatus: OperationalStatus? = nil,
            physicalAddress: String? = nil
        ) {
            self.ifIndex = ifIndex
            self.name = name
            self.ifName = ifName
            self.description = description
            self.alias = alias
            self.speedBitsPerSecond = speedBitsPerSecond
            self.type = type
            self.operationalStatus = operationalStatus
            self.physicalAddress = physicalAddress
        }
    }

    /// A port as the device's own LLDP agent numbers and names it.
    public struct Port: Hashable, Sendable {
        /// lldpLocPortNum; often the ifIndex, not always.
        public var number: UInt32
        public var identifier: LLDPIdentifier?
        public var description: String

        public init(number: UInt32, identifier: LLDPIdentifier? = nil, description: String = "") {
            self.number = number
            self.identifier = identifier
            self.description = description
        }
    }

    /// Another device as this one hears it on one of its ports.
    public struct Neighbour: Hashable, Sendable {
        /// lldpRemLocalPortNum: the number of a `Port`.
        public var localPort: UInt32
        public var chassis: LLDPIdentifier?
        public var port: LLDPIdentifier?
        public var portDescription: String
        public var systemName: String
        /// Management addresses, numeric; in the agent's order.
        public var addresses: [String]
        /// It says that it is a telephone, an access point or a station, and neither bridges nor routes.
        public var isHost: Bool

        public init(
            localPort: UInt32, chassis: LLDPIdentifier? = nil, port: LLDPIdentifier? = nil,
            portDescription: String = "", systemName: String = "", addresses: [String] = [], isHost: Bool = false
        ) {
            self.localPort = localPort
            self.chassis = chassis
            self.port = port
            self.portDescription = portDescription
            self.systemName = systemName
            self.addresses = addresses
            self.isHost = isHost
        }

        /// What people may know it by.
        public var label: String {
            [systemName, addresses.first ?? "", chassis?.text ?? ""].first { !$0.isEmpty } ?? "a nameless neighbour"
        }
        public var portLabel: String {
            let named = port.map { $0.kind == .local || $0.kind == .macAddress ? "" : $0.text } ?? ""
            return [named, portDescription, port?.text ?? ""].first { !$0.isEmpty } ?? "a nameless port"
        }
    }

    /// sysName; empty where the device has none.
    public var systemName: String
    /// lldpLocSysName: what it calls itself to its neighbours; often the same, not always. Empty without LLDP.
    public var announcedName: String
    /// sysDescr.
    public var description: String
    /// sysObjectID, dotted.
    public var objectIdentifier: String
    /// snmpEngineID, hexadecimal.
    public var engine: String?
    public var chassis: LLDPIdentifier?
    /// By ascending ifIndex.
    public var interfaces: [Interface]
    /// By ascending number.
    public var ports: [Port]
    public var neighbours: [Neighbour]
    /// What the agent does that an operator should know.
    public var oddities: [String]

    /// What neighbours may hear it as.
    public var names: [String] { [systemName, announcedName].filter { !$0.isEmpty } }

    public init(
        systemName: String = "", announcedName: String = "", description: String = "", objectIdentifier: String = "",
        engine: String? = nil,
        chassis: LLDPIdentifier? = nil, interfaces: [Interface] = [], ports: [Port] = [],
        neighbours: [Neighbour] = [], oddities: [String] = []
    ) {
        self.systemName = systemName
        self.announcedName = announcedName
        self.description = description
        self.objectIdentifier = objectIdentifier
        self.engine = engine
        self.chassis = chassis
        self.interfaces = interfaces
        self.ports = ports
        self.neighbours = neighbours
        self.oddities = oddities
    }
}
