import Foundation

/// One figure beside its reference, measured in the same run.
struct Measurement: Encodable {
    let name: String
    /// Medians.
    let value: Double
    let unit: String
    let min: Double
    let max: Double
    let reference: String
    let referenceValue: Double
    /// value / referenceValue; over 1 is better than the reference for rates.
    let ratio: Double

    /// Runs the two in turn, A B A B …, `rounds` times, so that a machine that changes its speed changes both.
    init(_ name: String, unit: String, reference: String, rounds: Int = 7, _ a: () -> Double, _ b: () -> Double) {
        _ = (a(), b())
        let pairs = (0..<rounds).map { _ in (a(), b()) }
        let values = pairs.map(\.0).sorted()
        self.name = name
        self.unit = unit
        self.reference = reference
        value = values[rounds / 2]
        min = values[0]
        max = values[rounds - 1]
        referenceValue = pairs.map(\.1).sorted()[rounds / 2]
        ratio = value / referenceValue
    }

    var line: String {
        String(
            format: "%@ %9.1f %@  (%.1f … %.1f)   %5.2f × %@ (%.1f)",
            name.padding(toLength: 26, withPad: " ", startingAt: 0), value, unit, min, max, ratio, reference,
            referenceValue)
    }
}

/// Millions of `count` a second that `body` handles.
func rate(_ count: Int, _ body: () -> Void) -> Double {
    let clock = ContinuousClock()
    let taken = clock.measure(body)
    let seconds = Double(taken.components.seconds) + Double(taken.components.attoseconds) / 1e18
    return Double(count) / seconds / 1e6
}
