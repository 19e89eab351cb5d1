import Collecting
import Foundation
import Glibc
import Sockets

@testable import SNMP

/// net-snmp's agent on a free loopback port, with a state folder of its own; ended by its process.
final class RealAgent: Sendable {
    static let path = "/usr/sbin/snmpd"
    static let walkPath = "/usr/bin/snmpbulkwalk"
    static func isInstalled(_ path: String) -> Bool { FileManager.default.isExecutableFile(atPath: path) }

    let port: UInt16
    private let folder: URL
    private let process: Process

    /// `lines`: more of its configuration.
    init(_ lines: String = "") throws {
        port = try DatagramSocket(bindingTo: .loopback(port: 0)).localAddress.port
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("snmpd-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let configuration = folder.appendingPathComponent("snmpd.conf")
        try """
        agentaddress udp:127.0.0.1:\(port)
        rocommunity public 127.0.0.1
        sysName metro-pe1
        \(lines)
        """.write(to: configuration, atomically: true, encoding: .utf8)
        process = Process()
        process.executableURL = URL(fileURLWithPath: Self.path)
        process.arguments = [
            "-f", "-Lf", folder.appendingPathComponent("log").path, "-C", "-c", configuration.path, "-I", "-smux",
            "-p", folder.appendingPathComponent("pid").path,
        ]
        process.environment = ["SNMP_PERSISTENT_DIR": folder.path, "MIBS": "", "PATH": "/usr/sbin:/usr/bin:/sbin:/bin"]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
    }

    deinit {
        // The agent inherits a signal mask in which SIGTERM may be blocked.
        kill(process.processIdentifier, SIGKILL)
        try? FileManager.default.removeItem(at: folder)
    }

    func agent(community: String = "public", timeoutMilliseconds: Int = 2_000, retries: Int = 1) -> SNMPAgent {
        SNMPAgent(
            host: "127.0.0.1", port: port, credentials: .community(Community(Array(community.utf8))),
            timeoutMilliseconds: timeoutMilliseconds, retries: retries)
    }

    /// Polls until the agent has started: refused at first, then answered.
    func firstPoll(over transport: any SNMPTransport) async throws -> SNMPPollResult {
        var lastError: (any Error)?
        for _ in 0..<200 {
            do {
                return try await SNMPPoll.poll(agent(), over: transport)
            } catch let error as CollectorError {
                lastError = error
                try await Task.sleep(for: .milliseconds(50))
            }
        }
        throw lastError ?? CancellationError()
    }

    /// What snmpbulkwalk -On prints, by OID without its leading dot.
    func walk(_ column: InterfaceColumn) throws -> [UInt32: String] {
        let walk = Process()
        let output = Pipe()
        walk.executableURL = URL(fileURLWithPath: Self.walkPath)
        walk.arguments = ["-v2c", "-c", "public", "-On", "-OQ", "127.0.0.1:\(port)", column.column.name.description]
        walk.environment = ["MIBS": ""]
        walk.standardOutput = output
        try walk.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        var values: [UInt32: String] = [:]
        for line in text.split(separator: "\n") {
            guard let equals = line.range(of: " = "), let name = OID(line[..<equals.lowerBound]),
                let index = name.index(below: column.column.name)?.first
            else { continue }
            values[index] = line[equals.upperBound...].trimmingCharacters(in: CharacterSet(charactersIn: "\""))
        }
        return values
    }
}
