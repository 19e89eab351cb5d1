import Metro
import Testing

@Suite("Days and report dates, indicators.md §7")
struct ReportCountdownTests {
    @Test(
        "days since the epoch follow the Gregorian calendar",
        arguments: [
            ("1970-01-01", 0), ("1969-12-31", -1), ("2000-02-29", 11_016), ("2000-03-01", 11_017),
            ("2100-03-01", 47_541), ("0000-01-01", -719_528), ("0000-03-01", -719_468), ("9999-12-31", 2_932_896),
        ])
    func epoch(text: String, days: Int) throws {
        let day = try #require(CivilDay(text))
        #expect(day.daysSinceEpoch == days)
        #expect(day.description == text)
    }

    @Test("every day of 500 years is one later than the day before it")
    func everyDay() throws {
        var expected = try #require(CivilDay("1800-01-01")).daysSinceEpoch
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        for year in 1800..<2300 {
            for month in 1...12 {
                for day in 1...31 {
                    guard let civil = CivilDay("\(year)-\(two(month))-\(two(day))") else { continue }
                    #expect(civil.daysSinceEpoch == expected)
                    expected += 1
                }
            }
        }
        #expect(expected == (try #require(CivilDay("2300-01-01"))).daysSinceEpoch)
    }

    @Test(
        "what is not an ISO 8601 day is refused",
        arguments: [
            "", "2025", "2025-02-29", "2025-13-01", "2025-00-10", "2025-04-31", "2025-4-1", "2025-04-01T", "+025-04-01",
            "２０２５-04-01", "1900-02-29",
        ])
    func refused(text: String) {
        #expect(CivilDay(text) == nil)
    }

    @Test(
        "a countdown names the next date, the days left and the dates that are over",
        arguments: [
            ("2025-10-16", ReportMilestone.planForm, 30, 0),
            ("2025-11-15", .planForm, 0, 0),
            ("2025-11-16", .midTermSummary, 364, 1),
            ("2026-11-15", .midTermSummary, 0, 1),
            ("2027-11-14", .finalSummary, 1, 2),
        ])
    func countdown(day: String, next: ReportMilestone, left: Int, passed: Int) throws {
        let countdown = try #require(ReportCountdown(day: day))
        #expect(countdown.next == next)
        #expect(countdown.daysLeft == left)
        #expect(countdown.passed == Array(ReportMilestone.allCases.prefix(passed)))
    }

    @Test("after the last date nothing is next, and a day that is none has no countdown")
    func after() throws {
        let countdown = try #require(ReportCountdown(day: "2027-11-16"))
        #expect(countdown.next == nil && countdown.daysLeft == nil)
        #expect(countdown.passed == ReportMilestone.allCases)
        #expect(ReportCountdown(day: "soon") == nil)
    }
}

@Suite("Latency circles, K2c")
struct CentreCircleTests {
    static func point(_ id: SiteID, _ verdict: Verdict) -> IndicatorMember {
        IndicatorMember(sites: [id], verdict: verdict)
    }

    @Test("coverage of some of the points widens by those that are unknown")
    func some() throws {
        let circle = CentreCircle(
            centre: "c", points: [Self.point("k1", .met), Self.point("k2", .unknown), Self.point("a", .missed)],
            lo: nil, hi: nil)
        let keys = try #require(circle.coverage { $0.text.hasPrefix("k") })
        #expect(keys == (0.5, 1))
        #expect(circle.coverage { _ in false } == nil)
    }

    @Test("the mean is over the centres that have points")
    func mean() throws {
        let circles = [(0.5, 0.75), (0.0, 0.25)].map { CentreCircle(centre: "c", points: [], lo: $0.0, hi: $0.1) }
        let mean = try #require((circles + [CentreCircle(centre: "d", points: [], lo: nil, hi: nil)]).meanCoverage)
        #expect(mean == (0.25, 0.5))
        #expect([CentreCircle]().meanCoverage == nil)
    }
}
