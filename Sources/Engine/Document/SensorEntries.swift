import Metro

/// A transceiver, as documents have it.
public struct OpticsEntry: Encodable, Sendable {
    public let receivedDbm: Double?
    public let transmittedDbm: Double?
    public let temperatureC: Double?
    public let lanes: Int
    public let time: String
    public let missing: [String: String]

    init(_ optics: InterfaceOptics) {
        var reasons = MissingValues()
        receivedDbm = reasons.take("received_dbm", optics.receivedPowerDBm)
        transmittedDbm = reasons.take("transmitted_dbm", optics.transmittedPowerDBm)
        temperatureC = reasons.take("temperature_c", optics.temperatureCelsius)
        lanes = optics.lanes
        time = SnapshotDocument.text(nanoseconds: optics.timeNanoseconds)
        missing = reasons.words
    }
}

/// A device's own sensors, as documents have them.
public struct SensorsEntry: Encodable, Sendable {
    public struct Temperature: Encodable, Sendable {
        public let name: String
        public let celsius: Double
    }
    public let processorLoad: Double?
    public let processors: Int
    public let temperatures: [Temperature]
    public let time: String
    public let missing: [String: String]

    init(_ sensors: DeviceSensors) {
        var reasons = MissingValues()
        processorLoad = reasons.take("processor_load", sensors.processorLoad)
        processors = sensors.processors
        temperatures = sensors.temperatures.map { Temperature(name: $0.name, celsius: $0.celsius) }
        time = SnapshotDocument.text(nanoseconds: sensors.timeNanoseconds)
        missing = reasons.words
    }
}
