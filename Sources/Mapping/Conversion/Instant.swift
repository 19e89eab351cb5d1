import Metro

/// Instants as others write them.
enum Instant {
    /// Nanoseconds since 1970; with no unit any number that tells one from another.
    static func nanoseconds(
        _ form: PendingReading.Form, _ bits: UInt64, _ text: String, _ unit: NameMapping.Unit
    ) throws(ReadingFault) -> Int64 {
        if form == .text, let instant = internet(text) { return instant }
        if let whole = try? ReadingValue.whole(form, bits, text).value {
            guard unit == .seconds else { return Int64(truncatingIfNeeded: whole) }
            let (product, overflow) = whole.multipliedReportingOverflow(by: 1_000_000_000)
            guard !overflow, let instant = Int64(exactly: product) else { throw .notAnInstant }
            return instant
        }
        guard unit == .seconds, let number = try? ReadingValue.number(form, bits, text), number >= 0, number < 9.2e9
        else { throw .notAnInstant }
        return Int64((number * 1e9).rounded())
    }

    /// RFC 3339 §5.6: `2026-11-21T23:40:57.25Z`, `…+08:00`; nanoseconds since 1970.
    static func internet(_ text: String) -> Int64? {
        guard text.utf8.count <= 64,
            let match = text.wholeMatch(
                of: /(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9})\d*)?(?:[Zz]|([+-])(\d\d):(\d\d))/
                    .asciiOnlyDigits()),
            let year = Int64(match.1), let month = Int64(match.2), let day = Int64(match.3),
            let hour = Int64(match.4), let minute = Int64(match.5), let second = Int64(match.6),
            (1970...2261).contains(year), (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60,
            second <= 60
        else { return nil }
        var nanoseconds: Int64 = 0
        if let digits = match.7 {
            nanoseconds = Int64(String(digits).padded(to: 9)) ?? 0
        }
        var offset: Int64 = 0
        if let sign = match.8, let hours = match.9.flatMap({ Int64($0) }), let minutes = match.10.flatMap({ Int64($0) })
        {
            offset = (hours * 3_600 + minutes * 60) * (sign == "-" ? -1 : 1)
        }
        let seconds = days(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second - offset
        return seconds * 1_000_000_000 + nanoseconds
    }

    /// Days since 1970-01-01 of the Gregorian calendar; years begin in March, so that the leap day is their last.
    private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let y = month <= 2 ? year - 1 : year
        let era = y / 400
        let yearOfEra = y - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}

extension String {
    fileprivate func padded(to length: Int) -> String { self + String(repeating: "0", count: max(0, length - count)) }
}
