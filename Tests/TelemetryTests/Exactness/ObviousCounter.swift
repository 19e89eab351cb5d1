@testable import Telemetry

/// One counter of one direction of an interface: every reading that was stored, and what each said.
struct ObviousCounter {
    var period: Int64
    private(set) var readings: [ObviousReading] = []
    private(set) var outcomes: [CounterRate.Outcome] = []
    private(set) var stretches: [ObviousStretch] = []

    init(period: Int64) { self.period = period }

    mutating func take(_ reading: ObviousReading) -> DropReason? {
        let time = reading.sample.timeNanoseconds
        guard let before = readings.last else {
            readings.append(reading)
            outcomes.append(ObviousRate.first(reading, period: period))
            return nil
        }
        let newest = before.sample.timeNanoseconds
        if time <= newest { return time == newest ? .duplicate : .late }
        let outcome = ObviousRate.between(before, reading, period: period)
        readings.append(reading)
        outcomes.append(outcome)
        if case .rate(let perSecond, let interval) = outcome {
            // No earlier than the reading before, in microseconds.
            let from = max(time - interval, newest) / 1_000
            if from < time / 1_000 {
                stretches.append(
                    ObviousStretch(rate: perSecond, from: from, to: time / 1_000, arrival: reading.arrival))
            }
        }
        return nil
    }

    /// A window, of the stretches that came before `arrival`.
    func window(_ length: WindowLength, _ number: Int64, before arrival: Int = .max) -> ObviousWindow {
        var window = ObviousWindow(number: number)
        if length == .fiveMinutes {
            for minute in (number * 5)..<(number * 5 + 5) {
                window.append(self.window(.minute, minute, before: arrival))
            }
        } else {
            for stretch in stretches where stretch.arrival < arrival { window.append(stretch.cover(length, number)) }
        }
        return window
    }

    /// The newest windows that hold anything, newest first.
    func newestNumbers(_ length: WindowLength, _ count: Int) -> [Int64] {
        let size = length.rawValue * 1_000_000
        var numbers: [Int64] = []
        while numbers.count < count {
            let bound = numbers.last.map { $0 * size } ?? .max
            guard let end = stretches.filter({ $0.from < bound }).map({ min($0.to, bound) }).max() else { break }
            numbers.append((end - 1) / size)
        }
        return numbers
    }

    /// The reading that closed a minute, as its arrival: the first whose stretch ends past the minute's end.
    func closing(_ number: Int64) -> Int? {
        stretches.first { $0.to > (number + 1) * minute / 1_000 }?.arrival
    }
}
