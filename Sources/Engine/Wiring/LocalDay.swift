import Foundation
import Metro

/// The wall clock as people of the inventory's zone read it.
struct LocalDay: Sendable {
    private let zone: TimeZone
    private let formatter: Date.ISO8601FormatStyle

    /// An unknown zone counts as UTC; the configuration check refuses it before.
    init(timeZone identifier: String) {
        zone = TimeZone(identifier: identifier) ?? .gmt
        formatter = Date.ISO8601FormatStyle(timeZone: zone).year().month().day()
    }

    func offsetSeconds(_ nanoseconds: Int64) -> Int { zone.secondsFromGMT(for: date(nanoseconds)) }

    /// ISO 8601 day.
    func day(_ nanoseconds: Int64) -> String { formatter.format(date(nanoseconds)) }

    /// `UTC+8`: zone letters such as CST mean several zones.
    func abbreviation(_ nanoseconds: Int64) -> String {
        let offset = offsetSeconds(nanoseconds)
        if offset == 0 { return "UTC" }
        let minutes = abs(offset) / 60
        let tail = minutes % 60 == 0 ? "" : ":" + (minutes % 60 < 10 ? "0" : "") + "\(minutes % 60)"
        return "UTC\(offset < 0 ? "−" : "+")\(minutes / 60)\(tail)"
    }

    private func date(_ nanoseconds: Int64) -> Date { Date(timeIntervalSince1970: Double(nanoseconds) / 1e9) }
}
