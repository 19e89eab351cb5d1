/// A date by which the notice wants a form (`indicators.md` §7). Raw values are what exports say.
public enum ReportMilestone: String, Sendable, CaseIterable {
    case planForm = "plan_form"
    case midTermSummary = "mid_term_summary"
    case finalSummary = "final_summary"

    /// Due day, ISO 8601.
    public var day: String {
        switch self {
        case .planForm: "2025-11-15"
        case .midTermSummary: "2026-11-15"
        case .finalSummary: "2027-11-15"
        }
    }
    /// The year by which the goals are to be reached.
    public static let goalYear = 2027
}

/// Where a day stands between the milestones.
public struct ReportCountdown: Hashable, Sendable {
    /// The next one due, the day itself included; `nil` after the last.
    public let next: ReportMilestone?
    /// Whole days until it, 0 on the day; `nil` after the last.
    public let daysLeft: Int?
    /// Those whose day is over, oldest first.
    public let passed: [ReportMilestone]

    /// `nil` when `day` is not an ISO 8601 day.
    public init?(day text: String) {
        guard let today = CivilDay(text) else { return nil }
        let days = ReportMilestone.allCases.compactMap { milestone in
            CivilDay(milestone.day).map { (milestone, today.days(until: $0)) }
        }
        let open = days.first { $0.1 >= 0 }
        next = open?.0
        daysLeft = open?.1
        passed = days.filter { $0.1 < 0 }.map(\.0)
    }
}
