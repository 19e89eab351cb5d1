import Collecting
import Glibc
import Metro
import Telemetry

/// What the lanes of one transceiver said last.
struct OpticsDraft: Sendable {
    /// By cell, dBm.
    var received: [Int32: Reading<Double>] = [:]
    var transmitted: [Int32: Reading<Double>] = [:]

    /// The weakest; missing where one has no light or no figure.
    static func weakest(_ lanes: [Int32: Reading<Double>]) -> Reading<Double> {
        guard !lanes.isEmpty else { return .missing(.columnAbsent) }
        var weakest = Double.infinity
        for lane in lanes.values {
            guard let value = lane.value else { return lane }
            weakest = min(weakest, value)
        }
        return .known(weakest)
    }
}

extension Converter {
    /// What a transceiver can say, dBm; −40 is how most write that there is no light.
    private static let powers: ClosedRange<Double> = -40...10

    mutating func tellPower(
        _ reading: PendingReading, _ slot: SeriesSlot, _ text: String, cell: Int32, _ interface: Int, at time: Int64,
        _ batch: inout Batch
    ) throws(ReadingFault) {
        let power: Double
        do throws(ReadingFault) {
            power = try ReadingValue.number(reading.form, reading.bits, text)
        } catch {
            // No light is −∞ dBm.
            guard error == .infinite, Double(bitPattern: reading.bits) < 0 || text.hasPrefix("-") else { throw error }
            power = -.infinity
        }
        let figure = Self.figure(Self.decibels(power, slot.unit))
        let subject = interfaces[interface].subject
        if slot.quantity == .receivePower {
            optics[subject, default: OpticsDraft()].received[cell] = figure
        } else {
            optics[subject, default: OpticsDraft()].transmitted[cell] = figure
        }
        let draft = optics[subject] ?? OpticsDraft()
        let told = InterfaceOptics(
            receivedPowerDBm: OpticsDraft.weakest(draft.received),
            transmittedPowerDBm: OpticsDraft.weakest(draft.transmitted), lanes: max(1, draft.received.count),
            timeNanoseconds: time)
        // Lanes of one message make one finding.
        if case .optics(subject, _) = batch.findings.last { batch.findings.removeLast() }
        batch.findings.append(.optics(subject: subject, told))
    }

    private static func decibels(_ power: Double, _ unit: NameMapping.Unit) -> Double {
        switch unit {
        case .hundredthDecibelMilliwatt: power / 100
        case .milliwatt: power > 0 ? 10 * log10(power) : -.infinity
        default: power
        }
    }

    private static func figure(_ decibels: Double) -> Reading<Double> {
        if decibels <= powers.lowerBound { return .missing(.noLight) }
        return powers.contains(decibels) ? .known(decibels) : .missing(.implausible)
    }
}
