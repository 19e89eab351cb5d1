import Metro
import Testing

@testable import Objectives

@Suite("K2 and K2c, circle coverage")
struct CoverageTests {
    /// Two large centres, and points with one verdict for each.
    static func city(_ points: [(Verdict, Verdict)], second: CentreClass? = .large) -> City {
        var city = City()
        city.centre("a", petaflops: 300)
        city.centre("b", second, petaflops: 100)
        for (number, verdicts) in points.enumerated() {
            let id = SiteID("p\(number)")
            city.point(id)
            city.path(id, "a", verdicts.0)
            city.path("b", id, verdicts.1)
        }
        return city
    }

    @Test("covered where one centre proves it, not covered where all are proven not, else unknown")
    func members() throws {
        let city = Self.city([(.met, .missed), (.missed, .missed), (.missed, .unknown), (.unknown, .met)])
        let result = try #require(city.result(.circleCoverage))
        #expect(result.lo == 0.5 && result.hi == 0.75)
        #expect(result.verdict == .unknown && result.reason == .notMeasured)
        #expect(result.value == 2.0 / 3)
        #expect(result.members.map(\.verdict) == [.missed, .unknown, .met, .met])
        #expect(result.layer == .ip)
    }

    @Test("7/2/1 is met at 0.70")
    func vector() {
        let points =
            Array(repeating: (Verdict.met, Verdict.missed), count: 7)
            + Array(repeating: (.missed, .missed), count: 2) + [(.missed, .unknown)]
        let result = Self.city(points).result(.circleCoverage)
        #expect(result?.verdict == .met && result?.lo == 0.70 && result?.hi == 0.80)
    }

    @Test("a centre of unknown class covers nothing in the worst case and everything it reaches in the best")
    func unknownClass() throws {
        let city = Self.city([(.met, .missed), (.missed, .met), (.missed, .missed)], second: nil)
        let result = try #require(city.result(.circleCoverage))
        #expect(result.lo == 1.0 / 3 && result.hi == 2.0 / 3)
        #expect(result.members.first { $0.sites == ["p1"] }?.reason == .classUnknown)
    }

    @Test("with no centre that is surely medium or above there is no verdict")
    func noSureCentre() throws {
        var city = City()
        city.centre("a", nil)
        city.point("p")
        city.path("p", "a", .missed)
        let result = try #require(city.result(.circleCoverage))
        #expect(result.verdict == .unknown && result.reason == .classUnknown)
        #expect(result.hi == 0)
    }

    @Test("0 centres are unknown, and so are 0 points")
    func empty() {
        var city = City()
        city.point("p")
        #expect(city.result(.circleCoverage)?.reason == .nothingToJudge)
        #expect(city.result(.circleCoverage)?.lo == nil)
        city = City()
        city.centre("a")
        #expect(city.result(.circleCoverage)?.reason == .nothingToJudge)
    }

    @Test("a point no path joins with a centre is unknown, unless light could not make it")
    func unmeasured() {
        var city = City()
        city.centre("a", at: Coordinates(latitude: 0, longitude: 0))
        city.point("near", at: Coordinates(latitude: 0, longitude: 1))
        #expect(city.result(.circleCoverage)?.reason == .notMeasured)
        city.point("far", at: Coordinates(latitude: 0, longitude: 2))
        let result = city.result(.circleCoverage)
        #expect(result?.lo == 0 && result?.hi == 0.5)
        #expect(city.evaluate().circles.first?.points.map(\.verdict) == [.unknown, .missed])
    }

    @Test("an access point that is out of service is no coverage point")
    func inactive() {
        var city = Self.city([(.met, .met)])
        city.sites.append(
            Site(
                id: "off", name: LocalizedName(), coordinates: nil, roles: [.accessPoint(AccessPoint(isActive: false))])
        )
        #expect(city.result(.circleCoverage)?.members.count == 1)
    }

    @Test("by operator the operator's points are judged against the centres of all")
    func operators() {
        var city = Self.city([(.missed, .missed)])
        city.operators = [NetworkOperator(id: "ct", name: LocalizedName())]
        city.point("q", operatorID: "ct")
        city.path("q", "a", .met)
        #expect(city.result(.circleCoverage)?.lo == 0.5)
        #expect(city.result(.circleCoverage, .networkOperator("ct"))?.lo == 1)
    }

    @Test("each centre has a circle over all points in their order, small centres too")
    func circles() {
        let city = Self.city([(.met, .missed), (.missed, .unknown)], second: .small)
        let circles = city.evaluate().circles
        #expect(circles.map(\.centre) == ["a", "b"])
        #expect(circles.map { $0.points.map(\.verdict) } == [[.met, .missed], [.missed, .unknown]])
        #expect(circles.map { $0.points.flatMap(\.sites) } == [["p0", "p1"], ["p0", "p1"]])
        #expect(circles[0].lo == 0.5 && circles[0].hi == 0.5)
        #expect(circles[1].lo == 0 && circles[1].hi == 0.5)
    }

    @Test("the second figure is the share of PFLOPS within reach among judged pairs")
    func compute() {
        #expect(Self.city([(.met, .missed), (.missed, .missed)]).result(.circleCoverage)?.secondary == 300.0 / 800)
        #expect(Self.city([(.met, .unknown)]).result(.circleCoverage)?.secondary == 1)
        var unstated = Self.city([(.met, .met)])
        unstated.centre("c")
        #expect(unstated.result(.circleCoverage)?.secondary == nil)
    }
}
