import Testing

@testable import Engine

@Suite("The local day")
struct LocalDayTests {
    @Test(
        "an offset is written as one, not as letters that mean several zones",
        arguments: [
            ("Asia/Shanghai", "UTC+8", 28_800), ("UTC", "UTC", 0), ("America/St_Johns", "UTC−3:30", -12_600),
            ("Asia/Kathmandu", "UTC+5:45", 20_700), ("America/New_York", "UTC−5", -18_000), ("No/Where", "UTC", 0),
        ])
    func abbreviation(zone: String, text: String, offset: Int) {
        let day = LocalDay(timeZone: zone)
        #expect(day.abbreviation(midnight) == text)
        #expect(day.offsetSeconds(midnight) == offset)
    }

    @Test("a day begins at the zone's own midnight, and its summer time counts")
    func day() {
        let shanghai = LocalDay(timeZone: "Asia/Shanghai")
        #expect(shanghai.day(midnight) == "2026-11-21")
        #expect(shanghai.day(midnight - 1_000_000_000) == "2026-11-20")
        #expect(LocalDay(timeZone: "UTC").day(midnight) == "2026-11-20")
        let july: Int64 = 1_783_000_000 * 1_000_000_000
        #expect(LocalDay(timeZone: "Europe/Berlin").abbreviation(july) == "UTC+2")
        #expect(LocalDay(timeZone: "Europe/Berlin").abbreviation(midnight) == "UTC+1")
    }
}
