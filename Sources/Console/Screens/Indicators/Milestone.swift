import Metro

/// The dates of the national procedure that the Indicators screen counts down to (`indicators.md` §7).
enum Milestone {
    /// Plans were due before any console ran; what is left are the two summaries.
    private static let shown: [ReportMilestone] = [.midTermSummary, .finalSummary]

    /// `mid-term 2026-11-15 passed · final 2027-11-15 in 359 d`; empty where `today` is no ISO day.
    static func countdown(_ today: String, _ language: Language) -> String {
        guard let now = CivilDay(today) else { return "" }
        return shown.compactMap { milestone in
            CivilDay(milestone.day).map { day in
                let days = now.days(until: day)
                let when =
                    days < 0
                    ? IndicatorWord.passed(language)
                    : days == 0 ? IndicatorWord.today(language) : IndicatorWord.inDays(days)(language)
                return "\(name(milestone)(language)) \(milestone.day) \(when)"
            }
        }.joined(separator: " · ")
    }

    private static func name(_ milestone: ReportMilestone) -> Bilingual {
        switch milestone {
        case .planForm: Bilingual("计划表", "plan")
        case .midTermSummary: Bilingual("中期评估", "mid-term")
        case .finalSummary: Bilingual("成效总结", "final")
        }
    }
}
