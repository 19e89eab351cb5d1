import Foundation

/// The functions of time that every load of the city is a weighted sum of: a constant, the harmonics of the local day,
/// and six slow waves that stand for chance.
///
/// A load is a vector over this basis, its integral (an octet counter) the same vector over the integrated basis. So
/// counters are exact at any instant, asked in any order, and a fault is an exchange of vectors.
struct LoadBasis: Sendable {
    /// Periods of the waves, seconds, and the most that each adds to a load whose peak is 1. Short ones are small:
    /// both ends of a link are polled seconds apart, and must agree within 2 % (`indicators.md` §5).
    static let waves: [(period: Double, amplitude: Double)] = [
        (2_903, 0.050), (1_373, 0.035), (611, 0.020), (283, 0.004), (131, 0.001), (61, 0.0005),
    ]
    static let firstWaveLane = 1 + 2 * DayProfile.harmonics
    static let endLane = firstWaveLane + 2 * waves.count
    /// The day's part of the basis at each quarter of an hour, without waves.
    static let day: [LoadVector] = (0..<96).map { quarter in
        var vector = LoadBasis(secondsOfDay: Double(quarter) * 900).values(at: 0)
        for lane in firstWaveLane..<endLane { vector[lane] = 0 }
        return vector
    }

    /// Radians per second.
    private let frequencies: [Double]
    /// Local time of day at simulation time 0, seconds; waves take it as a phase like any other.
    private let secondsOfDay: Double

    init(secondsOfDay: Double) {
        self.secondsOfDay = secondsOfDay
        frequencies =
            (1...DayProfile.harmonics).map { 2 * Double.pi * Double($0) / 86_400 }
            + Self.waves.map { 2 * Double.pi / $0.period }
    }

    /// `seconds` of simulation time.
    func values(at seconds: Double) -> LoadVector {
        var vector = LoadVector.zero
        vector[0] = 1
        for (index, frequency) in frequencies.enumerated() {
            let angle = frequency * (seconds + secondsOfDay)
            vector[1 + 2 * index] = cos(angle)
            vector[2 + 2 * index] = sin(angle)
        }
        return vector
    }

    /// Antiderivatives of `values`, seconds.
    func integrals(at seconds: Double) -> LoadVector {
        var vector = LoadVector.zero
        vector[0] = seconds
        for (index, frequency) in frequencies.enumerated() {
            let angle = frequency * (seconds + secondsOfDay)
            vector[1 + 2 * index] = sin(angle) / frequency
            vector[2 + 2 * index] = -cos(angle) / frequency
        }
        return vector
    }

    /// A load that peaks near `peak` (0 … 1) and follows office hours by `businessShare`; always above 0.
    static func load(peak: Double, businessShare: Double, key: UInt64) -> LoadVector {
        var vector = LoadVector.zero
        let (office, home) = (DayProfile.business.coefficients, DayProfile.residential.coefficients)
        for lane in 0..<firstWaveLane {
            vector[lane] = peak * (businessShare * office[lane] + (1 - businessShare) * home[lane])
        }
        for (index, wave) in waves.enumerated() {
            let phase = 2 * Double.pi * SplitMix.unit(SplitMix.bits(key, UInt64(index)))
            vector[firstWaveLane + 2 * index] = peak * wave.amplitude * cos(phase)
            vector[firstWaveLane + 2 * index + 1] = peak * wave.amplitude * sin(phase)
        }
        return vector
    }

    /// A load held at `utilization` but for a trace of the waves of `load`; never above 1.
    static func held(at utilization: Double, waving load: LoadVector) -> LoadVector {
        var vector = load * 0.08
        for lane in 0..<firstWaveLane { vector[lane] = 0 }
        vector[0] = min(max(utilization, 0.02), 0.99)
        return vector
    }
}
