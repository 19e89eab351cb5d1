import Foundation
import Glibc

/// An agent, a reflector, and a configuration that measures both, in a folder of their own.
@MainActor
final class Testbed {
    nonisolated static let agentProgram = "/usr/sbin/snmpd"
    nonisolated static let agentIsInstalled = FileManager.default.isExecutableFile(atPath: agentProgram)

    /// The console that was built with these tests: beside the test executable, or above it.
    nonisolated static let program: String? = {
        var folder = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        var candidates: [URL] = []
        while folder.pathComponents.count > 1 {
            candidates.append(folder)
            folder.deleteLastPathComponent()
        }
        candidates.append(root.appending(path: ".build/debug"))
        return candidates.map { $0.appending(path: "haomiao").path }
            .first { FileManager.default.isExecutableFile(atPath: $0) && !isFolder($0) }
    }()

    nonisolated private static func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
    }

    struct Trouble: Error, CustomStringConvertible {
        let description: String
    }

    let folder: URL
    let configuration: URL
    let program: String
    private let agentPort: UInt16
    let reflectorPort: UInt16
    private let environment: [String: String]
    private var agent: ChildProcess?
    private var reflector: ChildProcess?
    private var consoles: [ChildProcess] = []

    /// With the agent there are devices and links besides the path to the reflector.
    init(withAgent: Bool) throws {
        guard let program = Self.program else {
            throw Trouble(description: "no haomiao beside the tests: swift build --build-tests makes it")
        }
        self.program = program
        folder = FileManager.default.temporaryDirectory.appending(path: "haomiao-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        agentPort = try Loopback.freePort()
        reflectorPort = try Loopback.freePort()
        configuration = folder.appending(path: "metro.yaml")
        environment = [
            "HOME": folder.path, "XDG_STATE_HOME": folder.path, "XDG_CONFIG_HOME": folder.path,
            "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "TERM": "xterm-256color", "LC_ALL": "C.UTF-8",
            "MIBS": "", "SNMP_PERSISTENT_DIR": folder.path,
            "METRO_COMMUNITY": Self.community, "METRO_WRONG": "wrong",
        ]
        try (Self.common(reflectorPort) + (withAgent ? Self.measured(agentPort) : ""))
            .write(to: configuration, atomically: true, encoding: .utf8)
        if withAgent { try startAgent() }
        try startReflector()
    }

    isolated deinit {
        consoles = []
        agent = nil
        reflector = nil
        try? FileManager.default.removeItem(at: folder)
    }

    static let community = "testbed"

    private static func common(_ port: UInt16) -> String {
        """
        version: 1
        city: {zh: 试验城, en: Testbed}
        sites:
          - {id: here, name: {zh: 此处, en: Here}}
          - {id: there, name: {zh: 彼处, en: There}}
        paths:
          - {id: round, name: {zh: 环路, en: Round}, a: here, b: there, reflector: mirror, clock: shared, interval: 100ms}
        devices:
          - {id: mirror, site: there, stamp: {host: 127.0.0.1, port: \(port)}}

        """
    }

    /// Two devices that are one agent, one that gets the wrong community, one whose community is not set.
    private static func measured(_ port: UInt16) -> String {
        func device(_ id: String, _ site: String, _ variable: String) -> String {
            "  - {id: \(id), site: \(site), snmp: {host: 127.0.0.1, port: \(port), community: {env: \(variable)},"
                + " period: 5s, timeout: 500ms, retries: 0}}\n"
        }
        return device("east", "here", "METRO_COMMUNITY") + device("west", "there", "METRO_COMMUNITY")
            + device("stranger", "there", "METRO_WRONG") + device("unset", "there", "METRO_UNSET")
                + """
                links:
                  - {id: loop, name: {zh: 回环, en: Loop}, a: "east:lo", b: "west:lo"}
                  - {id: ghost, name: {zh: 幽灵, en: Ghost}, a: "east:nope0", b: "west:nope0"}

                """
    }

    // MARK: Peers

    func startAgent() throws {
        let settings = folder.appending(path: "snmpd.conf")
        try """
        agentaddress udp:127.0.0.1:\(agentPort)
        rocommunity \(Self.community) 127.0.0.1
        sysName testbed
        """.write(to: settings, atomically: true, encoding: .utf8)
        agent = try ChildProcess(
            Self.agentProgram,
            [
                "-f", "-Lf", folder.appending(path: "snmpd.log").path, "-C", "-c", settings.path, "-I", "-smux",
                "-p", folder.appending(path: "snmpd.pid").path,
            ], environment: environment, streams: .file(folder.appending(path: "snmpd.out")))
    }

    func startReflector() throws {
        reflector = try ChildProcess(
            program, ["reflect", "--listen", "127.0.0.1:\(reflectorPort)", "--report", "1"], environment: environment,
            streams: .file(folder.appending(path: "reflect.out")))
    }

    func killAgent() { agent = nil }
    func killReflector() { reflector = nil }

    /// Probes that the reflector says it has answered; 0 before its first report.
    var reflected: Int {
        let text = (try? String(contentsOf: folder.appending(path: "reflect.out"), encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").last { $0.hasPrefix("received ") } ?? ""
        return line.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    }

    // MARK: The program

    /// Runs one command to its end and returns what it printed.
    func run(_ arguments: [String]) async throws -> (status: Int32, output: String) {
        let file = folder.appending(path: "out-\(UUID().uuidString)")
        let child = try ChildProcess(program, arguments, environment: environment, streams: .file(file))
        try await wait("the end of haomiao \(arguments.joined(separator: " "))") { child.exitStatus != nil }
        return (child.exitStatus ?? -1, (try? String(contentsOf: file, encoding: .utf8)) ?? "")
    }

    /// The outbound octets of `east:lo`, and when they were read.
    struct Reading {
        let octets: UInt64
        let time: ContinuousClock.Instant

        func bitsPerSecond(since earlier: Reading) -> Double {
            8 * (Double(octets) - Double(earlier.octets)) / ((time - earlier.time) / .seconds(1))
        }
    }

    /// Polls until the counter differs from `last`: the agent renews its counters every few seconds, and the first
    /// answer that differs is the one that is fresh. Without `last`, waits for the agent's very first answer.
    func freshReading(after last: Reading?) async throws -> Reading {
        let old = last == nil ? nil : try await polledOctets()
        var octets: UInt64?
        try await wait("a fresh reading of the agent's counters") {
            octets = try await polledOctets()
            return octets != nil && octets != old
        }
        guard let octets else { throw Trouble(description: "the agent does not answer") }
        return Reading(octets: octets, time: .now)
    }

    /// By `haomiao poll --json`; `nil` while the agent does not answer.
    private func polledOctets() async throws -> UInt64? {
        let (status, output) = try await run(["poll", "--config", configuration.path, "east", "--json"])
        guard status == 0 else { return nil }
        let document = try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any]
        let interfaces = document?["interfaces"] as? [[String: Any]] ?? []
        let loopback = interfaces.first { $0["name"] as? String == "lo" }
        return (loopback?["out_octets"] as? NSNumber)?.uint64Value
    }

    /// Opens the console on `terminal`, out of a shell that stays: it says how the console ended.
    func open(on terminal: PseudoTerminal) async throws -> Console {
        let mark = folder.appending(path: "pid-\(UUID().uuidString)")
        let shell = try ChildProcess(
            "/bin/sh",
            [
                "-c", #"printf 'before\n'; "$@"; printf 'status=%s\n' "$?"; read -r _"#, "sh",
                "/bin/sh", "-c", #"echo $$ >"$0"; exec "$@""#, mark.path,
                program, "--config", configuration.path, "--language", "en",
                "--log", folder.appending(path: "log").path,
            ], environment: environment, streams: .terminal(terminal.name))
        consoles.append(shell)
        var pid: pid_t?
        try await wait("the console's process") {
            pid = (try? String(contentsOf: mark, encoding: .utf8))
                .flatMap { pid_t($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
            return pid != nil
        }
        guard let pid else { throw Trouble(description: "the console did not start") }
        try await terminal.see("the first picture") { $0.isAlternate && $0.line(0).contains("Testbed") }
        return Console(pid: pid)
    }

    /// The console's own process.
    struct Console {
        let pid: pid_t
        /// Gone, or waiting for a parent that takes its status.
        var hasEnded: Bool {
            guard let stat = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8) else { return true }
            return stat.drop { $0 != ")" }.dropFirst(2).first == "Z"
        }
        func signal(_ number: Int32) { kill(pid, number) }
    }
}
