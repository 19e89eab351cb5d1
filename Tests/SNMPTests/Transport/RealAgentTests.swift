import Collecting
import Foundation
import Glibc
import Sockets
import Testing

@testable import SNMP

/// net-snmp's agent on a free loopback port, with a state folder of its own; ended by its process.
private final class RealAgent: Sendable {
    static let path = "/usr/sbin/snmpd"
    static let walkPath = "/usr/bin/snmpbulkwalk"
    static func isInstalled(_ path: String) -> Bool { FileManager.default.isExecutableFile(atPath: path) }

    let port: UInt16
    private let folder: URL
    private let process: Process

    init() throws {
        port = try DatagramSocket(bindingTo: .loopback(port: 0)).localAddress.port
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("snmpd-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let configuration = folder.appendingPathComponent("snmpd.conf")
        try """
        agentaddress udp:127.0.0.1:\(port)
        rocommunity public 127.0.0.1
        sysName metro-pe1
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

@Suite(
    "A real agent", .serialized,
    .enabled(if: RealAgent.isInstalled(RealAgent.path), "skipped: no \(RealAgent.path) (apt-get install snmpd)"))
struct RealAgentTests {
    @Test(
        "a poll finds what snmpbulkwalk prints", .timeLimit(.minutes(1)),
        .enabled(if: RealAgent.isInstalled(RealAgent.walkPath), "skipped: no snmpbulkwalk (apt-get install snmp)"))
    func agrees() async throws {
        let server = try RealAgent()
        let transport = SNMPDispatcher(loop: try ReadinessLoop())
        _ = try await server.firstPoll(over: transport)
        // Counters move and the agent refreshes them in steps: ours lie between the walks before and after.
        let before = try [InterfaceColumn.highCapacityInOctets, .highCapacityOutOctets].map { try server.walk($0) }
        let table = try await SNMPPoll.poll(server.agent(), over: transport).table
        let after = try [InterfaceColumn.highCapacityInOctets, .highCapacityOutOctets].map { try server.walk($0) }
        #expect(!table.rows.isEmpty)
        #expect(table.systemName == "metro-pe1" && table.engineBoots != nil && table.lastAgentTicks != nil)
        let names = try server.walk(.name)
        let speeds = try server.walk(.highSpeed)
        let statuses = try server.walk(.operationalStatus)
        #expect(table.rows.map(\.ifIndex) == names.keys.sorted())
        for row in table.rows {
            #expect(row.name == names[row.ifIndex])
            if row.speedBitsPerSecond.value != nil {
                #expect(row.speedBitsPerSecond.value.map { "\($0 / 1_000_000)" } == speeds[row.ifIndex])
            } else {
                #expect(speeds[row.ifIndex] == "0")
            }
            #expect(row.operationalStatus.map { "\($0.rawValue)" } == statuses[row.ifIndex])
            for (place, reading) in [row.inOctets, row.outOctets].enumerated() {
                let value = try #require(reading.value?.value)
                let least = try #require(UInt64(before[place][row.ifIndex] ?? ""))
                let most = try #require(UInt64(after[place][row.ifIndex] ?? ""))
                #expect(least <= value && value <= most)
                #expect(reading.value?.is32Bit == false && reading.value?.agentTicks != nil)
            }
        }
    }

    @Test("a wrong community is silence, a right one still works afterwards", .timeLimit(.minutes(1)))
    func wrongCommunity() async throws {
        let server = try RealAgent()
        let transport = SNMPDispatcher(loop: try ReadinessLoop())
        _ = try await server.firstPoll(over: transport)
        let error = await #expect(throws: CollectorError.self) {
            try await SNMPPoll.poll(
                server.agent(community: "wrong", timeoutMilliseconds: 100, retries: 1), over: transport)
        }
        #expect(error?.message == "no answer from 127.0.0.1:\(server.port) in 2 tries of 100 ms")
        #expect(try await SNMPPoll.poll(server.agent(), over: transport).table.rows.isEmpty == false)
    }
}
