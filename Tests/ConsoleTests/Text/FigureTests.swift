import Testing

@testable import Console

@Suite("Figures")
struct FigureTests {
    @Test("have fixed decimals, give decimals up before digits, and are never cut")
    func fixed() {
        #expect(Figure.fixed(0.4124, decimals: 3) == "0.412")
        #expect(Figure.fixed(-0.0001, decimals: 2) == "0.00")
        #expect(Figure.fixed(-1.005, decimals: 1) == "-1.0")
        #expect(Figure.fixed(12.3456, decimals: 3, width: 5) == "12.35")
        #expect(Figure.fixed(123456, decimals: 3, width: 5) == ">9999")
        #expect(Figure.fixed(-123456, decimals: 0, width: 5) == "<-999")
        #expect(Figure.fixed(.nan, decimals: 1) == "—")
        #expect(Figure.fixed(.infinity, decimals: 1) == "—")
        #expect(Figure.fixed(1e300, decimals: 1, width: 4) == ">999")
    }

    @Test("choose the unit of a delay")
    func delay() {
        #expect(Figure.delay(512) == "512 ns")
        #expect(Figure.delay(5_600) == "5.6 µs")
        #expect(Figure.delay(38_000) == "38 µs")
        #expect(Figure.delay(1_120_000) == "1.12 ms")
        #expect(Figure.delay(3.4e9) == "3.4 s")
        #expect(Figure.delay(.infinity) == "—")
    }

    @Test("choose the prefix of a rate and never write 1000")
    func rates() {
        #expect(Figure.bitRate(0) == "0 b/s")
        #expect(Figure.bitRate(999.7) == "1.0 kb/s")
        #expect(Figure.bitRate(12.44e9) == "12.4 Gb/s")
        #expect(Figure.bitRate(400e9) == "400 Gb/s")
        #expect(Figure.byteRate(312) == "312 B/s")
        #expect(Figure.bitRate(.nan) == "—")
    }

    @Test("choose the binary prefix of bytes and the unit of a span")
    func bytes() {
        #expect([0, 1_023, 1_024, 1_536].map { Figure.bytes($0) } == ["0 B", "1023 B", "1 KiB", "1.5 KiB"])
        #expect(Figure.bytes((1 << 20) - 1) == "1 MiB" && Figure.bytes(310 << 20) == "310 MiB")
        #expect(Figure.bytes(1 << 30) == "1 GiB" && Figure.bytes(-1) == "0 B" && Figure.bytes(.max) == "8 EiB")
        let spans = [0, 119, 120, 150, 1_440].map { Figure.span(minutes: $0) }
        #expect(spans == ["0 min", "119 min", "2 h", "2.5 h", "24 h"])
    }

    @Test("write ages, counts and times of day")
    func others() {
        #expect(Figure.age(nil) == "—")
        #expect(Figure.age(-5) == "0s")
        #expect(Figure.age(12_900_000_000) == "12s")
        #expect(Figure.age(250_000_000_000) == "4m")
        #expect(Figure.age(Int64.max) == "106751d")
        #expect(Figure.count(1_234_567) == "1 234 567")
        #expect(Figure.count(Int.min) == "-9 223 372 036 854 775 808")
        #expect(Figure.percent(0.7241, sign: true) == "72.4 %")
        #expect(Figure.timeOfDay(0, offsetSeconds: 8 * 3600) == "08:00:00")
        #expect(Figure.timeOfDay(-1_000_000_000, offsetSeconds: 0) == "23:59:59")
    }
}
