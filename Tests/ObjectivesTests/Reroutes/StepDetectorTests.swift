import Foundation
import Testing

@testable import Objectives

@Suite("Steps of a series of minima, indicators.md §4")
struct StepDetectorTests {
    /// Noise of a fixed seed, −1 … 1, about evenly spread.
    private struct Noise {
        var state: UInt64 = 0x9E37_79B9_7F4A_7C15
        mutating func next() -> Double {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Double(state >> 11) / Double(1 << 52) - 1
        }
    }

    /// Feeds one value a minute.
    private func steps(_ values: [Double]) -> [(found: Int, step: LevelStep)] {
        var detector = StepDetector()
        return values.enumerated().compactMap { minute, value in
            detector.take(value, at: UInt32(60 * minute)).map { (minute, $0) }
        }
    }
    /// `count` minutes at a level with noise of ± `noise`.
    private func level(_ nanoseconds: Double, _ count: Int, noise: Double = 2_000, _ source: inout Noise) -> [Double] {
        (0..<count).map { _ in nanoseconds + noise * source.next() }
    }

    @Test("a step of 21 µs is found within eight minutes, with its first minute and its size", arguments: [1.0, -1])
    func smallStep(sign: Double) throws {
        var noise = Noise()
        let found = steps(level(500_000, 30, &noise) + level(500_000 + sign * 21_000, 30, &noise))
        let step = try #require(found.first)
        #expect(found.count == 1)
        #expect(step.step.seconds == 30 * 60)
        #expect(step.found < 30 + 8 && step.step.blocks == step.found - 30 + 1)
        #expect((step.step.nanoseconds - sign * 21_000).magnitude < 2_000)
        #expect(step.step.confidence >= 0.95 && step.step.confidence < 1)
    }

    @Test("a large step needs four minutes, so that three of queueing are none")
    func largeStep() {
        var noise = Noise()
        let before = level(500_000, 30, &noise)
        #expect(steps(before + level(1_160_000, 3, &noise) + level(500_000, 30, &noise)).isEmpty)
        #expect(steps(before + level(1_160_000, 30, &noise)).map(\.found) == [33])
    }

    @Test("a detour that ends is two steps of opposite sign")
    func thereAndBack() {
        var noise = Noise()
        let found = steps(
            level(500_000, 30, &noise) + level(800_000, 7, &noise) + level(500_000, 30, &noise))
        #expect(found.map(\.step.seconds) == [30 * 60, 37 * 60])
        #expect(found.map { $0.step.nanoseconds > 0 } == [true, false])
    }

    @Test("what is under 20 µs, an outlier, a burst and noise itself are no steps")
    func noSteps() {
        var noise = Noise()
        #expect(steps(level(500_000, 60, &noise) + level(512_000, 60, &noise)).isEmpty)
        var values = level(500_000, 2_000, noise: 30_000, &noise)
        for minute in stride(from: 50, to: 2_000, by: 9) { values[minute] += 5e6 }
        #expect(steps(values).isEmpty)
    }

    @Test("of 90 000 minutes of noise at most one in ten thousand is taken for a step, be the noise even or lopsided")
    func falseAlarms() {
        var noise = Noise()
        for shape in [{ $0 }, { -log(($0 + 1) / 2 + 1e-9) }] as [(Double) -> Double] {
            let found = (0..<300).map { _ in
                steps((0..<300).map { _ in 500_000 + 50_000 * shape(noise.next()) }).count
            }
            #expect(found.reduce(0, +) <= 9)
        }
    }

    @Test("a step is judged by the noise of its own series")
    func ownNoise() {
        var noise = Noise()
        let quiet = level(2e8, 40, noise: 5_000, &noise) + level(2e8 + 100_000, 40, noise: 5_000, &noise)
        #expect(steps(quiet).count == 1)
        let loud = level(2e8, 40, noise: 200_000, &noise) + level(2e8 + 100_000, 40, noise: 200_000, &noise)
        #expect(steps(loud).isEmpty)
    }

    @Test("a slow drift is followed, of a clock or of a day")
    func drift() {
        var noise = Noise()
        let drifting = (0..<1_440).map { 500_000 + 300 * Double($0) + 2_000 * noise.next() }
        #expect(steps(drifting).isEmpty)
    }

    @Test("a gap changes nothing; a step across it begins with the first minute after it")
    func gap() {
        var noise = Noise()
        let gap = Array(repeating: Double.nan, count: 20)
        #expect(steps(level(500_000, 30, &noise) + gap + level(500_000, 30, &noise)).isEmpty)
        let found = steps(level(500_000, 30, &noise) + gap + level(560_000, 30, &noise))
        #expect(found.map(\.step.seconds) == [50 * 60])
    }

    @Test("negative delays have steps like all others; no number breaks it")
    func anyNumber() {
        var noise = Noise()
        #expect(steps(level(-40_000, 30, &noise) + level(-90_000, 30, &noise)).count == 1)
        let odd: [Double] = [.infinity, -.infinity, .nan, 1e300, -1e300, 0, .greatestFiniteMagnitude, 1e30, -1e30]
        _ = steps((0..<500).map { odd[$0 * 7 % odd.count] + Double($0) })
    }

    @Test("ten thousand paths fit into 4.5 MB")
    func size() {
        #expect(MemoryLayout<StepDetector>.size <= 450)
    }
}

@Suite struct RankTestTests {
    @Test("the chance is that of the order, ties against it")
    func chances() {
        // All of three below all of three: 2 of 20 arrangements.
        #expect(RankTest.chance([1, 2, 3], [4, 5, 6]) == 0.1)
        #expect(RankTest.chance([4, 5, 6], [1, 2, 3]) == 0.1)
        // One pair out of order: two arrangements at each end.
        #expect(RankTest.chance([1, 2, 4], [3, 5, 6]) == 0.2)
        #expect(RankTest.chance([1, 2, 4], [4, 5, 6]) == 0.2)
        #expect(RankTest.chance([1, 2], [1, 2]) == 1)
        #expect(RankTest.chance([], [1]) == 1)
        // 2 of 24! / (20! 4!).
        #expect(abs(RankTest.chance((0..<20).map(Double.init), [30, 31, 32, 33]) - 2 / 10_626) < 1e-15)
    }
}
