import Metro

/// What one poll of a device found.
public struct InterfaceTable: Hashable, Sendable {
    /// sysName, decoded; `nil` where the agent has none.
    public var systemName: String?
    public var engineBoots: UInt32?
    /// sysUpTime in hundredths of a second, at the first and the last answer that carried it.
    public var firstAgentTicks: UInt32?
    public var lastAgentTicks: UInt32?
    /// By ascending ifIndex.
    public var rows: [InterfaceRow]
    /// What the agent does that an operator should know, one short sentence each.
    public var oddities: [String]

    public init(
        systemName: String? = nil, engineBoots: UInt32? = nil, firstAgentTicks: UInt32? = nil,
        lastAgentTicks: UInt32? = nil, rows: [InterfaceRow], oddities: [String] = []
    ) {
        self.systemName = systemName
        self.engineBoots = engineBoots
        self.firstAgentTicks = firstAgentTicks
        self.lastAgentTicks = lastAgentTicks
        self.rows = rows
        self.oddities = oddities
    }
}

/// One interface (RFC 2863). Text is decoded and free of control characters.
public struct InterfaceRow: Hashable, Sendable {
    public var ifIndex: UInt32
    /// ifName; ifDescr where that is empty or missing; `ifIndex N` where both are.
    public var name: String
    /// ifName as the agent has it.
    public var ifName: String?
    public var description: String?
    public var alias: String
    public var speedBitsPerSecond: Reading<UInt64>
    /// `nil` where the agent does not say, or says what RFC 2863 does not know.
    public var adminStatus: OperationalStatus?
    public var operationalStatus: OperationalStatus?
    public var inOctets: Reading<CounterReading>
    public var outOctets: Reading<CounterReading>
    public var inErrors: Reading<CounterReading>
    public var outErrors: Reading<CounterReading>
    public var inDiscards: Reading<CounterReading>
    public var outDiscards: Reading<CounterReading>
    /// ifCounterDiscontinuityTime, hundredths of a second of the agent's clock.
    public var discontinuityTicks: UInt32?
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
