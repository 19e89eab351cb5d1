import Metro

/// What the transceiver of one interface would say: light as its span lets it arrive, with the noise of such meters.
struct SimulatedOptics: Sendable {
    private let key: UInt64
    /// dBm.
    private let sent: Double
    private let arriving: Double
    private let celsius: Double

    /// G.652 fibre at 1550 nm with its splices, dB/km; behind so much loss a span has amplifiers.
    private static let lossPerKilometre = 0.22
    private static let longestSpanLoss = 15.0

    /// `link`: the interface is one of its ends; `nil` for exit ports, whose far end is not of this city.
    init(_ interface: InterfaceReference, of link: Link?, seed: UInt64) {
        func laser(_ end: String) -> Double { SplitMix.number(seed, "laser \(end)", in: -1.5...2.5) }
        key = SplitMix.key(seed, "light \(interface)")
        sent = laser("\(interface)")
        celsius = SplitMix.number(seed, "module \(interface)", in: 36...52)
        guard let link else {
            arriving = SplitMix.number(seed, "patch \(interface)", in: -6...(-2))
            return
        }
        let far = link.a == interface ? link.b : link.a
        let glass = min((link.fibreKilometres ?? 10) * Self.lossPerKilometre, Self.longestSpanLoss)
        arriving = laser("\(far)") - glass - SplitMix.number(seed, "connectors \(link.id)", in: 0.6...2)
    }

    /// `step`: number of the reading; equal numbers, equal figures.
    func reading(_ step: Int64, isDark: Bool, wallNanoseconds: Int64) -> InterfaceOptics {
        func noise(_ salt: UInt64, _ amplitude: Double) -> Double {
            amplitude * (2 * SplitMix.unit(SplitMix.bits(key ^ salt, UInt64(bitPattern: step))) - 1)
        }
        return InterfaceOptics(
            receivedPowerDBm: isDark ? .missing(.noLight) : .known(arriving + noise(1, 0.15)),
            transmittedPowerDBm: .known(sent + noise(2, 0.05)), temperatureCelsius: .known(celsius + noise(3, 0.6)),
            timeNanoseconds: wallNanoseconds)
    }
}

/// What a simulated device would say of itself.
struct SimulatedChassis: Sendable {
    private let key: UInt64
    private let load: Double
    private let inlet: Double

    init(_ device: DeviceID, seed: UInt64) {
        key = SplitMix.key(seed, "chassis \(device)")
        load = SplitMix.number(seed, "load \(device)", in: 0.06...0.3)
        inlet = SplitMix.number(seed, "inlet \(device)", in: 22...31)
    }

    func reading(_ step: Int64, wallNanoseconds: Int64) -> DeviceSensors {
        func chance(_ salt: UInt64) -> Double {
            SplitMix.unit(SplitMix.bits(key ^ salt, UInt64(bitPattern: step)))
        }
        return DeviceSensors(
            processorLoad: .known(load + 0.12 * chance(1)), processors: 2,
            temperatures: [
                DeviceSensors.Temperature(name: "Routing engine", celsius: inlet + 26 + 2 * chance(2)),
                DeviceSensors.Temperature(name: "Inlet", celsius: inlet + 0.5 * chance(3)),
            ], timeNanoseconds: wallNanoseconds)
    }
}
