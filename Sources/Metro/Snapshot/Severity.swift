/// How much attention something deserves; shown as shape, letter and colour (`console.md`, Rules). Ordered worst last.
public enum Severity: Int, Sendable, CaseIterable, Comparable {
    case ok, maintenance, stale, unknown, warning, breach

    public static func < (left: Severity, right: Severity) -> Bool { left.rawValue < right.rawValue }
}
