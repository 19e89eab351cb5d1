import Metro
import Testing

@testable import SNMP

@Suite("Sensors, RFC 3433")
struct PhysicalSensorTests {
    @Test(
        "value, scale and precision make the figure",
        arguments: [
            (31, 9, 1, 3.1), (31, 9, 0, 31.0), (270, 9, 1, 27.0),
            // 0.6015 mW as an Arista says it, thousandths of a volt, millions of a hertz.
            (6_015, 8, 4, 0.000_601_5), (1_200, 8, 0, 1.2), (2, 11, 0, 2e6),
            // A number of accurate digits moves no point.
            (1_234, 9, -2, 1_234.0), (-5, 9, 0, -5.0), (7, 1, 0, 7e-24), (7, 17, 0, 7e24),
        ])
    func scaled(value: Int64, scale: Int64, precision: Int64, figure: Double) {
        let scaled = PhysicalSensor.scaled(value, scale: scale, precision: precision).value ?? .nan
        #expect(abs(scaled - figure) <= abs(figure) * 1e-15)
    }

    @Test("beyond what can be said, or in no scale or precision of the RFC, it is no figure")
    func impossible() {
        for (value, scale, precision): (Int64, Int64, Int64) in [
            (1_000_000_000, 9, 0), (-1_000_000_000, 9, 0), (.min, 9, 0), (1, 0, 0), (1, 18, 0), (1, 9, 10), (1, 9, -9),
        ] {
            #expect(PhysicalSensor.scaled(value, scale: scale, precision: precision) == .missing(.implausible))
        }
    }

    @Test("a sensor that does not work has no figure; no light is no light; others are not looked at")
    func states() {
        func sensor(_ type: Int64, _ value: Int64, status: Int64 = 1, units: String? = nil) -> PhysicalSensor? {
            PhysicalSensor(type: type, scale: 9, precision: 2, value: value, status: status, units: units)
        }
        #expect(sensor(8, 4_250)?.value == .known(42.5))
        #expect(sensor(8, 4_250, status: 2)?.value == .missing(.sensorFailed))
        #expect(sensor(14, -250)?.value == .known(-2.5) && sensor(1, -250, units: "dBm")?.kind == .dBm)
        #expect(sensor(1, -250) == nil && sensor(10, 6_000) == nil && sensor(4, 12) == nil)
        #expect(sensor(6, -1_000_000_000)?.value == .missing(.noLight))
        #expect(sensor(8, -1_000_000_000)?.value == .missing(.implausible))
    }

    @Test("optical power outside −40 … +10 dBm is no figure, and says whether it is dark")
    func power() {
        #expect(OpticalPower.reading(hundredths: -290) == .known(-2.9))
        #expect(OpticalPower.reading(hundredths: -4_000) == .missing(.noLight))
        #expect(OpticalPower.reading(hundredths: -2_147_483_648) == .missing(.noLight))
        #expect(OpticalPower.reading(hundredths: 2_147_483_647) == .missing(.implausible))
        #expect(OpticalPower.reading(hundredths: 1_001) == .missing(.implausible))
        #expect(OpticalPower.reading(watts: 0.001) == .known(0))
        #expect(OpticalPower.reading(watts: 0) == .missing(.noLight))
        #expect(OpticalPower.reading(watts: -1) == .missing(.implausible))
        #expect(OpticalPower.reading(dBm: .nan) == .missing(.implausible))
    }

    @Test("of several lanes the weakest counts, and a dark one is a fault of the whole")
    func lanes() {
        #expect(OpticalPower.weakest([.known(-1), .known(-3.5), .known(0)]) == .known(-3.5))
        #expect(OpticalPower.weakest([.known(-1), .missing(.noLight)]) == .missing(.noLight))
        #expect(OpticalPower.weakest([]) == .missing(.columnAbsent))
    }
}
