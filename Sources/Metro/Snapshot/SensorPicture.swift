/// What the transceiver of one interface says of its light.
public struct InterfaceOptics: Hashable, Sendable {
    /// Older figures say nothing of now: three rounds of reading.
    public static let validNanoseconds: Int64 = 900_000_000_000

    /// Optical power that arrives, dBm; of several lanes the weakest, and missing when one of them has no light.
    public var receivedPowerDBm: Reading<Double>
    /// Optical power that is sent, dBm; of several lanes the weakest.
    public var transmittedPowerDBm: Reading<Double>
    /// Of the module, °C.
    public var temperatureCelsius: Reading<Double>
    /// Lanes of the received light that the device tells apart, 1 where it has one figure.
    public var lanes: Int
    /// When it was read, wall clock, nanoseconds.
    public var timeNanoseconds: Int64

    public init(
        receivedPowerDBm: Reading<Double>, transmittedPowerDBm: Reading<Double>,
        temperatureCelsius: Reading<Double> = .missing(.columnAbsent), lanes: Int = 1, timeNanoseconds: Int64
    ) {
        self.receivedPowerDBm = receivedPowerDBm
        self.transmittedPowerDBm = transmittedPowerDBm
        self.temperatureCelsius = temperatureCelsius
        self.lanes = lanes
        self.timeNanoseconds = timeNanoseconds
    }
}

/// What a device says of itself: load and temperatures.
public struct DeviceSensors: Hashable, Sendable {
    public struct Temperature: Hashable, Sendable {
        /// entPhysicalName or entPhysicalDescr, decoded.
        public var name: String
        public var celsius: Double

        public init(name: String, celsius: Double) {
            self.name = name
            self.celsius = celsius
        }
    }
    /// Most temperatures that are kept.
    public static let maximumTemperatures = 32

    /// Mean of hrProcessorLoad over the processors, 0 … 1.
    public var processorLoad: Reading<Double>
    public var processors: Int
    /// Hottest first; those of transceivers are with their interfaces.
    public var temperatures: [Temperature]
    /// When it was read, wall clock, nanoseconds.
    public var timeNanoseconds: Int64

    public init(
        processorLoad: Reading<Double> = .missing(.columnAbsent), processors: Int = 0,
        temperatures: [Temperature] = [], timeNanoseconds: Int64
    ) {
        self.processorLoad = processorLoad
        self.processors = processors
        self.temperatures = temperatures
        self.timeNanoseconds = timeNanoseconds
    }
}
