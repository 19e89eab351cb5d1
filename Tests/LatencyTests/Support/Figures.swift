import Foundation
import Telemetry

/// What Docs/Latency.md shows of one direction of a trial.
struct Figures: Sendable {
    private let pairs: [Trial.Pair]

    init(_ trial: Trial, _ direction: Direction) { pairs = trial.pairs.filter { $0.direction == direction } }

    var count: Int { pairs.count }
    /// Nanoseconds.
    var actualMedian: Int64 { Self.median(pairs.map(\.actual)) }
    var measuredMedian: Int64 { Self.median(pairs.map(\.measured)) }
    var medianError: Int64 { Self.median(pairs.map(\.error)) }
    var greatestError: Int64 { pairs.map { abs($0.error) }.max() ?? 0 }
    var medianUncertainty: Int64 { Self.median(pairs.map(\.uncertainty)) }
    var shareWithin: Double { Double(pairs.count { $0.isWithin }) / Double(max(pairs.count, 1)) }

    private static func median(_ values: [Int64]) -> Int64 {
        values.isEmpty ? 0 : values.sorted()[values.count / 2]
    }
}

/// Rows of the tables in Docs/Latency.md, printed where HAOMIAO_LATENCY_TABLE is set.
enum LatencyTable {
    static let isWanted = ProcessInfo.processInfo.environment["HAOMIAO_LATENCY_TABLE"] != nil

    static func show(_ trial: Trial) {
        guard isWanted else { return }
        for direction in Direction.oneWay {
            let figures = Figures(trial, direction)
            let times = [
                figures.actualMedian, figures.measuredMedian, figures.medianError, figures.greatestError,
                figures.medianUncertainty,
            ].map { String(format: "%.1f", Double($0) / 1_000) }
            let share = String(format: "%.1f %%", 100 * figures.shareWithin)
            let cells =
                [trial.schedule.name, direction == .forward ? "there" : "back", "\(figures.count)"] + times + [share]
                + [
                    "\(trial.actuallyLost.count)/\(trial.lost.count)",
                    "\(trial.actualDuplicates)/\(trial.account?.duplicates ?? 0)",
                    "\(trial.actuallyReordered)/\(trial.account?.reordered ?? 0)",
                ]
            print("| " + cells.joined(separator: " | ") + " |")
        }
    }

    static func show(_ line: String) {
        if isWanted { print(line) }
    }
}
