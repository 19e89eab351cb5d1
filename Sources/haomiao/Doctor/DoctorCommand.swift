import ArgumentParser
import Foundation
import STAMP
import Sockets
import Terminal

/// `haomiao doctor`: what was found here and what follows from it.
struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Say what terminal, locale, clock and time stamping were found, and what follows from them.")

    func run() throws { try StandardOutput.write(Self.report().joined(separator: "\n") + "\n") }

    private static func report() -> [String] {
        let environment = ProcessInfo.processInfo.environment
        let terminal = TerminalCapabilities.detect(environment: environment)
        var lines = ["terminal"]
        func row(_ name: String, _ value: String) {
            lines.append("  " + name.padding(toLength: 28, withPad: " ", startingAt: 0) + value)
        }
        row("standard input/output", terminal.isTerminal ? "a terminal" : "no terminal: the console cannot open here")
        row("TERM", terminal.term.isEmpty ? "not set" : terminal.term)
        row(
            "terminfo entry", terminal.terminfoExists ? terminal.terminfo : "\(terminal.terminfo) (not in the database)"
        )
        row("size", "\(terminal.columns)×\(terminal.rows)\(terminal.isLargeEnough ? "" : " (too small: 60×16 needed)")")
        row("colours", terminal.colorSummary)
        row("synchronised output", terminal.usesSynchronisedOutput ? "yes (DEC 2026)" : "no")
        lines.append("locale")
        row(
            "LC_ALL / LC_CTYPE / LANG",
            ["LC_ALL", "LC_CTYPE", "LANG"].map { environment[$0] ?? "–" }.joined(separator: " / "))
        row("character set", terminal.isUTF8 ? "UTF-8" : "not UTF-8")
        row("graphs", terminal.glyphs.rawValue)
        let language = LanguageChoice.choose(
            option: nil, configured: nil, environment: environment, isUTF8: terminal.isUTF8, glyphs: terminal.glyphs)
        row("language if none is chosen", "\(language.language.rawValue) (\(language.reason))")
        lines.append("why")
        lines += terminal.reasons.map { "  " + $0 }
        lines.append("time")
        ClockTruth.host.ask()
        let clock = DoctorClock(
            kernel: SystemClock.kernel, state: ClockTruth.host.state, replies: ClockTruth.host.replies)
        for line in clock.rows { row(line.name, line.value) }
        lines.append("network")
        for line in DoctorNetwork.rows { row(line.name, line.value) }
        return lines
    }
}
