import Metro
import Testing

@testable import Objectives

@Suite("Ratios: the vectors of indicators.md §3")
struct RatioVectorTests {
    static func interval(_ met: Int, _ missed: Int, _ unknown: Int) -> RatioInterval {
        let verdicts =
            Array(repeating: Verdict.met, count: met) + Array(repeating: .missed, count: missed)
            + Array(repeating: .unknown, count: unknown)
        return .members(verdicts.map { .init(belongs: true, verdict: $0) })
    }

    @Test("covered / not / unknown = 7/2/1: [.70, .80], met")
    func sevenTwoOne() {
        let interval = Self.interval(7, 2, 1)
        #expect(interval.lo == 0.70 && interval.hi == 0.80)
        #expect(interval.verdict(target: 0.70) == .met)
    }

    @Test("6/2/2: [.60, .80], unknown")
    func sixTwoTwo() {
        let interval = Self.interval(6, 2, 2)
        #expect(interval.lo == 0.60 && interval.hi == 0.80)
        #expect(interval.verdict(target: 0.70) == .unknown)
    }

    @Test("6/4/0: missed")
    func sixFourNone() {
        let interval = Self.interval(6, 4, 0)
        #expect(interval.lo == 0.60 && interval.hi == 0.60 && interval.value == 0.60)
        #expect(interval.verdict(target: 0.70) == .missed)
    }

    @Test("0 centres: unknown")
    func none() {
        let interval = Self.interval(0, 0, 0)
        #expect(interval.lo == nil && interval.hi == nil && interval.value == nil)
        #expect(interval.verdict(target: 0) == .unknown)
        let pairs = RatioInterval.pairs(belongs: []) { _, _ in .met }
        #expect(pairs.lo == nil && pairs.verdict(target: 1) == .unknown)
    }

    @Test("K3: 3 medium+ centres, 2 with 400G; a fourth of unknown class without: [2/4, 2/3], met")
    func exits() {
        let interval = RatioInterval.members([
            .init(belongs: true, verdict: .met), .init(belongs: true, verdict: .met),
            .init(belongs: true, verdict: .missed), .init(belongs: false, verdict: .missed),
        ])
        #expect(interval.lo == 2.0 / 4 && interval.hi == 2.0 / 3)
        #expect(interval.verdict(target: 0.50) == .met)
    }

    @Test("K1: 3 medium+ centres, their 3 pairs met; a fourth of unknown class with 1 of its 3 not: [5/6, 1], unknown")
    func interconnection() {
        let interval = RatioInterval.pairs(belongs: [true, true, true, false]) { left, right in
            (left, right) == (1, 3) ? .missed : .met
        }
        #expect(interval.lo == 5.0 / 6 && interval.hi == 1)
        #expect(interval.verdict(target: 1) == .unknown)
    }

    @Test("28 of 40 is exactly 0.70, and met")
    func decimalTarget() {
        #expect(Self.interval(28, 12, 0).verdict(target: 0.70) == .met)
        #expect(Self.interval(27, 12, 1).verdict(target: 0.70) == .unknown)
    }

    @Test("where nothing surely belongs the verdict is unknown, however good the rest")
    func onlyUnsure() {
        let interval = RatioInterval.members([.init(belongs: false, verdict: .met)])
        #expect(interval.lo == 1 && interval.hi == 1 && interval.mayBeEmpty)
        #expect(interval.verdict(target: 0.5) == .unknown)
        let pairs = RatioInterval.pairs(belongs: [true, false]) { _, _ in .met }
        #expect(pairs.lo == 1 && pairs.verdict(target: 1) == .unknown)
    }
}

@Suite("Ratios: against every assignment of what is unknown")
struct RatioPropertyTests {
    /// Every way to decide what is unknown of members: (belongs, met) for each.
    static func assignments(_ members: [RatioInterval.Member]) -> [[(Bool, Bool)]] {
        members.reduce([[]]) { partial, member in
            let belongs = member.belongs ? [true] : [true, false]
            let met = member.verdict == .unknown ? [true, false] : [member.verdict == .met]
            let choices = belongs.flatMap { b in met.map { (b, $0) } }
            return partial.flatMap { done in choices.map { done + [$0] } }
        }
    }
    static func random(_ random: inout Seeded) -> Verdict {
        [Verdict.met, .missed, .unknown].randomElement(using: &random) ?? .unknown
    }

    @Test("members: lo and hi are the least and the largest ratio of all assignments")
    func members() {
        var random = Seeded(3)
        for _ in 0..<400 {
            let members = (0..<Int.random(in: 0...5, using: &random)).map { _ in
                RatioInterval.Member(belongs: Bool.random(using: &random), verdict: Self.random(&random))
            }
            var mayBeEmpty = false
            let ratios = Self.assignments(members).compactMap { assignment -> Double? in
                let counted = assignment.filter(\.0)
                guard !counted.isEmpty else {
                    mayBeEmpty = true
                    return nil
                }
                return Double(counted.count(where: \.1)) / Double(counted.count)
            }
            let interval = RatioInterval.members(members)
            #expect(interval.lo == ratios.min() && interval.hi == ratios.max())
            #expect(interval.mayBeEmpty == mayBeEmpty)
            if let value = interval.value, let lo = interval.lo, let hi = interval.hi {
                #expect(lo <= value && value <= hi)
            }
        }
    }

    /// A random graph of verdicts and belongings.
    struct Graph {
        var belongs: [Bool]
        var verdicts: [[Verdict]]

        init(_ count: Int, unsure: Double, unknown: Double, _ random: inout Seeded) {
            belongs = (0..<count).map { _ in Double.random(in: 0...1, using: &random) >= unsure }
            let good = Double.random(in: 0...1, using: &random)
            verdicts = (0..<count).map { _ in
                (0..<count).map { _ in
                    if Double.random(in: 0...1, using: &random) < unknown { return .unknown }
                    return Double.random(in: 0...1, using: &random) < good ? .met : .missed
                }
            }
        }
        func interval(exhaustiveLimit: Int = RatioInterval.exhaustiveLimit) -> RatioInterval {
            .pairs(belongs: belongs, exhaustiveLimit: exhaustiveLimit) { verdicts[$0][$1] }
        }
        /// Met pairs over all pairs among the chosen, unknown ones taken as told; `nil` without pairs.
        func ratio(_ chosen: [Int], unknownIsMet: Bool) -> Double? {
            var met = 0
            var all = 0
            for right in chosen.indices {
                for left in 0..<right {
                    all += 1
                    let verdict = verdicts[chosen[left]][chosen[right]]
                    if verdict == .met || verdict == .unknown && unknownIsMet { met += 1 }
                }
            }
            return all > 0 ? Double(met) / Double(all) : nil
        }
        var choices: [[Int]] {
            belongs.indices.reduce([[]]) { partial, index in
                belongs[index]
                    ? partial.map { $0 + [index] } : partial + partial.map { $0 + [index] }
            }
        }
    }

    @Test("pairs: lo and hi are the least and the largest ratio over every choice of members")
    func pairs() {
        var random = Seeded(4)
        for _ in 0..<300 {
            let graph = Graph(Int.random(in: 0...7, using: &random), unsure: 0.5, unknown: 0.3, &random)
            let interval = graph.interval()
            #expect(interval.lo == graph.choices.compactMap { graph.ratio($0, unknownIsMet: false) }.min())
            #expect(interval.hi == graph.choices.compactMap { graph.ratio($0, unknownIsMet: true) }.max())
            #expect(interval.mayBeEmpty == graph.choices.contains { $0.count < 2 })
            if let value = interval.value, let lo = interval.lo, let hi = interval.hi {
                #expect(lo <= value && value <= hi)
            }
        }
    }

    @Test(
        "pairs beyond the exhaustive limit: the bounds hold the exact ones, and the verdict on every pair is the same")
    func bounded() {
        var random = Seeded(5)
        for _ in 0..<300 {
            let graph = Graph(Int.random(in: 2...9, using: &random), unsure: 0.6, unknown: 0.2, &random)
            let exact = graph.interval()
            let bounded = graph.interval(exhaustiveLimit: 0)
            guard let lo = exact.lo, let hi = exact.hi, let outerLo = bounded.lo, let outerHi = bounded.hi else {
                #expect(exact == bounded)
                continue
            }
            #expect(outerLo <= lo && hi <= outerHi)
            #expect(0 <= outerLo && outerHi <= 1)
            #expect(exact.verdict(target: 1) == bounded.verdict(target: 1))
        }
    }

    @Test("a hundred centres of unknown class are bounded without a search over them")
    func large() {
        var random = Seeded(6)
        let graph = Graph(100, unsure: 1, unknown: 0, &random)
        let interval = graph.interval()
        #expect(interval.lo == 0 && interval.hi == 1)
        #expect(interval.verdict(target: 1) == .unknown)
    }

    @Test("knowing one thing more never widens the interval and never takes a verdict back")
    func monotonic() {
        var random = Seeded(7)
        for _ in 0..<300 {
            let graph = Graph(6, unsure: 0.4, unknown: 0.4, &random)
            var better = graph
            let (left, right) = (Int.random(in: 0..<5, using: &random), 5)
            if better.verdicts[left][right] == .unknown {
                better.verdicts[left][right] = Bool.random(using: &random) ? .met : .missed
            } else {
                better.belongs[left] = true
            }
            let before = graph.interval()
            let after = better.interval()
            if let lo = before.lo, let hi = before.hi, let newLo = after.lo, let newHi = after.hi {
                #expect(lo <= newLo && newHi <= hi)
            }
            let verdict = before.verdict(target: 1)
            #expect(verdict == .unknown || after.verdict(target: 1) == verdict)
        }
    }
}
