import Collecting
import Configuration
import Foundation
import Logging
import Metro
import Testing

@testable import Engine

@Suite("An instance that reads exports", .timeLimit(.minutes(1)))
struct ExportRunTests {
    /// Two devices that nobody polls, and a link between them.
    private func engine(_ exports: String) throws -> Engine {
        let text = """
            version: 1
            city: Test
            time_zone: UTC
            sites: [{id: east, coordinates: {latitude: 30, longitude: 120}}, {id: west, coordinates: {latitude: 30, longitude: 121}}]
            devices: [{id: pe1, site: east, aliases: [pe1.example]}, {id: pe2, site: west}]
            links: [{id: l1, a: "pe1:xe0", b: "pe2:xe0", capacity: 10G}]
            paths: [{id: p1, a: east, b: west, method: oduk, export: delays, interval: 1s}]
            exports:
            \(exports)
              - {id: delays, format: delay-csv, command: [cat, /dev/null]}
            """
        let loaded = try ConfigurationLoader.load(text: text, file: "m.yaml")
        return try Engine(
            EngineSetup(loaded), publishHertz: 10, log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    /// Readings 10 s apart of 1.25 GB each: 1 Gbit/s towards pe2.
    private static func lines(_ now: Int64) -> String {
        (0...2).map { step in
            let stamp = now - Int64(2 - step) * 10_000_000_000
            return "interface,hostname=pe1.example,ifName=xe0 ifHCInOctets=\(step * 125_000_000)i,"
                + "ifHCOutOctets=\(step * 1_250_000_000)i,ifHighSpeed=10000i,ifOperStatus=1i \(stamp)\n"
        }.joined()
    }

    private func wait(_ engine: Engine, _ condition: (MetroSnapshot) -> Bool) async throws -> MetroSnapshot {
        while true {
            let snapshot = engine.snapshot
            if condition(snapshot) { return snapshot }
            try await Task.sleep(nanoseconds: 20_000_000)
        }
    }

    @Test("A followed file feeds its link, whose rates appear in the picture; a source that ends says why")
    func file() async throws {
        let path = NSTemporaryDirectory() + "haomiao-\(UUID().uuidString).out"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let engine = try engine("  - {id: telegraf, format: influx, file: \(path), interval: 10s}")
        engine.start()
        let missing = try await wait(engine) { $0.targets.first { $0.id == "export/telegraf" }?.lastError != nil }
        #expect(
            missing.targets.first { $0.id == "export/telegraf" }?.lastError
                == "\(path) does not exist; check the export's file; it is read once it is there")
        // The picture of links is made once a second, that of targets at once.
        _ = try await wait(engine) { $0.links[0].forward.bitsPerSecond.reason == .collectorOutage }

        let now = SystemTime().wallNanoseconds
        try Self.lines(now).write(toFile: path, atomically: true, encoding: .utf8)
        let fed = try await wait(engine) {
            $0.links[0].forward.bitsPerSecond.value != nil && $0.links[0].backward.bitsPerSecond.value != nil
        }
        #expect(abs((fed.links[0].forward.bitsPerSecond.value ?? 0) - 1e9) < 1e6)
        #expect(abs((fed.links[0].backward.bitsPerSecond.value ?? 0) - 1e8) < 1e5)
        #expect(fed.links[0].forward.speedBitsPerSecond.value == 10e9)
        let target = try await wait(engine) { $0.targets.contains { $0.stream?.samples ?? 0 >= 12 } }
            .targets.first { $0.id == "export/telegraf" }
        #expect(target?.stream?.messages == 3)
        #expect(target?.state == .healthy)
        #expect(target?.address == path)

        let ended = try await wait(engine) { $0.targets.contains { $0.id == "export/delays" && $0.lastError != nil } }
        #expect(
            ended.targets.first { $0.id == "export/delays" }?.lastError
                == "the command ended with status 0; it has to go on as long as it is wanted; it is started again")
        await engine.stop()
    }

    @Test("A command feeds its link")
    func command() async throws {
        let path = NSTemporaryDirectory() + "haomiao-\(UUID().uuidString).out"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Self.lines(SystemTime().wallNanoseconds).write(toFile: path, atomically: true, encoding: .utf8)
        let engine = try engine(
            "  - {id: plugin, format: influx, command: [tail, -n, \"+1\", -f, \(path)], interval: 10s}")
        engine.start()
        let fed = try await wait(engine) { $0.links[0].forward.bitsPerSecond.value != nil }
        #expect(abs((fed.links[0].forward.bitsPerSecond.value ?? 0) - 1e9) < 1e6)
        await engine.stop()
    }
}
