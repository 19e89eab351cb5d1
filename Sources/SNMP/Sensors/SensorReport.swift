import Metro

/// What a device's sensors say of its interfaces and of itself.
struct SensorReport: Sendable {
    /// By subject; of the interfaces of the inventory that have a transceiver with figures.
    private(set) var optics: [UInt32: InterfaceOptics] = [:]
    /// `nil` where the device has none.
    private(set) var device: DeviceSensors?

    private struct Lanes {
        var received: [Reading<Double>] = []
        var transmitted: [Reading<Double>] = []
        var temperature: Reading<Double>?
    }
    /// °C that something in a rack can have.
    private static let plausibleCelsius = -60.0...200.0

    private let outcome: SensorWalk.Outcome
    private let subjects: [UInt32: UInt32]
    private let names: [String: UInt32]
    private var lanes: [UInt32: Lanes] = [:]
    private var temperatures: [DeviceSensors.Temperature] = []

    /// `entries`: interfaces of the inventory.
    init(_ outcome: SensorWalk.Outcome, _ entries: [InterfacePlan.Entry]) {
        self.outcome = outcome
        subjects = Dictionary(entries.map { ($0.ifIndex, $0.subject) }, uniquingKeysWith: { first, _ in first })
        names = Self.names(entries)
        takeVendor(.huaweiReceived, .huaweiTransmitted, .huaweiTemperature, isByPart: true)
        takeVendor(.h3cReceived, .h3cTransmitted, .h3cTemperature, isByPart: false)
        takeVendor(.juniperReceived, .juniperTransmitted, .juniperTemperature, isByPart: false)
        takeSensors()
        let time = outcome.receivedNanoseconds
        for (subject, lanes) in lanes where !lanes.received.isEmpty || !lanes.transmitted.isEmpty {
            optics[subject] = InterfaceOptics(
                receivedPowerDBm: OpticalPower.weakest(lanes.received),
                transmittedPowerDBm: OpticalPower.weakest(lanes.transmitted),
                temperatureCelsius: lanes.temperature ?? .missing(.columnAbsent),
                lanes: max(1, lanes.received.count), timeNanoseconds: time)
        }
        takeDevice(time)
    }

    /// Names that one interface has, and that are none of the numbers that anything is called by.
    private static func names(_ entries: [InterfacePlan.Entry]) -> [String: UInt32] {
        var names: [String: Set<UInt32>] = [:]
        for entry in entries {
            for label in entry.labels where label.contains(where: \.isLetter) {
                names[label, default: []].insert(entry.subject)
            }
        }
        return names.compactMapValues { $0.count == 1 ? $0.first : nil }
    }

    private func numbers(_ column: SensorColumn) -> [UInt32: Int64] {
        var numbers: [UInt32: Int64] = [:]
        for cell in outcome.cells(column) {
            if let index = cell.index.first, cell.index.count == 1, let number = cell.value.signed {
                numbers[index] = number
            }
        }
        return numbers
    }

    // MARK: Vendors' tables

    private mutating func takeVendor(
        _ received: SensorColumn, _ transmitted: SensorColumn, _ temperature: SensorColumn, isByPart: Bool
    ) {
        let transmitted = numbers(transmitted)
        let temperatures = numbers(temperature)
        for (index, power) in numbers(received) {
            // Exactly 0 of both is an empty cage, not a milliwatt.
            if power == 0, transmitted[index] ?? 0 == 0 { continue }
            guard let subject = isByPart ? subject(ofPart: index) : subjects[index] else { continue }
            var found = Lanes()
            found.received = [OpticalPower.reading(hundredths: power)]
            found.transmitted = transmitted[index].map { [OpticalPower.reading(hundredths: $0)] } ?? []
            found.temperature = temperatures[index].map { celsius($0) }
            lanes[subject] = found
        }
    }

    private func celsius(_ degrees: Int64) -> Reading<Double> { celsius(.known(Double(degrees))) }
    private func celsius(_ reading: Reading<Double>) -> Reading<Double> {
        guard let value = reading.value else { return reading }
        return Self.plausibleCelsius.contains(value) ? reading : .missing(.implausible)
    }

    // MARK: ENTITY-SENSOR

    private mutating func takeSensors() {
        let vendors = Set(lanes.keys)
        let (scales, precisions) = (numbers(.sensorScale), numbers(.sensorPrecision))
        let (values, statuses) = (numbers(.sensorValue), numbers(.sensorStatus))
        var units: [UInt32: String] = [:]
        for cell in outcome.cells(.sensorUnits) {
            if let index = cell.index.first, case .octetString(let octets) = cell.value {
                units[index] = DeviceText.decode(octets)
            }
        }
        for (part, type) in numbers(.sensorType).sorted(by: { $0.key < $1.key }) {
            let sensor = PhysicalSensor(
                type: type, scale: scales[part], precision: precisions[part], value: values[part],
                status: statuses[part], units: units[part])
            guard let sensor else { continue }
            switch (sensor.kind, subject(ofPart: part)) {
            case (.celsius, nil) where isOfTransceiver(part): break
            case (.celsius, let subject?):
                if !vendors.contains(subject) {
                    lanes[subject, default: Lanes()].temperature = celsius(sensor.value)
                }
            case (.celsius, nil):
                if let value = celsius(sensor.value).value {
                    temperatures.append(.init(name: outcome.entities.name(part), celsius: value))
                }
            case (.watts, let subject?), (.dBm, let subject?):
                if !vendors.contains(subject) { takePower(part, sensor, subject) }
            case (.watts, nil), (.dBm, nil): break
            }
        }
    }

    private mutating func takePower(_ part: UInt32, _ sensor: PhysicalSensor, _ subject: UInt32) {
        guard let isReceived = isReceived(part) else { return }
        let reading: Reading<Double> =
            switch (sensor.value, sensor.kind) {
            case (.missing(let reason), _): .missing(reason)
            case (.known(let watts), .watts): OpticalPower.reading(watts: watts)
            case (.known(let dBm), _): OpticalPower.reading(dBm: dBm)
            }
        if isReceived {
            lanes[subject, default: Lanes()].received.append(reading)
        } else {
            lanes[subject, default: Lanes()].transmitted.append(reading)
        }
    }

    /// What the sensor's own name says; `nil` where it speaks of neither, as that of a power supply.
    private func isReceived(_ part: UInt32) -> Bool? {
        for text in outcome.entities.texts(part) {
            let words = Set(text.lowercased().split { !$0.isLetter }.map(String.init))
            if !words.isDisjoint(with: ["rx", "receive", "received", "receiver"]) { return true }
            if !words.isDisjoint(with: ["tx", "transmit", "transmitted", "transmitter"]) { return false }
        }
        return nil
    }

    /// Of an interface that the inventory does not use.
    private func isOfTransceiver(_ part: UInt32) -> Bool {
        if outcome.entities.interface(part) != nil { return true }
        let words = Set(outcome.entities.texts(part).joined(separator: " ").lowercased().split { !$0.isLetter })
        return !words.isDisjoint(with: ["dom", "transceiver", "xcvr", "sfp", "qsfp", "cfp", "xfp", "optical"])
    }

    /// By the device's own mapping of parts to interfaces, else by an interface's name among the words of the part's.
    private func subject(ofPart part: UInt32) -> UInt32? {
        if let ifIndex = outcome.entities.interface(part) { return subjects[ifIndex] }
        for text in outcome.entities.texts(part) {
            if let subject = names[text] { return subject }
            for word in text.split(whereSeparator: { $0.isWhitespace || "(),;\"".contains($0) }) {
                if let subject = names[String(word)] { return subject }
            }
        }
        return nil
    }

    // MARK: The device

    private mutating func takeDevice(_ time: Int64) {
        let loads = numbers(.processorLoad).values.filter { (0...100).contains($0) }
        guard !loads.isEmpty || !temperatures.isEmpty else { return }
        let sum = loads.reduce(0, +)
        device = DeviceSensors(
            processorLoad: loads.isEmpty ? .missing(.columnAbsent) : .known(Double(sum) / Double(100 * loads.count)),
            processors: loads.count,
            temperatures: Array(
                temperatures.sorted { ($1.celsius, $0.name) < ($0.celsius, $1.name) }
                    .prefix(DeviceSensors.maximumTemperatures)),
            timeNanoseconds: time)
    }
}

extension SNMPValue {
    /// A number of an INTEGER or gauge.
    fileprivate var signed: Int64? {
        switch self {
        case .integer(let number): number
        case .gauge32(let number): Int64(exactly: number)
        default: nil
        }
    }
}
