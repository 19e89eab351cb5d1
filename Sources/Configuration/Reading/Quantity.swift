/// Numbers and quantities as they are written in the file. Pure: text in, value or `nil` out.
public enum Quantity {
    /// A decimal number such as `12`, `-3.5`, `1e3`. Not a number here: hexadecimal, `.inf`, `1_000`, and `0123`,
    /// which YAML 1.1 would take for octal.
    static func number(_ text: String) -> Double? {
        var rest = Substring(text)
        if let sign = rest.first, sign == "-" || sign == "+" { rest.removeFirst() }
        let whole = take(digits: &rest)
        var fraction: Substring?
        if rest.first == "." {
            rest.removeFirst()
            fraction = take(digits: &rest)
        }
        guard !whole.isEmpty, whole.count == 1 || whole.first != "0", fraction.map({ !$0.isEmpty }) ?? true else {
            return nil
        }
        if rest.first == "e" || rest.first == "E" {
            rest.removeFirst()
            if let sign = rest.first, sign == "-" || sign == "+" { rest.removeFirst() }
            guard !take(digits: &rest).isEmpty else { return nil }
        }
        guard rest.isEmpty, let value = Double(text), value.isFinite else { return nil }
        return value
    }

    /// A duration such as `100ms`, `-10m`, `1.5s`, in nanoseconds. Units: ns, us (µs), ms, s, m (min), h, d.
    public static func nanoseconds(_ text: String) -> Int64? {
        guard let (value, unit) = split(text), let factor = durationUnits[unit] else { return nil }
        return Int64(exactly: (value * factor).rounded())
    }

    /// A rate such as `400G`, `2.5G`, `100M`, `10 Gbit/s`, in bit/s.
    static func bitsPerSecond(_ text: String) -> Double? {
        guard let (value, unit) = split(text) else { return nil }
        let letter = unit.replacing(/^(.)(bit\/s|bps|b\/s)$/) { String($0.output.1) }
        guard let factor = ["k": 1e3, "K": 1e3, "M": 1e6, "G": 1e9, "T": 1e12][letter] else { return nil }
        return value * factor
    }

    /// A ratio 0 … 1, written `0.70` or `70%`.
    static func ratio(_ text: String) -> Double? {
        if let value = number(text) { return value }
        guard text.hasSuffix("%") else { return nil }
        return number(text.dropLast().trimmingSpaces).map { $0 / 100 }
    }

    /// Whether `text` is a day of the Gregorian calendar, `YYYY-MM-DD`.
    static func isDay(_ text: String) -> Bool {
        guard let match = text.wholeMatch(of: /([0-9]{4})-([0-9]{2})-([0-9]{2})/),
            let year = Int(match.1), let month = Int(match.2), let day = Int(match.3), year > 0
        else { return false }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return (1...12).contains(month) && (1...days[month - 1]).contains(day)
    }

    /// `100ms`: in the largest unit that divides it, for messages.
    public static func duration(_ nanoseconds: Int64) -> String {
        let units: [(String, Int64)] = [
            ("d", 86_400_000_000_000), ("h", 3_600_000_000_000), ("m", 60_000_000_000), ("s", 1_000_000_000),
            ("ms", 1_000_000), ("us", 1_000),
        ]
        for (name, size) in units where nanoseconds != 0 && nanoseconds % size == 0 {
            return "\(nanoseconds / size)\(name)"
        }
        return "\(nanoseconds)ns"
    }

    private static let durationUnits: [String: Double] = [
        "ns": 1, "us": 1e3, "µs": 1e3, "μs": 1e3, "ms": 1e6, "s": 1e9, "m": 60e9, "min": 60e9, "h": 3_600e9,
        "d": 86_400e9,
    ]

    private static func split(_ text: String) -> (value: Double, unit: String)? {
        let head = text.prefix { $0.isASCII && ($0.isNumber || "+-.".contains($0)) }
        guard let value = number(String(head)) else { return nil }
        return (value, text.dropFirst(head.count).trimmingSpaces)
    }

    private static func take(digits rest: inout Substring) -> Substring {
        let digits = rest.prefix { $0.isASCII && $0.isNumber }
        rest.removeFirst(digits.count)
        return digits
    }
}

extension Substring {
    fileprivate var trimmingSpaces: String {
        var text = self
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
