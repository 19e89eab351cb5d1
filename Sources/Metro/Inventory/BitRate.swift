/// Rates as a configuration has them: `400G`, `2.5G`, `100M`.
public enum BitRate {
    /// In the largest unit that says it exactly with at most three decimals; else the number of bit/s.
    public static func text(_ bitsPerSecond: Double) -> String {
        for (unit, size) in [("T", 1e12), ("G", 1e9), ("M", 1e6), ("k", 1e3)] where bitsPerSecond >= size {
            let thousandths = (bitsPerSecond / size * 1000).rounded()
            guard thousandths < 1e9, thousandths / 1000 * size == bitsPerSecond else { continue }
            let whole = thousandths / 1000
            return (Int(exactly: whole).map { "\($0)" } ?? "\(whole)") + unit
        }
        return Int(exactly: bitsPerSecond).map { "\($0)" } ?? "\(bitsPerSecond)"
    }
}
