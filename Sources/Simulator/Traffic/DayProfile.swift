import Foundation

/// How a day's traffic rises and falls, as a Fourier series: smooth, and its integral is exact.
struct DayProfile: Sendable {
    static let harmonics = 5
    /// Mean, then cosine and sine of each harmonic of local time; the series lies in 0.22 … 1.
    let coefficients: [Double]

    /// Offices: two humps around lunch. Local hours 0 … 23, relative to the peak.
    static let business = DayProfile([
        0.22, 0.18, 0.15, 0.14, 0.14, 0.16, 0.22, 0.38, 0.68, 0.92, 1.00, 0.97, 0.80, 0.86, 0.98, 1.00, 0.98, 0.90,
        0.72, 0.58, 0.48, 0.42, 0.35, 0.28,
    ])
    /// Homes: the evening.
    static let residential = DayProfile([
        0.55, 0.38, 0.26, 0.20, 0.17, 0.17, 0.22, 0.32, 0.40, 0.42, 0.44, 0.48, 0.56, 0.52, 0.48, 0.48, 0.52, 0.60,
        0.72, 0.86, 0.96, 1.00, 0.94, 0.76,
    ])

    private init(_ hours: [Double]) {
        let count = Double(hours.count)
        var series = [hours.reduce(0, +) / count]
        for harmonic in 1...Self.harmonics {
            var (cosine, sine) = (0.0, 0.0)
            for (hour, value) in hours.enumerated() {
                let angle = 2 * Double.pi * Double(harmonic * hour) / count
                cosine += value * cos(angle)
                sine += value * sin(angle)
            }
            series += [2 * cosine / count, 2 * sine / count]
        }
        // The cut series overshoots a little: it is fitted into its range again.
        let curve = (0..<288).map { Self.value(series, at: 2 * Double.pi * Double($0) / 288) }
        let lowest = curve.min() ?? 0
        let scale = (1 - Self.lowest) / ((curve.max() ?? 1) - lowest)
        coefficients = series.enumerated().map { $1 * scale + ($0 == 0 ? Self.lowest - lowest * scale : 0) }
    }

    static let lowest = 0.22

    private static func value(_ series: [Double], at angle: Double) -> Double {
        (1...harmonics).reduce(series[0]) { sum, harmonic in
            sum + series[2 * harmonic - 1] * cos(Double(harmonic) * angle)
                + series[2 * harmonic] * sin(Double(harmonic) * angle)
        }
    }
}
