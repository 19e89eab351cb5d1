import Metro
import Testing

@testable import Objectives

@Suite("K3, exits of 400 Gb/s")
struct ExitTests {
    static let accepted = ExitPort(gigabitsPerSecond: 400, state: .accepted(day: "2026-01-01"))
    static let reference = InterfaceReference(device: "pe1", name: "e1")
    static let installed = ExitPort(gigabitsPerSecond: 400, state: .installed, interface: reference)

    static func verdict(_ exits: [ExitPort], _ evidence: PortEvidence? = nil) -> IndicatorMember? {
        var city = City()
        city.centre("a", exits: exits)
        if let evidence { city.evidence.ports[reference] = evidence }
        return city.result(.exits400G)?.members.first
    }

    @Test("3 medium+ centres, 2 with 400G; a fourth of unknown class without: [2/4, 2/3], met")
    func vector() throws {
        var city = City()
        city.centre("a", exits: [Self.accepted])
        city.centre("b", .medium, exits: [Self.accepted])
        city.centre("c")
        city.centre("d", nil)
        city.centre("e", .small, exits: [Self.accepted])
        let result = try #require(city.result(.exits400G))
        #expect(result.lo == 0.5 && result.hi == 2.0 / 3 && result.value == 2.0 / 3)
        #expect(result.verdict == .met)
        #expect(result.members.count == 4)
    }

    @Test("four ports of 100G are not one of 400G, and a planned port is none")
    func lag() {
        let hundred = ExitPort(gigabitsPerSecond: 100, state: .accepted(day: "2020-01-01"))
        #expect(Self.verdict([hundred, hundred, hundred, hundred])?.verdict == .missed)
        #expect(Self.verdict([ExitPort(gigabitsPerSecond: 800, state: .planned)])?.verdict == .missed)
        #expect(Self.verdict([])?.verdict == .missed)
        #expect(Self.verdict([ExitPort(gigabitsPerSecond: 800, state: .accepted(day: City.day))])?.verdict == .met)
    }

    @Test("an acceptance counts from its day on")
    func acceptance() {
        func accepted(_ day: String) -> Verdict? {
            Self.verdict([ExitPort(gigabitsPerSecond: 400, state: .accepted(day: day))])?.verdict
        }
        #expect(accepted(City.day) == .met)
        #expect(accepted("2026-03-02") == .missed)
        #expect(accepted("soon") == .unknown)
    }

    @Test("an installed port is in service when it was up in 95 % of the window")
    func installed() {
        func installed(_ up: Int, of observed: Int = 120, covered: Double = 3600) -> IndicatorMember? {
            Self.verdict(
                [Self.installed], PortEvidence(up: up, observed: observed, expected: 120, coveredSeconds: covered))
        }
        #expect(installed(114)?.verdict == .met)
        #expect(installed(113)?.verdict == .missed)
        #expect(installed(113, of: 119)?.reason == .straddlesLimit)
        #expect(installed(110, of: 110)?.reason == .incomplete)
        #expect(installed(20, of: 20, covered: 600)?.reason == .windowNotCovered)
    }

    @Test("an installed port that nobody watches is unknown")
    func unwatched() {
        #expect(Self.verdict([Self.installed])?.reason == .notMeasured)
        #expect(Self.verdict([ExitPort(gigabitsPerSecond: 400, state: .installed)])?.verdict == .unknown)
        #expect(Self.verdict([Self.installed, Self.accepted])?.verdict == .met)
    }

    @Test("the second figure is the share of Gb/s in service on such exits")
    func weighted() {
        var city = City()
        city.centre(
            "a",
            exits: [
                Self.accepted, ExitPort(gigabitsPerSecond: 100, state: .accepted(day: "2026-01-01")),
                ExitPort(gigabitsPerSecond: 800, state: .planned),
            ])
        #expect(city.result(.exits400G)?.secondary == 0.8)
        #expect(City().result(.exits400G)?.secondary == nil)
    }

    @Test("without sampled ports completeness is 1")
    func completeness() {
        var city = City()
        city.centre("a", exits: [Self.accepted])
        #expect(city.result(.exits400G)?.completeness == 1)
    }
}

@Suite("K4, all-optical cross-connects")
struct CrossConnectTests {
    static func city(_ sites: [ImportantSite.CrossConnect?]) -> City {
        var city = City()
        for (number, crossConnect) in sites.enumerated() { city.important(SiteID("s\(number)"), crossConnect) }
        return city
    }

    @Test("an OXC counts, a fixed OADM never does, a site that does not say widens")
    func kinds() {
        let noneAtAll = ImportantSite.CrossConnect.none
        let result = Self.city([.oxc, .oadm, noneAtAll, nil]).result(.allOpticalCrossConnect)
        #expect(result?.lo == 0.25 && result?.hi == 0.5)
        #expect(result?.verdict == .unknown && result?.completeness == 1)
    }

    @Test("a ROADM counts only if the policy says so")
    func roadm() {
        var city = Self.city([.oxc, .roadm, .oadm])
        #expect(city.result(.allOpticalCrossConnect)?.verdict == .missed)
        city.policy.roadmCounts = true
        #expect(city.result(.allOpticalCrossConnect)?.verdict == .met)
    }

    @Test("no important sites is unknown")
    func none() {
        #expect(City().result(.allOpticalCrossConnect)?.reason == .nothingToJudge)
    }
}

@Suite("K5, reach")
struct ReachTests {
    static func city() -> City {
        var city = City()
        city.centre("a", .small)
        city.terminal("t1")
        city.terminal("t2")
        city.terminal("q1", "camera", .manufacturing)
        city.path("t1", "a", .exactly(4_000))
        city.path("a", "t2", .exactly(6_000))
        city.path("q1", "a", .exactly(8_000))
        return city
    }

    @Test("a row is a terminal class, an industry and a centre, as bad as its worst group; the worst row shows")
    func rows() throws {
        let result = try #require(Self.city().result(.reach))
        #expect(result.verdict == .met && result.unit == .nanoseconds && result.target == 10_000_000)
        #expect(result.value == 8_000_000 && result.lo == 8_000_000 && result.hi == 8_000_000)
        #expect(result.members.map(\.sites) == [["q1", "a"], ["t2", "a"]])
    }

    @Test("one row over 10 ms is a miss, one at exactly 10 ms too")
    func missed() {
        for delay in [10_000.0, 12_000] {
            var city = Self.city()
            city.terminal("x", "robot")
            city.path("x", "a", .exactly(delay))
            #expect(city.result(.reach)?.verdict == .missed)
            #expect(city.result(.reach)?.members.first?.sites == ["x", "a"])
        }
    }

    @Test("a terminal group that no path joins with a centre leaves it unknown")
    func unmeasured() {
        var city = Self.city()
        city.terminal("x", "robot")
        let result = city.result(.reach)
        #expect(result?.verdict == .unknown && result?.reason == .notMeasured)
        #expect(result?.hi == nil && result?.value == 8_000_000)
    }

    @Test("a round trip over 20 ms proves no direction missed")
    func roundTrip() {
        var city = City()
        city.centre("a")
        city.terminal("t")
        city.path("t", "a", .roundTrip(25_000))
        #expect(city.result(.reach)?.verdict == .unknown)
        #expect(city.result(.reach)?.methods == [.roundTrip])
    }

    @Test("no terminal groups is unknown")
    func none() {
        #expect(City().result(.reach)?.reason == .nothingToJudge)
    }
}
