import ArgumentParser
import Foundation
import STAMP
import Sockets

/// `haomiao reflect`: a STAMP session-reflector (RFC 8762) to put at a site.
struct ReflectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reflect", abstract: "Answer STAMP probes (RFC 8762, unauthenticated, stateless).")

    @Option(
        help: ArgumentHelp("Address and port to answer on, such as 0.0.0.0:862 or [::]:862.", valueName: "addr:port"))
    var listen: String

    @Option(help: ArgumentHelp("Seconds between lines of statistics, 1 … 86400.", valueName: "seconds"))
    var report: Int = 60

    func validate() throws {
        guard (1...86_400).contains(report) else {
            throw ValidationError("--report: found \(report), expected 1 … 86400")
        }
    }

    func run() throws {
        var signals = ProcessSignals()
        signals.block()
        let server: ReflectorServer
        do {
            server = try ReflectorServer(listen: try SocketAddress(parsing: listen, defaultPort: 862))
        } catch {
            StandardError.print("haomiao reflect: \(listen): \(error)")
            throw ExitCode(1)
        }
        try StandardOutput.print("reflecting STAMP on \(server.localAddress)")
        if SystemClock.state?.isSynchronised != true {
            try StandardOutput.print(
                "this host's clock is not synchronised: answers say so, and one-way delays to it prove nothing")
        }
        var isOver = false
        while !isOver {
            isOver = signals.next(within: report)
            // A full disk loses lines of statistics, never answers.
            try? StandardOutput.print(server.statistics.line)
        }
        server.stop()
    }
}

extension ReflectorStatistics {
    /// The account, as it stands.
    var line: String {
        """
        received \(received) = reflected \(reflected) + malformed \(malformed) + answers \(answers) \
        + send errors \(sendErrors) + dropped \(dropped)
        """
    }
}
