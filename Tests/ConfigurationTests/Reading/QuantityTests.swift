import Metro
import Testing

@testable import Configuration

@Suite("Numbers and quantities as they are written")
struct QuantityTests {
    @Test(
        "A number is decimal, without the octal, sexagesimal and other forms of YAML 1.1",
        arguments: [
            ("0", 0), ("12", 12), ("-3.5", -3.5), ("+1", 1), ("1e3", 1_000), ("0.70", 0.7), ("2.5E-1", 0.25),
            ("0123", nil), ("00", nil), ("0x10", nil), ("1_000", nil), ("1:30", nil), (".5", nil), ("1.", nil),
            (".inf", nil), ("nan", nil), ("1e999", nil), ("", nil), ("-", nil), ("1 ", nil), ("١", nil),
        ] as [(String, Double?)])
    func number(_ text: String, value: Double?) {
        #expect(Quantity.number(text) == value)
    }

    @Test(
        "A duration has a unit",
        arguments: [
            ("100ms", 100_000_000), ("1s", 1_000_000_000), ("1.5s", 1_500_000_000), ("-10m", -600_000_000_000),
            ("5min", 300_000_000_000), ("200us", 200_000), ("200µs", 200_000), ("30d", 2_592_000_000_000_000),
            ("2 h", 7_200_000_000_000), ("1", nil), ("s", nil), ("1w", nil), ("1e300d", nil), ("1m30s", nil),
            ("", nil), ("999999999999d", nil),
        ] as [(String, Int64?)])
    func duration(_ text: String, value: Int64?) {
        #expect(Quantity.nanoseconds(text) == value)
    }

    @Test(
        "A capacity has a decimal prefix",
        arguments: [
            ("400G", 400e9), ("2.5G", 2.5e9), ("100M", 100e6), ("64k", 64e3), ("1T", 1e12), ("10 Gbit/s", 10e9),
            ("10Gbps", 10e9), ("100m", nil), ("100", nil), ("G", nil), ("10GB", nil), ("10Gi", nil),
        ] as [(String, Double?)])
    func capacity(_ text: String, value: Double?) {
        #expect(Quantity.bitsPerSecond(text) == value)
    }

    @Test(
        "A ratio is a number or a percentage",
        arguments: [("0.7", 0.7), ("70%", 0.7), ("100 %", 1), ("70 percent", nil), ("%", nil)] as [(String, Double?)])
    func ratio(_ text: String, value: Double?) {
        #expect(Quantity.ratio(text) == value)
    }

    @Test(
        "A day is one of the calendar",
        arguments: [
            ("2027-02-28", true), ("2028-02-29", true), ("2000-02-29", true), ("2027-02-29", false),
            ("2100-02-29", false), ("2027-13-01", false), ("2027-00-01", false), ("2027-04-31", false),
            ("2027-1-1", false), ("0000-01-01", false), ("2027-01-01T00", false), ("", false),
        ])
    func day(_ text: String, isDay: Bool) {
        #expect(Quantity.isDay(text) == isDay)
    }
}
