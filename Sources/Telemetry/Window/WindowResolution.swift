/// Lengths of the windows that are kept. Seconds are kept as long as samples may be late, and 3 s more; minutes as
/// long as the live window or the screens need, and 3 more.
public enum WindowResolution: Sendable, CaseIterable {
    case second
    case minute
}
