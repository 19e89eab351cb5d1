import Foundation

@testable import Objectives

/// Round trips between continents, one every four minutes, in which a person marked the changes (W. Shao et al.; the
/// corpus says where from). Text of lines `time;milliseconds;mark`; what is not above 0 was lost.
struct LabelledSeries {
    static let folder = ProcessInfo.processInfo.environment["HAOMIAO_CORPUS"].map {
        $0 + "/latency/ripe-atlas-labelled"
    }
    /// Chosen by name, before any was looked at: the detector's numbers were fixed with these alone.
    static let tuned = ["11119", "11158", "11241"]
    static let held = ["11293", "11323", "11833", "12723", "13835", "15271", "17643"]

    /// Nanoseconds; NaN: lost.
    var values: [Double] = []
    /// Indices into `values`.
    var marks: [Int] = []

    init(_ name: String) throws {
        let text = try String(contentsOfFile: (Self.folder ?? "") + "/" + name + ".csv", encoding: .utf8)
        for line in text.split(whereSeparator: \.isNewline).dropFirst() {
            let fields = line.split(separator: ";", omittingEmptySubsequences: false)
            guard fields.count == 3, let milliseconds = Double(fields[1]), let mark = Double(fields[2]) else {
                continue
            }
            if mark == 1 { marks.append(values.count) }
            values.append(milliseconds > 0 ? milliseconds * 1e6 : .nan)
        }
    }

    /// What the detector says, by index; a block is one round trip.
    var steps: [LevelStep] {
        var detector = StepDetector()
        return values.enumerated().compactMap { detector.take($1, at: UInt32($0)) }
    }

    /// Marks and steps at most `window` round trips apart, each with one other at most, nearest first.
    func score(window: Int = 2) -> Score {
        let steps = steps
        let pairs = marks.indices.flatMap { mark in
            steps.indices.map { (mark: mark, step: $0, apart: abs(marks[mark] - Int(steps[$0].seconds))) }
        }
        var score = Score(marks: marks.count, steps: steps.count)
        var marksUsed: Set<Int> = []
        var stepsUsed: Set<Int> = []
        for pair in pairs.filter({ $0.apart <= window }).sorted(by: { $0.apart < $1.apart })
        where !marksUsed.contains(pair.mark) && !stepsUsed.contains(pair.step) {
            marksUsed.insert(pair.mark)
            stepsUsed.insert(pair.step)
            score.found += 1
            score.delays.append(steps[pair.step].blocks)
        }
        return score
    }

    struct Score {
        var marks = 0
        var steps = 0
        /// Pairs of both.
        var found = 0
        /// Blocks from the step to its finding, of each pair.
        var delays: [Int] = []

        var precision: Double { steps > 0 ? Double(found) / Double(steps) : 0 }
        var recall: Double { marks > 0 ? Double(found) / Double(marks) : 0 }

        static func + (left: Score, right: Score) -> Score {
            Score(
                marks: left.marks + right.marks, steps: left.steps + right.steps, found: left.found + right.found,
                delays: left.delays + right.delays)
        }
    }
}
