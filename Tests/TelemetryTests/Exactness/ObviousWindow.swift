@testable import Telemetry

/// One window as the sum of what lies in it, to be held against a `WindowCell`. Sums are exact: the additions come in
/// the order that the rules state (a stretch after the other, as they came; minutes after minutes in five minutes).
/// Sums of delays are of whole nanoseconds below 2⁵³, so that their order is of no consequence.
struct ObviousWindow {
    let number: Int64
    var count = 0
    var sum = 0.0
    var coveredMicroseconds: Int64 = 0
    /// In order of being added.
    var values: [Float] = []

    init(number: Int64) { self.number = number }

    init(number: Int64, delays: [Int64]) {
        self.number = number
        count = delays.count
        sum = Double(delays.reduce(0, +))
        values = delays.map { Float($0) }
    }

    var isEmpty: Bool { values.isEmpty }

    mutating func append(_ later: ObviousWindow) {
        count += later.count
        sum += later.sum
        coveredMicroseconds += later.coveredMicroseconds
        values += later.values
    }

    func equals(_ cell: WindowCell) -> Bool {
        cell.number == UInt32(truncatingIfNeeded: number) && Int(cell.count) == count && cell.sum == sum
            && Int64(cell.coveredMicroseconds) == coveredMicroseconds && cell.minimum == values.min()
            && cell.maximum == values.max() && cell.last == values.last
    }
}

/// A rate that held from one time to another, microseconds.
struct ObviousStretch {
    let rate: Double
    let from: Int64
    let to: Int64
    /// Which reading of the aggregator it came with.
    let arrival: Int

    /// What of it lies in a window; the window holds (start, end] of it.
    func cover(_ length: WindowLength, _ number: Int64) -> ObviousWindow {
        let size = length.rawValue * 1_000_000
        let covered = min(to, (number + 1) * size) - max(from, number * size)
        var window = ObviousWindow(number: number)
        guard covered > 0 else { return window }
        window.coveredMicroseconds = covered
        window.sum = rate * (Double(covered) * 1e-6)
        window.count = (to - 1) / size == number ? 1 : 0
        window.values = [Float(rate)]
        return window
    }
}
