import Foundation
import Metro

/// One row of entPhySensorTable (RFC 3433), its value in units: °C, watts, dBm …
struct PhysicalSensor: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        case celsius
        case watts
        case dBm
    }
    var kind: Kind
    var value: Reading<Double>

    /// `nil` where the row is of another kind, or of none.
    init?(type: Int64?, scale: Int64?, precision: Int64?, value: Int64?, status: Int64?, units: String?) {
        switch type {
        case 6: kind = .watts
        case 8: kind = .celsius
        // RFC 3433 has no dBm: vendors say other(1), or 14 as CISCO-ENTITY-SENSOR-MIB has it, and name the unit.
        case 1, 14:
            guard type == 14 || units?.lowercased() == "dbm" else { return nil }
            kind = .dBm
        default: return nil
        }
        guard let value else { return nil }
        // ok(1), unavailable(2), nonoperational(3).
        guard status ?? 1 == 1 else {
            self.value = .missing(.sensorFailed)
            return
        }
        self.value = Self.scaled(value, scale: scale ?? 9, precision: precision ?? 0)
        if case .missing = self.value, kind != .celsius, value == -Self.beyond { self.value = .missing(.noLight) }
    }

    /// EntitySensorValue: ±10⁹ say that the figure is beyond what can be said.
    private static let beyond: Int64 = 1_000_000_000

    /// EntitySensorDataScale counts thousands from units(9); EntitySensorPrecision 1 … 9 is the number of decimal
    /// places, −8 … −1 a number of accurate digits, which moves no point.
    static func scaled(_ value: Int64, scale: Int64, precision: Int64) -> Reading<Double> {
        guard value.magnitude < beyond.magnitude, (1...17).contains(scale), (-8...9).contains(precision) else {
            return .missing(.implausible)
        }
        let exponent = Int(scale - 9) * 3 - Int(max(0, precision))
        let power = pow(10, Double(exponent.magnitude))
        return .known(exponent < 0 ? Double(value) / power : Double(value) * power)
    }
}

/// Optical power, in the terms of every device.
enum OpticalPower {
    /// Receivers see no light under the first, lasers of a metro send no more than the second, dBm.
    private static let plausible = -40.0...10.0

    static func reading(dBm: Double) -> Reading<Double> {
        if dBm > plausible.upperBound || dBm.isNaN { return .missing(.implausible) }
        return dBm <= plausible.lowerBound ? .missing(.noLight) : .known(dBm)
    }

    static func reading(watts: Double) -> Reading<Double> {
        watts > 0 ? reading(dBm: 10 * log10(watts * 1_000)) : .missing(watts == 0 ? .noLight : .implausible)
    }

    /// 0.01 dBm. −2³¹ is −∞ to those who send it; 2³¹ − 1 is nothing.
    static func reading(hundredths: Int64) -> Reading<Double> {
        if hundredths == Int64(Int32.max) { return .missing(.implausible) }
        return reading(dBm: Double(hundredths) / 100)
    }

    /// Of several lanes the weakest; a lane without light is a fault of the whole.
    static func weakest(_ lanes: [Reading<Double>]) -> Reading<Double> {
        if let reason = lanes.lazy.compactMap(\.reason).first { return .missing(reason) }
        return lanes.compactMap(\.value).min().map { .known($0) } ?? .missing(.columnAbsent)
    }
}
