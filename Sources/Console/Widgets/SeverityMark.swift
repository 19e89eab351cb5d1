import Metro

/// Severity as shape, letter and colour, so that no meaning rests on colour alone (`console.md`, Rules).
public enum SeverityMark {
    /// One column, in every character set.
    public static func glyph(_ severity: Severity) -> Character {
        switch severity {
        case .ok: "·"
        case .warning: "!"
        case .breach: "X"
        case .unknown: "?"
        case .stale: "░"
        case .maintenance: "m"
        }
    }

    public static func role(_ severity: Severity) -> Role {
        switch severity {
        case .ok: .ok
        case .warning: .warning
        case .breach: .breach
        case .unknown: .unknown
        case .stale: .stale
        case .maintenance: .maintenance
        }
    }

    /// Breaches stand reversed, warnings and unknown bold.
    public static func style(_ severity: Severity) -> Style {
        switch severity {
        case .breach: Style(.breach, [.bold, .reverse])
        case .warning, .unknown: Style(role(severity), .bold)
        case .ok, .stale, .maintenance: Style(role(severity))
        }
    }

    /// Text about something of this severity: the hue without the reverse, so that lines stay calm.
    public static func textStyle(_ severity: Severity) -> Style {
        severity == .ok ? .text : Style(role(severity))
    }

    /// The mark alone, to be put into a line.
    public static func text(_ severity: Severity) -> StyledText {
        StyledText(String(glyph(severity)), style(severity))
    }

    public static func severity(_ verdict: Verdict) -> Severity {
        switch verdict {
        case .met: .ok
        case .missed: .breach
        case .unknown: .unknown
        }
    }
}
