import Metro

/// The dates of the national procedure that the Indicators screen counts down to (`indicators.md` §7).
struct Milestone: Hashable, Sendable {
    let day: String
    let name: Bilingual

    static let all = [
        Milestone(day: "2026-11-15", name: Bilingual("中期评估", "mid-term")),
        Milestone(day: "2027-11-15", name: Bilingual("成效总结", "final")),
    ]

    /// `mid-term 2026-11-15 passed · final 2027-11-15 in 359 d`; empty where `today` is no ISO day.
    static func countdown(_ today: String, _ language: Language) -> String {
        guard let now = dayNumber(today) else { return "" }
        return all.compactMap { milestone in
            dayNumber(milestone.day).map { day in
                let name = milestone.name(language) + " " + milestone.day
                return name + " "
                    + (day < now
                        ? IndicatorWord.passed(language)
                        : day == now ? IndicatorWord.today(language) : IndicatorWord.inDays(day - now)(language))
            }
        }.joined(separator: " · ")
    }

    /// Days since 1970-01-01 of a proleptic Gregorian ISO day.
    static func dayNumber(_ text: String) -> Int? {
        let parts = text.split(separator: "-").map { Int($0) }
        guard parts.count == 3, let year = parts[0], let month = parts[1], let day = parts[2],
            (1...9999).contains(year), (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        // The year begins in March, so that the leap day is its last.
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}
