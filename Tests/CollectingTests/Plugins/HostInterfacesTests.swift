import Collecting
import Foundation
import Logging
import Metro
import Synchronization
import Telemetry
import Testing

@Suite("The example of a collector in Docs/Plugins.md", .timeLimit(.minutes(1)))
struct HostInterfacesTests {
    @Test("is polled by the supervisor and its counters arrive; a file that is gone is an error with its name")
    func collector() async throws {
        let folder = NSTemporaryDirectory() + "haomiao-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(
            atPath: folder + "/eth0/statistics", withIntermediateDirectories: true)
        for (file, octets) in [("rx_bytes", "18446744073709551615\n"), ("tx_bytes", "7\n")] {
            try octets.write(toFile: folder + "/eth0/statistics/" + file, atomically: false, encoding: .utf8)
        }
        let samples = Mutex<[Sample]>([])
        let time = ManualTime(wallNanoseconds: 1_700_000_000_000_000_000)
        let supervisor = Supervisor(
            collectors: [HostInterfaces(device: "host", subjects: ["eth0": 3], folder: folder)], interfaces: 4,
            paths: 0, time: time, log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            door: SampleDoor { _, batch in
                samples.withLock { $0 += batch }
                return batch.count
            })
        supervisor.start()
        while samples.withLock({ $0.isEmpty }) {
            time.advance(nanoseconds: 100_000_000)
            await Task.yield()
        }
        #expect(samples.withLock { $0.prefix(2).map(\.payload) } == [.max, 7])
        #expect(samples.withLock { $0.prefix(2).map(\.subject) } == [3, 3])
        try FileManager.default.removeItem(atPath: folder + "/eth0")
        while supervisor.targets()[0].picture.lastError == nil {
            time.advance(nanoseconds: 1_000_000_000)
            await Task.yield()
        }
        #expect(
            supervisor.targets()[0].picture.lastError
                == "\(folder)/eth0/statistics/rx_bytes cannot be read; check the interface's name")
        await supervisor.stop()
    }

    @Test("stands in the documentation as it is compiled here")
    func documentation() throws {
        var root = URL(filePath: #filePath)
        for _ in 0..<4 { root.deleteLastPathComponent() }
        let page = try String(contentsOf: root.appending(path: "Docs/Plugins.md"), encoding: .utf8)
        let source = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "HostInterfaces.swift")
        #expect(page.contains(try String(contentsOf: source, encoding: .utf8)))
        let script = try String(contentsOf: root.appending(path: "Docs/examples/plugin.py"), encoding: .utf8)
        #expect(page.contains(script))
    }
}
