import Metro

/// The numbers of one interface that change from poll to poll.
public struct InterfaceReadings: Hashable, Sendable {
    public var speedBitsPerSecond: Reading<UInt64>
    /// `nil` where the agent does not say, or says what RFC 2863 does not know.
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

extension InterfaceReadings {
    /// The one place where cells become numbers, for walk and poll alike. `note` hears what is odd.
    init(_ cells: InterfaceCells, note: (InterfaceOddities.Kind) -> Void) {
        let speed = InterfaceSpeed(highSpeed: cells.number(.highSpeed), speed: cells.number(.speed))
        if let oddity = speed.oddity { note(.speed(oddity)) }
        self.init(
            speedBitsPerSecond: speed.bitsPerSecond, operationalStatus: cells.status(.operationalStatus, note),
            inOctets: cells.octets(.highCapacityInOctets, .inOctets, note),
            outOctets: cells.octets(.highCapacityOutOctets, .outOctets, note),
            inErrors: cells.counter(.inErrors, note), outErrors: cells.counter(.outErrors, note),
            inDiscards: cells.counter(.inDiscards, note), outDiscards: cells.counter(.outDiscards, note),
            discontinuityTicks: cells.ticks(.discontinuityTime))
    }
}
