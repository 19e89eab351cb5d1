/// Figures as the console writes them: fixed decimals, no locale, `—` for what is missing.
public enum Figure {
    public static let missing = "—"

    /// `value` with exactly `decimals` digits after the point. Where that is wider than `width`, decimals go first;
    /// a figure that still does not fit is written `>` and nines, never cut. Not finite: `—`.
    public static func fixed(_ value: Double, decimals: Int, width: Int = 16) -> String {
        guard value.isFinite else { return missing }
        for digits in stride(from: min(max(decimals, 0), 9), through: 0, by: -1) {
            guard let text = plain(value, decimals: digits) else { break }
            if text.utf8.count <= width { return text }
        }
        return (value < 0 ? "<-" : ">") + String(repeating: "9", count: max(1, width - (value < 0 ? 2 : 1)))
    }

    private static func plain(_ value: Double, decimals: Int) -> String? {
        var scale = 1.0
        for _ in 0..<decimals { scale *= 10 }
        let scaled = (value.magnitude * scale).rounded()
        guard scaled < 9e17 else { return nil }
        let digits = String(Int64(scaled))
        let sign = value < 0 && scaled > 0 ? "-" : ""
        guard decimals > 0 else { return sign + digits }
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.utf8.count)) + digits
        return sign + padded.dropLast(decimals) + "." + padded.suffix(decimals)
    }

    /// Nanoseconds as milliseconds without unit, for columns whose header states it: `0.412`.
    public static func milliseconds(_ nanoseconds: Double, decimals: Int = 3, width: Int = 16) -> String {
        fixed(nanoseconds / 1e6, decimals: decimals, width: width)
    }

    /// Nanoseconds with the unit that suits: `38 µs`, `1.12 ms`, `3.4 s`.
    public static func delay(_ nanoseconds: Double) -> String {
        switch nanoseconds.magnitude {
        case ..<1_000: fixed(nanoseconds, decimals: 0) + " ns"
        case ..<10_000: fixed(nanoseconds / 1e3, decimals: 1) + " µs"
        case ..<100_000: fixed(nanoseconds / 1e3, decimals: 0) + " µs"
        case ..<1e8: fixed(nanoseconds / 1e6, decimals: 2) + " ms"
        case ..<1e9: fixed(nanoseconds / 1e6, decimals: 0) + " ms"
        case ..<1e12: fixed(nanoseconds / 1e9, decimals: 1) + " s"
        default: nanoseconds.isFinite ? age(clampedNanoseconds(nanoseconds)) : missing
        }
    }

    /// Ratio 0 … 1 as percent, without or with the sign: `72.4`, `72.4 %`.
    public static func percent(_ ratio: Double, decimals: Int = 1, sign: Bool = false) -> String {
        ratio.isFinite ? fixed(ratio * 100, decimals: decimals) + (sign ? " %" : "") : missing
    }

    /// dBm as optical modules state them: `-3.2`, `0.4`.
    public static func decibel(_ value: Double) -> String { fixed(value, decimals: 1) }

    /// Degrees without unit: `61.5`.
    public static func celsius(_ value: Double) -> String { fixed(value, decimals: 1) }

    /// Bit/s with an SI prefix: `12.4 Gb/s`.
    public static func bitRate(_ bitsPerSecond: Double) -> String { prefixed(bitsPerSecond, unit: "b/s") }

    /// Bytes per second with an SI prefix: `312 B/s`, `1.9 kB/s`.
    public static func byteRate(_ bytesPerSecond: Double) -> String { prefixed(bytesPerSecond, unit: "B/s") }

    /// Bytes with a binary prefix: `310 MiB`, `1.5 GiB`.
    public static func bytes(_ count: Int) -> String {
        var scaled = Double(max(0, count))
        var prefix = 0
        let prefixes = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]
        // 1023.5 would be rounded up to 1024.
        while scaled >= 1_023.5, prefix < prefixes.count - 1 {
            scaled /= 1_024
            prefix += 1
        }
        let tenths = (scaled * 10).rounded()
        let isRound = tenths >= 100 || tenths.truncatingRemainder(dividingBy: 10) == 0
        return fixed(scaled, decimals: isRound ? 0 : 1) + " " + prefixes[prefix]
    }

    /// Minutes as a length of time: `90 min`, `24 h`, `2.5 h`.
    public static func span(minutes: Int) -> String {
        guard minutes >= 120 else { return "\(minutes) min" }
        return fixed(Double(minutes) / 60, decimals: minutes % 60 == 0 ? 0 : 1) + " h"
    }

    private static func prefixed(_ value: Double, unit: String) -> String {
        guard value.isFinite else { return missing }
        var scaled = value
        var prefix = 0
        let prefixes = ["", "k", "M", "G", "T", "P"]
        // 999.5 would be rounded up to 1000.
        while scaled.magnitude >= 999.5, prefix < prefixes.count - 1 {
            scaled /= 1000
            prefix += 1
        }
        let decimals = prefix == 0 || scaled.magnitude >= 99.95 ? 0 : 1
        return fixed(scaled, decimals: decimals) + " " + prefixes[prefix] + unit
    }

    /// An age or a duration in one unit, rounded down: `12s`, `4m`, `3h`, `2d`; negative counts as 0.
    public static func age(_ nanoseconds: Int64?) -> String {
        guard let nanoseconds else { return missing }
        let seconds = max(0, nanoseconds) / 1_000_000_000
        switch seconds {
        case ..<100: return "\(seconds)s"
        case ..<6_000: return "\(seconds / 60)m"
        case ..<172_800: return "\(seconds / 3_600)h"
        default: return "\(seconds / 86_400)d"
        }
    }

    /// A count in groups of three: `3 584`.
    public static func count(_ value: UInt64) -> String {
        let digits = String(value)
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.utf8.count - index) % 3 == 0 { text.append(" ") }
            text.append(digit)
        }
        return text
    }
    public static func count(_ value: Int) -> String {
        (value < 0 ? "-" : "") + count(UInt64(value.magnitude))
    }

    /// Time of day at `nanoseconds` since 1970 in a zone `offsetSeconds` east of Greenwich: `14:02:07`.
    public static func timeOfDay(_ nanoseconds: Int64, offsetSeconds: Int, seconds: Bool = true) -> String {
        let local = nanoseconds / 1_000_000_000 &+ Int64(offsetSeconds)
        let day = ((local % 86_400) + 86_400) % 86_400
        func two(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
        let text = two(day / 3_600) + ":" + two(day / 60 % 60)
        return seconds ? text + ":" + two(day % 60) : text
    }

    private static func clampedNanoseconds(_ value: Double) -> Int64 {
        value >= 9e18 ? Int64.max : value <= -9e18 ? Int64.min : Int64(value)
    }
}
