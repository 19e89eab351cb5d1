import Metro
import Testing

@testable import Objectives

@Suite("Whole evaluations against every assignment of what is unknown")
struct EvaluationPropertyTests {
    /// A city in which classes (0: large, 1: small, 2: unknown) and verdicts are listed, so that the unknown ones can
    /// be decided in every way.
    struct Plan {
        var classes: [Int]
        var exits: [Verdict]
        var links: [Verdict]
        var points: Int

        init(_ random: inout Seeded) {
            classes = (0..<3).map { _ in [0, 0, 1, 2].randomElement(using: &random) ?? 0 }
            exits = (0..<3).map { _ in Bool.random(using: &random) ? .met : .missed }
            points = 2
            links = (0..<(3 + 3 * points)).map { _ in Bool.random(using: &random) ? .met : .missed }
            for _ in 0..<Int.random(in: 0...3, using: &random) {
                links[Int.random(in: links.indices, using: &random)] = .unknown
            }
        }

        var city: City {
            var city = City()
            let names: [SiteID] = ["a", "b", "c"]
            for (number, name) in names.enumerated() {
                city.centre(
                    name, [CentreClass.large, .small, nil][classes[number]],
                    exits: exits[number] == .met ? [ExitTests.accepted] : [])
            }
            var next = 0
            for (a, b) in [("a", "b"), ("a", "c"), ("b", "c")] as [(SiteID, SiteID)] {
                city.path(a, b, links[next], layer: .optical)
                next += 1
            }
            for point in 0..<points {
                let id = SiteID("p\(point)")
                city.point(id)
                for name in names {
                    city.path(id, name, links[next])
                    next += 1
                }
            }
            return city
        }

        /// Every plan with nothing unknown that this one may turn out to be.
        var decided: [Plan] {
            var plans = [self]
            for index in classes.indices where classes[index] == 2 {
                plans = plans.flatMap { plan in
                    [0, 1].map {
                        var next = plan
                        next.classes[index] = $0
                        return next
                    }
                }
            }
            for index in links.indices where links[index] == .unknown {
                plans = plans.flatMap { plan in
                    [Verdict.met, .missed].map {
                        var next = plan
                        next.links[index] = $0
                        return next
                    }
                }
            }
            return plans
        }
    }

    @Test("lo…hi is the hull of all that can be, and no verdict is against any of it")
    func hull() throws {
        var random = Seeded(8)
        var verdicts: [Verdict: Int] = [:]
        for _ in 0..<60 {
            let plan = Plan(&random)
            let decided = plan.decided.map { $0.city.evaluate().results }
            for result in plan.city.evaluate().results
            where result.form == .live
                && [.interconnection, .circleCoverage, .exits400G].contains(result.indicator)
            {
                let outcomes = decided.compactMap { $0.first { $0.indicator == result.indicator && $0.form == .live } }
                let values = outcomes.compactMap(\.value)
                verdicts[result.verdict, default: 0] += 1
                if result.indicator == .circleCoverage, outcomes.contains(where: { $0.value == nil }) {
                    // Without any centre nothing is covered: `lo` says so, while that outcome has no value.
                    #expect(result.lo == 0 || plan.classes.allSatisfy { $0 == 1 })
                } else {
                    #expect(result.lo == values.min())
                }
                #expect(result.hi == values.max())
                if result.verdict != .unknown {
                    #expect(outcomes.allSatisfy { $0.verdict == result.verdict })
                } else {
                    #expect(Set(outcomes.map(\.verdict)) != [.met] && Set(outcomes.map(\.verdict)) != [.missed])
                }
            }
        }
        #expect(Verdict.allCases.allSatisfy { verdicts[$0, default: 0] > 10 })
    }

    @Test("an indicator without a target in force is left out; all scopes and forms come in order")
    func order() {
        var city = City()
        city.operators = [NetworkOperator(id: "ct", name: LocalizedName())]
        city.centre("a")
        city.point("p")
        let results = city.evaluate().results
        #expect(results.count == 20)
        #expect(results.prefix(10).allSatisfy { $0.scope == .city })
        #expect(results.prefix(5).map(\.indicator) == Indicator.allCases)
        #expect(results.prefix(5).allSatisfy { $0.form == .live })
        city.policy.targets.removeAll { $0.indicator == .circleCoverage }
        #expect(city.result(.circleCoverage) == nil)
        #expect(city.evaluate().circles.isEmpty)
    }

    @Test("paths that join unknown sites, or a site with itself, disturb nothing")
    func dangling() {
        var city = City()
        city.centre("a")
        city.point("p")
        city.path("a", "nowhere", .met)
        city.path("a", "a", .met)
        city.path("p", "a", .met)
        #expect(city.result(.circleCoverage)?.verdict == .met)
        #expect(city.evaluation.assessPaths(day: City.day, live: IndicatorEvidence()).count == 3)
    }
}
