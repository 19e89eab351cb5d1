import Metro
import Testing

@testable import Objectives

@Suite("K1, interconnection")
struct InterconnectionTests {
    static func triangle(_ verdicts: (Verdict, Verdict, Verdict), _ third: CentreClass? = .large) -> City {
        var city = City()
        city.centre("a")
        city.centre("b")
        city.centre("c", third)
        city.path("a", "b", verdicts.0, layer: .optical)
        city.path("c", "a", verdicts.1, layer: .optical)
        city.path("b", "c", verdicts.2, layer: .optical)
        return city
    }

    @Test("all pairs met is met, and the result carries what it rests on")
    func met() throws {
        let result = try #require(Self.triangle((.met, .met, .met)).result(.interconnection))
        #expect(result.verdict == .met && result.value == 1 && result.lo == 1 && result.hi == 1)
        #expect(result.target == 1 && result.unit == .ratio && result.layer == .optical)
        #expect(result.n == 6 * 3600 && result.expected == 6 * 3600 && result.completeness == 1)
        #expect(result.methods == [.stamp] && result.windowSeconds == 3600 && result.inventoryVersion == "v")
        #expect(result.members.count == 3 && result.reason == nil)
    }

    @Test("one missed pair is a miss though another is unknown, and it stands first")
    func missed() throws {
        let result = try #require(Self.triangle((.unknown, .met, .missed)).result(.interconnection))
        #expect(result.verdict == .missed)
        #expect(result.lo == 1.0 / 3 && result.hi == 2.0 / 3)
        #expect(result.members.map(\.verdict) == [.missed, .unknown, .met])
        #expect(result.members.first?.sites == ["b", "c"])
        #expect(result.members.first?.path == "b-c-2")
        #expect(result.completeness == 1)
    }

    @Test("an unknown pair among met ones leaves it unknown with that pair's reason")
    func unknown() throws {
        let result = try #require(Self.triangle((.unknown, .met, .met)).result(.interconnection))
        #expect(result.verdict == .unknown && result.reason == .notMeasured)
        #expect(result.value == 1)
    }

    @Test("a small centre is left out, a centre without class is counted where it hurts")
    func classes() throws {
        let small = try #require(Self.triangle((.met, .missed, .missed), .small).result(.interconnection))
        #expect(small.verdict == .met && small.members.count == 1)
        let unsure = try #require(Self.triangle((.met, .missed, .met), nil).result(.interconnection))
        #expect(unsure.verdict == .unknown && unsure.reason == .classUnknown)
        #expect(unsure.lo == 2.0 / 3 && unsure.hi == 1)
        #expect(unsure.members.first { $0.sites.contains("c") }?.reason == .classUnknown)
    }

    @Test("a centre without declared class falls back on its racks")
    func racks() {
        var policy = IndicatorPolicy()
        func belonging(_ racks: Double?, _ size: CentreClass? = nil) -> CentreBelonging {
            policy.belonging(of: ComputingCentre(declaredClass: size, racks: racks))
        }
        #expect(belonging(3000) == .mediumOrAbove)
        #expect(belonging(2999) == .unknown)
        #expect(belonging(nil) == .unknown)
        #expect(belonging(5000, .small) == .below)
        policy.mediumMinimumRacks = 500
        #expect(belonging(500) == .mediumOrAbove)
        #expect(belonging(499) == .below)
    }

    @Test("without centres, or with one, there is nothing to judge")
    func none() throws {
        var city = City()
        #expect(city.result(.interconnection)?.reason == .nothingToJudge)
        city.centre("a")
        let result = try #require(city.result(.interconnection))
        #expect(result.verdict == .unknown && result.value == nil && result.reason == .nothingToJudge)
    }

    @Test("an IP path over the limit leaves the pair unknown with an alert, one under it proves the pair")
    func layers() throws {
        var city = City()
        city.centre("a")
        city.centre("b")
        city.path("a", "b", .missed, layer: .ip)
        let over = try #require(city.result(.interconnection))
        #expect(over.verdict == .unknown && over.reason == .higherLayerOnly)
        #expect(over.members.first?.higherLayerAlert == true)
        city.path("a", "b", .unknown, layer: .optical)
        #expect(city.result(.interconnection)?.members.first?.higherLayerAlert == true)
        city.path("a", "b", .met, layer: .ip)
        #expect(city.result(.interconnection)?.verdict == .met)
    }

    @Test("an optical path over the limit is a miss, whatever the IP layer says")
    func opticalDecides() {
        var city = City()
        city.centre("a")
        city.centre("b")
        city.path("a", "b", .met, layer: .ip)
        city.path("a", "b", .missed, layer: .optical)
        #expect(city.result(.interconnection)?.verdict == .missed)
        #expect(city.result(.interconnection)?.members.first?.path == "a-b-1")
    }

    @Test("of several paths at the layer the worst decides")
    func worstPath() {
        var city = City()
        city.centre("a")
        city.centre("b")
        city.path("a", "b", .met, layer: .optical)
        city.path("b", "a", .missed, layer: .optical)
        #expect(city.result(.interconnection)?.verdict == .missed)
    }

    @Test("centres further apart than light goes in a millisecond miss it without a measurement")
    func geodesic() {
        var city = City()
        city.centre("a", at: Coordinates(latitude: 0, longitude: 0))
        city.centre("b", at: Coordinates(latitude: 0, longitude: 2))
        #expect(city.result(.interconnection)?.verdict == .missed)
        #expect(city.result(.interconnection)?.completeness == 1)
    }

    @Test("a pair belongs to an operator when both centres do")
    func operators() {
        var city = City()
        city.operators = ["ct", "cm", "cu"].map { NetworkOperator(id: $0, name: LocalizedName(english: "")) }
        city.centre("a", operatorID: "ct")
        city.centre("b", operatorID: "ct")
        city.centre("c", operatorID: "cm")
        city.path("a", "b", .met, layer: .optical)
        city.path("a", "c", .missed, layer: .optical)
        city.path("b", "c", .missed, layer: .optical)
        #expect(city.result(.interconnection)?.verdict == .missed)
        #expect(city.result(.interconnection, .networkOperator("ct"))?.verdict == .met)
        #expect(city.result(.interconnection, .networkOperator("cm"))?.reason == .nothingToJudge)
    }

    @Test("the official form is unknown until its window is covered")
    func official() {
        let city = Self.triangle((.met, .met, .met))
        func official(_ covered: Double) -> IndicatorResult? {
            var evidence = city.evidence
            for index in evidence.paths.indices {
                evidence.paths[index]?.forward?.coveredSeconds = covered
                evidence.paths[index]?.backward?.coveredSeconds = covered
            }
            return city.evaluation.evaluate(day: City.day, live: IndicatorEvidence(), official: evidence).results
                .first { $0.form == .official && $0.indicator == .interconnection }
        }
        #expect(official(3600)?.verdict == .unknown)
        #expect(official(3600)?.reason == .windowNotCovered)
        #expect(official(30 * 86_400)?.verdict == .met)
        #expect(official(30 * 86_400)?.windowSeconds == 30 * 86_400)
    }
}
