import Metro
import Testing

@Suite("Rates as a configuration has them")
struct BitRateTests {
    @Test(
        "the largest unit that says it exactly",
        arguments: [
            (400e9, "400G"), (2.5e9, "2.5G"), (1e12, "1T"), (1.6e12, "1.6T"), (100e6, "100M"), (1_544_000, "1.544M"),
            (64_000, "64k"), (999, "999"), (1_234_567, "1234.567k"), (1_234.5, "1234.5"), (0, "0"),
        ])
    func text(rate: Double, text: String) {
        #expect(BitRate.text(rate) == text)
    }
}
