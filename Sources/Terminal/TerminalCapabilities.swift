import CNCurses
import Console
import Glibc

/// How many colours the terminal has, and how they are chosen.
public enum ColorDepth: String, Sendable, CaseIterable {
    case none, eight, sixteen
    case palette256 = "256"
    case direct = "24-bit"
}

/// What the terminal can do and how that was found out; `haomiao doctor` prints it.
public struct TerminalCapabilities: Sendable {
    public var isTerminal: Bool
    /// TERM as set, and the terminfo entry that is used.
    public var term: String
    public var terminfo: String
    public var columns: Int
    public var rows: Int
    public var isUTF8: Bool
    public var glyphs: GlyphSet
    public var wantsColor: Bool
    /// Frames are wrapped in DEC mode 2026; terminals that do not know it ignore it.
    public var usesSynchronisedOutput: Bool
    /// Whether the terminfo database has the entry, and the colours it promises.
    public var terminfoExists: Bool
    public var colors: Int
    /// One line a decision: what was found, and what follows.
    public var reasons: [String]

    /// Looks at the environment and at the terminal on standard output. Sets the locale.
    public static func detect(environment: [String: String]) -> TerminalCapabilities {
        hm_set_locale()
        var reasons: [String] = []
        let isTerminal = isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1
        let term = environment["TERM"] ?? ""
        var columns: Int32 = 80
        var rows: Int32 = 24
        if !hm_window_size(STDOUT_FILENO, &columns, &rows) { reasons.append("size unknown: 80×24 assumed") }

        var terminfo = term
        let truecolor = ["truecolor", "24bit"].contains(environment["COLORTERM"] ?? "")
        if truecolor, let direct = directEntry(for: term), hm_terminfo_exists(direct) {
            terminfo = direct
            reasons.append("COLORTERM promises 24-bit colour: terminfo entry \(direct)")
        } else if truecolor {
            reasons.append("COLORTERM promises 24-bit colour, but no direct-colour entry for \(term): palette colours")
        }
        let noColor = !(environment["NO_COLOR"] ?? "").isEmpty
        if noColor { reasons.append("NO_COLOR is set: no colour") }

        let isUTF8 = hm_is_utf8_locale()
        let glyphs: GlyphSet
        if !isUTF8 {
            glyphs = .ascii
            reasons.append("the locale is not UTF-8: ASCII (set LC_ALL to a UTF-8 locale such as C.UTF-8)")
        } else if term == "linux" {
            glyphs = .block
            reasons.append("the Linux console's fonts have no braille: block graphs")
        } else if term.hasPrefix("vt") {
            glyphs = .ascii
            reasons.append("\(term) has no Unicode: ASCII")
        } else {
            glyphs = .braille
            reasons.append("UTF-8 locale: braille graphs")
        }
        let understandsModes = term.hasPrefix("xterm") || term.hasPrefix("tmux") || term.hasPrefix("screen")
        return TerminalCapabilities(
            isTerminal: isTerminal, term: term, terminfo: terminfo, columns: Int(columns), rows: Int(rows),
            isUTF8: isUTF8, glyphs: glyphs, wantsColor: !noColor, usesSynchronisedOutput: understandsModes,
            terminfoExists: hm_terminfo_exists(terminfo), colors: Int(hm_terminfo_colors(terminfo)), reasons: reasons)
    }

    /// 60×16: under that the console shows one line that says so.
    public var isLargeEnough: Bool { columns >= 60 && rows >= 16 }

    public var colorSummary: String {
        if !wantsColor { return "none (NO_COLOR)" }
        switch colors {
        case ..<8: return "none: states are told by shape and letter"
        case 1 << 24: return "24-bit"
        default: return "\(colors)"
        }
    }

    /// The direct-colour sibling of a terminfo entry.
    static func directEntry(for term: String) -> String? {
        switch term {
        case "xterm-256color", "xterm": "xterm-direct"
        case "tmux-256color", "tmux": "tmux-direct"
        default: nil
        }
    }
}
