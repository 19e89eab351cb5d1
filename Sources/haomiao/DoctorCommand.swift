import ArgumentParser
import Foundation
import Sockets
import Terminal

/// `haomiao doctor`: what was found here and what follows from it.
struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Say what terminal, locale, colours and time stamping were found.")

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
        if let clock = SystemClock.state {
            let error = Double(clock.maximumErrorNanoseconds) / 1000
            row("system clock", clock.isSynchronised ? "synchronised" : "NOT synchronised")
            row(
                "maximum error",
                String(format: "%.1f µs (estimated %.1f µs)", error, Double(clock.estimatedErrorNanoseconds) / 1000))
            if clock.isSynchronised {
                row("verdicts", "one-way delays carry ± this error plus the far end's")
            } else {
                row(
                    "verdicts",
                    "no one-way verdict from this host's clock: only paths with 'clock: shared' and round trips")
            }
        } else {
            row("system clock", "the kernel does not say (adjtimex refused)")
        }
        row("receive stamps", receiveStamps())
        return lines
    }

    /// Sends itself one datagram and looks whether the kernel stamped it.
    private static func receiveStamps() -> String {
        do {
            let socket = try DatagramSocket(bindingTo: .loopback(port: 0))
            _ = try socket.send([0], to: socket.localAddress)
            let deadline = SystemClock.monotonicNanoseconds + 200_000_000
            while SystemClock.monotonicNanoseconds < deadline {
                if let datagram = try socket.receive().datagrams.first {
                    guard let kernel = datagram.kernelReceiveNanoseconds else {
                        return "user space only: delays carry the scheduler's jitter"
                    }
                    let lead = Double(datagram.userReceiveNanoseconds - kernel) / 1000
                    return String(format: "kernel (SO_TIMESTAMPNS), %.1f µs before this program saw the packet", lead)
                }
            }
            return "unknown: no datagram came back on loopback within 200 ms"
        } catch {
            return "unknown: \(error)"
        }
    }
}
