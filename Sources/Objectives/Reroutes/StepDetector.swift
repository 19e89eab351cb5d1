/// Finds lasting steps in a series of delays, one value a block: the minimum of a minute, or one round trip. Online: it
/// looks at each block once and remembers 24; a value without a heap, some 500 bytes.
///
/// Two sums watch the distance of each block from the level, in units of the series' own noise, one for each sign
/// (cumulative sums after E. S. Page, Biometrika 1954). One block counts little, however far it lies: an outlier alone
/// is nothing, and neither is a short burst. When a sum is full, the split of the remembered blocks that leaves the
/// least distance from the medians of both sides says when it was; then size and rank test say whether it was.
/// The level follows what is slower than a step.
public struct StepDetector: Sendable {
    /// One value of the series, nanoseconds, and what it is made of where that is known (else NaN).
    struct Block: Sendable, BitwiseCopyable {
        /// Wall clock, seconds since 1970.
        var seconds: UInt32
        var value: Float
        var forward: Float = .nan
        var backward: Float = .nan
    }

    // The numbers below were chosen with three of ten series that a person has labelled (Docs/Latency.md).

    /// Blocks remembered, and those that a series shows before anything is said of it.
    static let memory = 24
    static let warmUp = 8
    /// A side of a step has this many blocks at least.
    static let shortestSide = 3
    /// How much one block counts at most, what is forgiven each block, and where a sum is full; in noises. At least four
    /// blocks are needed.
    private static let blockLimit = 4.0
    private static let slack = 1.0
    private static let alarm = 10.0
    /// The least step told, in noises.
    private static let smallestInNoises = 4.0
    /// Nanoseconds; with it no step under 20 µs is told, some 4 km of fibre (`indicators.md` §4).
    static let leastNoise = 5_000.0
    static let leastConfidence = 0.95
    /// Share of a new block in level and noise.
    private static let share = 0.05

    private var recent = InlineArray<24, Block>(repeating: Block(seconds: 0, value: .nan))
    private(set) var count = 0
    /// Nanoseconds.
    private var level = 0.0
    private var noise = 0.0
    private var isWarm = false
    private var above = 0.0
    private var below = 0.0

    public init() {}

    /// - Parameters:
    ///   - nanoseconds: the block's value; what is not finite is a gap and changes nothing.
    ///   - seconds: when the block began, wall clock, later than the one before.
    /// - Returns: a step, a few blocks after it happened.
    public mutating func take(_ nanoseconds: Double, at seconds: UInt32) -> LevelStep? {
        take(Block(seconds: seconds, value: Float(nanoseconds)))
    }

    mutating func take(_ block: Block) -> LevelStep? {
        guard block.value.isFinite else { return nil }
        remember(block)
        guard isWarm else {
            if count >= Self.warmUp { warmUp() }
            return nil
        }
        let distance = (Double(block.value) - level) / noise
        let counted = min(max(distance, -Self.blockLimit), Self.blockLimit)
        // Bounded, so that what was no step is soon forgotten.
        above = min(max(0, above + counted - Self.slack), 4 * Self.alarm)
        below = min(max(0, below - counted - Self.slack), 4 * Self.alarm)
        if max(above, below) > Self.alarm, let split = split(isUp: above > below) {
            forget(split.index)
            level = split.level
            above = 0
            below = 0
            return split.step
        }
        level += Self.share * min(max(distance, -2), 2) * noise
        // 1.25 times the mean distance is the standard deviation where the noise is normal.
        noise = max(Self.leastNoise, noise * (1 + Self.share * (1.25 * min(distance.magnitude, 3) - 1)))
        return nil
    }

    private mutating func remember(_ block: Block) {
        if count == Self.memory { forget(1) }
        recent[count] = block
        count += 1
    }

    /// The `number` oldest blocks.
    private mutating func forget(_ number: Int) {
        for index in number..<count { recent[index - number] = recent[index] }
        count -= number
    }

    private mutating func warmUp() {
        let values = values(0..<count, \.value)
        level = values.median
        noise = max(Self.leastNoise, values.deviation)
        isWarm = true
    }

    private func values(_ range: Range<Int>, _ part: KeyPath<Block, Float>) -> [Double] {
        range.map { Double(recent[$0][keyPath: part]) }
    }

    /// The step in the remembered blocks, where there is one.
    private func split(isUp: Bool) -> (index: Int, level: Double, step: LevelStep)? {
        let all = values(0..<count, \.value)
        let candidates = Self.shortestSide..<max(Self.shortestSide, count - Self.shortestSide + 1)
        func distance(_ index: Int) -> Double { all[..<index].distance + all[index...].distance }
        guard
            let index = candidates.map({ (index: $0, distance: distance($0)) }).min(by: { $0.distance < $1.distance })?
                .index
        else { return nil }
        let (before, after) = (Array(all[..<index]), Array(all[index...]))
        let size = after.median - before.median
        let noise = max(Self.leastNoise, before.deviation, after.deviation)
        guard (size > 0) == isUp, size.magnitude >= Self.smallestInNoises * noise else { return nil }
        // The split was chosen: each that could have been is a test of its own.
        let chance = RankTest.chance(before, after) * Double(candidates.count)
        guard chance <= 1 - Self.leastConfidence else { return nil }
        func part(_ part: KeyPath<Block, Float>) -> Double? {
            let before = values(0..<index, part).filter(\.isFinite)
            let after = values(index..<count, part).filter(\.isFinite)
            return before.isEmpty || after.isEmpty ? nil : after.median - before.median
        }
        return (
            index, after.median,
            LevelStep(
                seconds: recent[index].seconds, nanoseconds: size, confidence: 1 - chance, blocks: count - index,
                forwardNanoseconds: part(\.forward), backwardNanoseconds: part(\.backward))
        )
    }
}

/// A lasting step of a series' level.
public struct LevelStep: Hashable, Sendable {
    /// First block of the new level, wall clock.
    public var seconds: UInt32
    /// After minus before, medians.
    public var nanoseconds: Double
    /// 0.95 … 1: one minus the chance that blocks without any step fall apart like this (`RankTest`), over all splits
    /// that could have been chosen.
    public var confidence: Double
    /// Blocks of the new level when it was found: the delay of detection.
    public var blocks: Int
    /// How far the parts of the series stepped with it; `nil` where they are not known on both sides.
    var forwardNanoseconds: Double?
    var backwardNanoseconds: Double?
}

extension RandomAccessCollection<Double> {
    /// Of finite values; NaN of none.
    fileprivate var median: Double {
        guard !isEmpty else { return .nan }
        let sorted = sorted()
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }
    /// Standard deviation of normal noise that has this median distance from the median.
    fileprivate var deviation: Double {
        let middle = median
        return 1.4826 * map { ($0 - middle).magnitude }.median
    }
    /// Sum of the distances from the median.
    fileprivate var distance: Double {
        let middle = median
        return reduce(0) { $0 + ($1 - middle).magnitude }
    }
}
