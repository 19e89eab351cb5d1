import Collecting
import Foundation
import Glibc
import Metro
import Sockets
import Synchronization
import Telemetry
import Testing

@testable import SNMP

/// Keeps what a collector hands in, by the system's clock.
private final class LiveIntake: Intake {
    let time: any TimeSource = SystemTime()
    private let record = Mutex((samples: [Sample](), findings: [Finding]()))

    func offer(_ samples: [Sample]) { record.withLock { $0.samples += samples } }
    func report(_ finding: Finding) { record.withLock { $0.findings.append(finding) } }

    var samples: [Sample] { record.withLock { $0.samples } }
    var findings: [Finding] { record.withLock { $0.findings } }
    var counters: TrapPicture.Counters? {
        for case .traps(let picture) in findings.reversed() { return picture.counters }
        return nil
    }

    /// Waits, at most 20 s.
    func wait(_ condition: (LiveIntake) -> Bool) async throws -> Bool {
        for _ in 0..<400 {
            if condition(self) { return true }
            try await Task.sleep(for: .milliseconds(50))
        }
        return condition(self)
    }
}

/// net-snmp's senders, with a state folder of their own.
private struct RealSender {
    static let isInstalled = ["snmptrap", "snmpinform"].allSatisfy {
        FileManager.default.isExecutableFile(atPath: "/usr/bin/\($0)")
    }
    let port: UInt16
    let folder: URL

    /// Its exit status.
    func run(_ program: String, _ version: [String], _ content: [String]) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/\(program)")
        process.arguments = version + ["127.0.0.1:\(port)"] + content
        process.environment = ["SNMP_PERSISTENT_DIR": folder.path, "SNMPCONFPATH": folder.path, "MIBS": ""]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        // Not by `waitUntilExit`: that waits for a socket which programs that other tests start meanwhile hold open too.
        var end = siginfo_t()
        while waitid(P_PID, id_t(process.processIdentifier), &end, WEXITED | WNOWAIT) < 0, errno == EINTR {}
        return end._sifields._sigchld.si_status
    }
}

@Suite("Real senders of notifications", .serialized)
struct RealNotificationTests {
    private static func freePort() throws -> UInt16 {
        try DatagramSocket(bindingTo: .loopback(port: 0)).localAddress.port
    }
    private static let user = USMUser(
        name: Array("ops".utf8), authentication: .init(.sha256, password: Array("authpass12345".utf8)),
        privacy: .init(.aes128, password: Array("privpass12345".utf8)))

    private func collector(_ port: UInt16, on loop: ReadinessLoop) -> NotificationCollector {
        NotificationCollector(listen: .loopback(port: port), loop: loop) {
            NotificationAccess(
                devices: [
                    .init(
                        id: "pe1", addresses: [.loopback(port: 161)],
                        credentials: .community(Traps.community("s3cret")),
                        poller: KnownInterfaces([3: 17], ticks: nil))
                ], users: [Self.user], engineID: Traps.engineID, engineBoots: 100)
        }
    }

    @Test(
        "traps and informs of net-snmp arrive in every version, change states and are answered",
        .timeLimit(.minutes(1)),
        .enabled(if: RealSender.isInstalled, "skipped: no snmptrap and snmpinform (apt-get install snmp)"))
    func versions() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("snmptrap-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let port = try Self.freePort()
        let loop = try ReadinessLoop()
        let intake = LiveIntake()
        let collector = collector(port, on: loop)
        let task = Task { try await collector.collect(into: intake) }
        defer { task.cancel() }
        try #require(try await intake.wait { $0.findings.contains(.trouble(nil)) })

        let sender = RealSender(port: port, folder: folder)
        let row = ["1.3.6.1.2.1.2.2.1.1.3", "i", "3", "1.3.6.1.2.1.2.2.1.8.3", "i"]
        let down = ["", "1.3.6.1.6.3.1.1.5.3"] + row + ["2"]
        let up = ["", "1.3.6.1.6.3.1.1.5.4"] + row + ["1"]
        let version2 = ["-v2c", "-c", "s3cret"]
        func version3(_ password: String) -> [String] {
            [
                "-v3", "-u", "ops", "-l", "authPriv", "-a", "SHA-256", "-A", password, "-x", "AES", "-X",
                "privpass12345", "-t", "2", "-r", "1",
            ]
        }
        let version1 = ["1.3.6.1.4.1.2011", "127.0.0.1", "2", "0", ""] + row + ["2"]
        #expect(try sender.run("snmptrap", ["-v1", "-c", "s3cret"], version1) == 0)
        #expect(try await intake.wait { $0.samples.count == 1 })
        #expect(try sender.run("snmptrap", version2, up) == 0)
        #expect(try await intake.wait { $0.samples.count == 2 })
        #expect(try sender.run("snmptrap", version3("authpass12345") + ["-e", "0x80001f880470653131"], down) == 0)
        #expect(try await intake.wait { $0.samples.count == 3 })
        #expect(try sender.run("snmpinform", version2 + ["-t", "2", "-r", "1"], up) == 0)
        #expect(try sender.run("snmpinform", version3("authpass12345"), down) == 0)
        #expect(intake.samples.map(\.payload) == [2, 1, 2, 1, 2])
        #expect(intake.samples.allSatisfy { $0.subject == 17 && $0.metric == .operationalStatus })
        #expect(intake.findings.count { $0 == .news(of: "snmp/pe1") } == 5)

        #expect(try sender.run("snmpinform", version3("wrongpass12345"), down) != 0)
        #expect(try sender.run("snmptrap", ["-v2c", "-c", "wrong"], down) == 0)
        #expect(try await intake.wait { $0.counters?.wrongCommunity == 1 })
        let counters = try #require(intake.counters)
        #expect(counters.version1 == 1 && counters.version2 == 2 && counters.version3 == 2)
        #expect(counters.informsAnswered == 2 && counters.wrongDigest >= 1 && counters.discoveries >= 1)
        #expect(counters.accounted == counters.received && counters.overflowed == 0)
        #expect(intake.samples.count == 5)
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        // The port is free again.
        _ = try DatagramSocket(bindingTo: .loopback(port: port))
    }

    @Test("a port that is taken fails this target alone, with advice", .timeLimit(.minutes(1)))
    func taken() async throws {
        let socket = try DatagramSocket(bindingTo: .loopback(port: 0))
        let port = socket.localAddress.port
        let collector = collector(port, on: try ReadinessLoop())
        #expect(collector.target.id == "trap/127.0.0.1:\(port)" && collector.cadence == .continuous)
        let error = await #expect(throws: CollectorError.self) { try await collector.collect(into: LiveIntake()) }
        #expect(error?.message == "cannot listen for traps on 127.0.0.1:\(port): Address already in use")
        #expect(error?.advice == "another program has the port (snmptrapd?): stop it, or listen on another port")
        withExtendedLifetime(socket) {}
    }

    @Test("what else can be wrong with a port has its own advice")
    func advice() throws {
        func advice(_ number: Int32) -> String? {
            NotificationCollector.error(SocketError("bind", cause: .system(number)), at: ":162").advice
        }
        #expect(advice(EACCES)?.contains("setcap cap_net_bind_service=+ep") == true)
        #expect(advice(EACCES)?.contains("redirect 162") == true)
        #expect(advice(EADDRNOTAVAIL)?.contains("this host does not have that address") == true)
        #expect(advice(EMFILE) == "check collectors.traps.listen")
        let all = NotificationCollector(listen: .any(port: 162), loop: try ReadinessLoop()) {
            throw CancellationError()
        }
        #expect(all.target.id == "trap/:162")
    }
}
