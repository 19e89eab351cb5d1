import Metro
import Objectives
import Telemetry

/// Steps of a direction's minima, as an instance finds them in minutes: here in blocks of probes.
enum Steps {
    /// Probes.
    static let block = 15

    struct Found: Hashable, CustomStringConvertible {
        /// The first of the new level.
        var probe: Int
        var nanoseconds: Double
        var blocksUntilFound: Int
        var confidence: Double

        var description: String {
            "at probe \(probe), \(Int(nanoseconds)) ns, after \(blocksUntilFound) blocks, \(confidence)"
        }
    }

    static func found(in trial: Trial, _ direction: Direction) -> [Found] {
        let blocks = Dictionary(grouping: trial.pairs.filter { $0.direction == direction }) { $0.probe / block }
        var detector = StepDetector()
        return blocks.sorted { $0.key < $1.key }.compactMap { number, pairs in
            // A block counts as a minute: the detector asks for times that rise.
            let least = pairs.map(\.measured).min().map { Double($0) } ?? .nan
            return detector.take(least, at: UInt32(number) * 60).map {
                Found(
                    probe: Int($0.seconds) / 60 * block, nanoseconds: $0.nanoseconds, blocksUntilFound: $0.blocks,
                    confidence: $0.confidence)
            }
        }
    }
}

extension ProbeAccount {
    /// Every probe is in one place.
    var isBalanced: Bool { sent == answered + lost + refused + spoiled + outstanding }
}
