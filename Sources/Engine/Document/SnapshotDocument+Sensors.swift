import Metro

extension SnapshotDocument {
    struct OpticsEntry: Encodable, Sendable {
        let receivedDbm: Double?
        let transmittedDbm: Double?
        let temperatureC: Double?
        let lanes: Int
        let time: String
        let missing: [String: String]

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

    struct SensorsEntry: Encodable, Sendable {
        struct Temperature: Encodable, Sendable {
            let name: String
            let celsius: Double
        }
        let processorLoad: Double?
        let processors: Int
        let temperatures: [Temperature]
        let time: String
        let missing: [String: String]

        init(_ sensors: DeviceSensors) {
            var reasons = MissingValues()
            processorLoad = reasons.take("processor_load", sensors.processorLoad)
            processors = sensors.processors
            temperatures = sensors.temperatures.map { Temperature(name: $0.name, celsius: $0.celsius) }
            time = SnapshotDocument.text(nanoseconds: sensors.timeNanoseconds)
            missing = reasons.words
        }
    }
}
