import Metro

/// What one poll of a device found.
public struct InterfaceTable: Hashable, Sendable {
    /// sysName, decoded; `nil` where the agent has none.
    public var systemName: String?
    public var engineBoots: UInt32?
    /// sysUpTime in hundredths of a second, at the first and the last answer that carried it.
    public var firstAgentTicks: UInt32?
    public var lastAgentTicks: UInt32?
    /// ifTableLastChange, hundredths of a second of the agent's clock, and ifNumber, when the walk began; `nil` where
    /// the agent has none.
    public var tableLastChangeTicks: UInt32?
    public var interfaceCount: UInt32?
    /// By ascending ifIndex.
    public var rows: [InterfaceRow]
    /// What the agent does that an operator should know, one short sentence each.
    public var oddities: [String]

    public init(
        systemName: String? = nil, engineBoots: UInt32? = nil, firstAgentTicks: UInt32? = nil,
        lastAgentTicks: UInt32? = nil, tableLastChangeTicks: UInt32? = nil, interfaceCount: UInt32? = nil,
        rows: [InterfaceRow], oddities: [String] = []
    ) {
        self.systemName = systemName
        self.engineBoots = engineBoots
        self.firstAgentTicks = firstAgentTicks
        self.lastAgentTicks = lastAgentTicks
        self.tableLastChangeTicks = tableLastChangeTicks
        self.interfaceCount = interfaceCount
        self.rows = rows
        self.oddities = oddities
    }
}

/// One interface (RFC 2863). Text is decoded and free of control characters.
@dynamicMemberLookup
public struct InterfaceRow: Hashable, Sendable {
    public var ifIndex: UInt32
    /// ifName; ifDescr where that is empty or missing; `ifIndex N` where both are.
    public var name: String
    /// ifName as the agent has it.
    public var ifName: String?
    public var description: String?
    public var alias: String
    /// `nil` where the agent does not say, or says what RFC 2863 does not know.
    public var adminStatus: OperationalStatus?
    public var readings: InterfaceReadings
    /// What the device does with this interface that an operator should know, one short sentence each.
    public var oddities: [String]
    /// As the agent sent them.
    var cells: InterfaceCells

    public subscript<Value>(dynamicMember member: WritableKeyPath<InterfaceReadings, Value>) -> Value {
        get { readings[keyPath: member] }
        set { readings[keyPath: member] = newValue }
    }
}

/// A counter with the agent's clock of the same answer.
public struct CounterReading: Hashable, Sendable {
    public var value: UInt64
    /// Counts modulo 2³², not 2⁶⁴.
    public var is32Bit: Bool
    /// sysUpTime, hundredths of a second; `nil` where the agent has none.
    public var agentTicks: UInt32?
    /// When the answer was received, wall clock, nanoseconds.
    public var receivedNanoseconds: Int64

    public init(value: UInt64, is32Bit: Bool, agentTicks: UInt32?, receivedNanoseconds: Int64) {
        self.value = value
        self.is32Bit = is32Bit
        self.agentTicks = agentTicks
        self.receivedNanoseconds = receivedNanoseconds
    }
}
