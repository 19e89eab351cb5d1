import Metro

/// A lasting change of the median delay within the last hour: most likely another route (`indicators.md` §4).
struct DelayStep: Hashable, Sendable {
    /// The first minute after it, index into the minutes given.
    let minute: Int
    /// Closed minutes since then.
    let minutesBack: Int
    /// After minus before, nanoseconds.
    let nanoseconds: Double

    /// Steps under 20 µs (about 4 km of fibre) are not told, nor any under twice the error of the clocks.
    static let smallest = 20_000.0
    private static let shortestSide = 3

    /// Length of fibre that such a step stands for, both signs.
    var kilometres: Double { nanoseconds / CentreReach.guaranteedNanosecondsPerKilometre }

    /// `nil` where the median did not step by more than it wanders anyway and the clocks may err, or where the clocks'
    /// error is not known.
    init?(_ direction: PathDirectionPicture) {
        guard let uncertainty = direction.uncertainty.value, uncertainty.isFinite else { return nil }
        self.init(direction.minutes.values, uncertainty: uncertainty)
    }

    /// - Parameter uncertainty: of the direction's delays, nanoseconds.
    init?(_ minutes: [DelayMinute], uncertainty: Double) {
        let smallest = max(Self.smallest, 2 * uncertainty)
        let known = minutes.indices.filter { minutes[$0].received > 0 && minutes[$0].p50.isFinite }
        let values = known.map { Double(minutes[$0].p50) }
        guard values.count >= 2 * Self.shortestSide else { return nil }
        var best: (index: Int, step: Double)?
        for index in Self.shortestSide...(values.count - Self.shortestSide) {
            let step = MapPlane.median(Array(values[index...])) - MapPlane.median(Array(values[..<index]))
            // The sharpest edge among equal medians: where neighbours differ as much.
            let edge = abs(values[index] - values[index - 1])
            guard abs(step) > smallest, edge > abs(step) / 2 else { continue }
            if best.map({ abs(step) > abs($0.step) }) ?? true { best = (index, step) }
        }
        guard let best else { return nil }
        let wander = Self.wander(Array(values[..<best.index])) + Self.wander(Array(values[best.index...]))
        guard abs(best.step) > 3 * wander else { return nil }
        minute = known[best.index]
        minutesBack = minutes.count - known[best.index]
        nanoseconds = best.step
    }

    /// `13:41 +0.66 ms ≈ 135 km`.
    func text(_ snapshot: MetroSnapshot) -> String {
        let back = Int64(minutesBack) * 60_000_000_000
        let time = Figure.timeOfDay(
            snapshot.timeNanoseconds &- back, offsetSeconds: snapshot.zoneOffsetSeconds, seconds: false)
        return time + (nanoseconds > 0 ? " +" : " ") + Figure.milliseconds(nanoseconds, decimals: 2) + " ms ≈ "
            + Figure.fixed(kilometres.magnitude, decimals: 0) + " km"
    }

    /// Median distance from the median.
    private static func wander(_ values: [Double]) -> Double {
        let middle = MapPlane.median(values)
        return MapPlane.median(values.map { abs($0 - middle) })
    }
}
