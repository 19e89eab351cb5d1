import Metro

extension Field {
    /// A duration, nanoseconds.
    func duration(_ range: ClosedRange<Int64>) -> Int64? {
        let bounds = "\(Quantity.duration(range.lowerBound)) to \(Quantity.duration(range.upperBound))"
        let expected = "a duration with its unit from \(bounds)"
        guard case .scalar(let text, _) = node.content, let value = Quantity.nanoseconds(text), range.contains(value)
        else {
            var suggestion: String?
            if case .scalar(let text, true) = node.content, Quantity.number(text) != nil {
                suggestion = "units are ns, us, ms, s, m, h, d"
            }
            refuse(expected: expected, suggestion: suggestion)
            return nil
        }
        return value
    }

    /// A duration, whole milliseconds.
    func milliseconds(_ range: ClosedRange<Int64>) -> Int? {
        guard let value = duration(range) else { return nil }
        guard value % Nanoseconds.millisecond == 0 else {
            refuse(expected: "a whole number of milliseconds")
            return nil
        }
        return Int(value / Nanoseconds.millisecond)
    }

    /// A duration, whole seconds.
    func seconds(_ range: ClosedRange<Int64>) -> Int? {
        guard let value = duration(range) else { return nil }
        guard value % Nanoseconds.second == 0 else {
            refuse(expected: "a whole number of seconds")
            return nil
        }
        return Int(value / Nanoseconds.second)
    }

    /// A ratio of the range, written `0.70` or `70%`.
    func ratio(_ range: ClosedRange<Double>) -> Double? {
        let expected = "a ratio from \(Self.plain(range.lowerBound)) to \(Self.plain(range.upperBound)), or in percent"
        guard case .scalar(let text, _) = node.content, let value = Quantity.ratio(text), range.contains(value) else {
            var suggestion: String?
            if case .scalar(let text, true) = node.content, let number = Quantity.number(text),
                number >= 10, range.contains(number / 100)
            {
                suggestion = "did you mean \(PrintableText.of(text, limit: 60))%?"
            }
            refuse(expected: expected, suggestion: suggestion)
            return nil
        }
        return value
    }

    /// A capacity, bit/s: `400G`, or a plain number of bit/s.
    func capacity() -> Double? {
        var suggestion: String?
        if case .scalar(let text, let isPlain) = node.content {
            let number = isPlain ? Quantity.number(text) : nil
            if let value = number ?? Quantity.bitsPerSecond(text), (1_000...1e16).contains(value) { return value }
            if let number, number >= 1 { suggestion = "did you mean \(Self.plain(number))G?" }
        }
        refuse(expected: "a capacity such as 400G, 10G or 100M, or a number of bit/s from 1000", suggestion: suggestion)
        return nil
    }

    /// A day, `YYYY-MM-DD`.
    func day() -> String? {
        guard case .scalar(let text, _) = node.content, Quantity.isDay(text) else {
            refuse(expected: "a day of the calendar as YYYY-MM-DD")
            return nil
        }
        return text
    }
}

enum Nanoseconds {
    static let microsecond: Int64 = 1_000
    static let millisecond: Int64 = 1_000_000
    static let second: Int64 = 1_000_000_000
    static let minute: Int64 = 60 * second
    static let hour: Int64 = 60 * minute
    static let day: Int64 = 24 * hour
}
