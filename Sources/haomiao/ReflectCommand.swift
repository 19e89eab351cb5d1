import ArgumentParser
import Collecting
import Foundation
import Metro
import STAMP
import Sockets

/// `haomiao reflect`: a STAMP session-reflector to put at a site.
struct ReflectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reflect",
        abstract: "Answer STAMP and TWAMP-Light probes (RFC 8762, RFC 8972); Docs/Reflector.md.")

    @Option(
        help: ArgumentHelp("Address and port to answer on, such as 0.0.0.0:862 or [::]:862.", valueName: "addr:port"))
    var listen: String

    @Option(
        help: ArgumentHelp(
            "Answer only sources in it, these also to TWAMP's short questions; may be repeated.", valueName: "prefix"))
    var allow: [String] = []

    @Option(
        help: ArgumentHelp(
            "Answer authenticated questions only; the first line of the file is the key.", valueName: "path"))
    var keyFile: String?

    @Option(help: ArgumentHelp("The same with the key in an environment variable.", valueName: "name"))
    var keyEnv: String?

    @Flag(help: "Count the answers of each session, so that senders can tell loss there from loss back.")
    var stateful = false

    @Option(help: ArgumentHelp("Answers a second to all together, 0: no limit.", valueName: "n"))
    var rate: Int = 100_000

    @Option(help: ArgumentHelp("Answers a second to one address (IPv6: one /64), 0: no limit.", valueName: "n"))
    var ratePerSource: Int = 0

    @Option(help: ArgumentHelp("Format of the time stamps, ntp or ptp.", valueName: "format"))
    var format: Format = .ntp

    @Flag(help: "Answer with the DSCP that a question has, whatever DSCP it asks for.")
    var keepDscp = false

    @Option(help: ArgumentHelp("Seconds between lines of statistics, 1 … 86400.", valueName: "seconds"))
    var report: Int = 60

    @Flag(help: "Statistics as JSON, an object a line (schema in Docs/Reflector.md).")
    var json = false

    enum Format: String, ExpressibleByArgument { case ntp, ptp }

    /// Questions a second that no reflector of this program comes near to.
    private static let rates = 0...10_000_000

    func validate() throws {
        _ = try listenAddress()
        guard (1...86_400).contains(report) else {
            throw ValidationError("--report: found \(report), expected 1 … 86400")
        }
        for (option, found) in [("--rate", rate), ("--rate-per-source", ratePerSource)] {
            guard Self.rates.contains(found) else {
                throw ValidationError("\(option): found \(found), expected 0 … 10000000")
            }
        }
        if keyFile != nil, keyEnv != nil { throw ValidationError("--key-file and --key-env: one of them, not both") }
        for prefix in allow where AddressRange(parsing: prefix) == nil {
            throw ValidationError(
                "--allow: found \"\(prefix)\", expected an address or a prefix, as 192.0.2.0/24 or 2001:db8::/48")
        }
    }

    func run() throws {
        let signals = ProcessSignals()
        signals.hold()
        let server: ReflectorServer
        do {
            server = try ReflectorServer(
                listen: try listenAddress(), policy: try policy())
        } catch {
            StandardError.print("haomiao reflect: \(listen): \(error)")
            throw ExitCode(1)
        }
        StandardError.print("reflecting STAMP on \(server.localAddress)")
        ClockTruth.host.ask()
        ClockTruth.host.start()
        if ClockTruth.host.state?.isSynchronised != true {
            StandardError.print(
                "this host's clock is not synchronised: answers say so, and one-way delays to it prove nothing")
        }
        var isOver = false
        while !isOver {
            isOver = signals.next(within: report)
            let text = ReflectReport(server)
            // A full disk loses lines of statistics, never answers.
            try? StandardOutput.print(json ? try text.json() : text.text)
        }
        server.stop()
    }

    /// Throws `ValidationError`.
    func listenAddress() throws -> SocketAddress {
        guard let address = try? SocketAddress(parsing: listen, defaultPort: 862) else {
            throw ValidationError(
                "--listen: found \"\(listen)\", expected a numeric address of this host and a port up to 65535, as "
                    + "0.0.0.0:862, [2001:db8::1]:862 or :862")
        }
        return address
    }

    func policy() throws -> ReflectorPolicy {
        var policy = ReflectorPolicy()
        policy.allowed = allow.compactMap { AddressRange(parsing: $0) }
        policy.isStateful = stateful
        policy.ratePerSecond = rate == 0 ? nil : rate
        policy.ratePerSource = ratePerSource == 0 ? nil : ratePerSource
        policy.permitsAskedDSCP = !keepDscp
        policy.format = format == .ptp ? .ptp : .ntp
        if let reference = keyFile.map({ SecretReference.file($0) }) ?? keyEnv.map({ .environment($0) }) {
            guard let key = StampKey(try reference.read().bytes) else {
                throw ValidationError("this system's OpenSSL has no HMAC-SHA-256: authenticated mode is impossible")
            }
            policy.key = key
        }
        return policy
    }
}
