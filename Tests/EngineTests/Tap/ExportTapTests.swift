import Configuration
import Foundation
import Logging
import Metro
import Synchronization
import Telemetry
import Testing

@testable import Engine

@Suite("A tap", .timeLimit(.minutes(1)))
struct ExportTapTests {
    private func inventory(_ exports: String) throws -> LoadedConfiguration {
        try ConfigurationLoader.load(
            text: """
                version: 1
                city: Test
                sites: [{id: east}, {id: west}]
                devices: [{id: pe1, site: east}, {id: pe2, site: west}]
                links: [{id: l1, a: "pe1:xe0", b: "pe2:xe0", capacity: 10G}]
                paths: [{id: p1, a: east, b: west, method: oduk, export: delays, interval: 1s}]
                exports:
                  - {id: delays, format: delay-csv, \(exports)}
                  - {id: shared, format: influx, nats: {url: "nats://127.0.0.1:4222", subject: a, stream: s, consumer: c}}
                  - {id: topic, format: influx, kafka: {brokers: ["127.0.0.1:9092"], topics: [t], group: g}}
                """, file: "m.yaml")
    }

    @Test("Samples are lines for programs and for people, with their link, unit and direction")
    func lines() throws {
        let loaded = try inventory("command: [cat, /dev/null]")
        let stamp: Int64 = 1_700_000_000_000_000_007
        let samples = [
            Sample.counter(.octets, subject: 0, direction: .outbound, value: .max, agentTicks: 1, at: stamp),
            .gauge(.speed, subject: 1, value: 10_000_000_000, at: stamp),
            .delay(subject: 0, direction: .backward, nanoseconds: -5, uncertaintyNanoseconds: 30, at: stamp),
            .lost(subject: 0, direction: .forward, at: stamp),
        ]
        #expect(
            SampleLines(loaded.inventory, isJSON: true).text(samples) == """
                {"time_ns":1700000000000000007,"interface":"pe1:xe0","link":"l1","metric":"octets","direction":"out","value":18446744073709551615}
                {"time_ns":1700000000000000007,"interface":"pe2:xe0","link":"l1","metric":"speed_bps","value":10000000000}
                {"time_ns":1700000000000000007,"path":"p1","metric":"delay_ns","direction":"backward","value":-5,"uncertainty":30}
                {"time_ns":1700000000000000007,"path":"p1","metric":"lost","direction":"forward"}

                """)
        #expect(
            SampleLines(loaded.inventory, isJSON: false).text(samples) == """
                2023-11-14T22:13:20.000000007Z pe1:xe0 (l1) octets out 18446744073709551615
                2023-11-14T22:13:20.000000007Z pe2:xe0 (l1) speed_bps 10000000000
                2023-11-14T22:13:20.000000007Z p1 delay_ns backward -5 ± 30
                2023-11-14T22:13:20.000000007Z p1 lost forward

                """)
    }

    @Test("Without acknowledging it reads brokers with nobody's consumer or group")
    func beside() throws {
        let exports = try inventory("command: [cat, /dev/null]").inventory.exports
        let beside = try ExportTap.tapped(exports, nil, acknowledges: false)
        guard case .nats(let nats) = beside[1].transport, case .kafka(let kafka) = beside[2].transport else {
            Issue.record("not the transports that were configured")
            return
        }
        #expect(nats.consumer == nil && nats.stream == "s" && kafka.group == nil)
        #expect(try ExportTap.tapped(exports, nil, acknowledges: true) == exports)
        #expect(try ExportTap.tapped(exports, ExportID("topic"), acknowledges: true) == [exports[2]])
    }

    @Test("What is not there to be tapped is told with what is")
    func untappable() throws {
        let exports = try inventory("command: [cat, /dev/null]").inventory.exports
        let unknown = #expect(throws: ExportTap.Untappable.self) {
            try ExportTap.tapped(exports, ExportID("kafka"), acknowledges: false)
        }
        #expect(unknown?.description == "no export 'kafka'; exports: delays, shared, topic")
        let none = #expect(throws: ExportTap.Untappable.self) { try ExportTap.tapped([], nil, acknowledges: false) }
        #expect(none?.description == "the configuration has no exports; see 'exports' in Docs/Telemetry.md")
    }

    @Test("A queue takes what fits, and says that samples are through only when their reader says so")
    func queue() {
        let queue = TapQueue()
        let samples = (0..<TapQueue.capacity + 5).map { Sample.lost(subject: 0, direction: .forward, at: Int64($0)) }
        #expect(queue.door.offerWhatFits(.export, samples[...]) == TapQueue.capacity)
        #expect(queue.door.offer(.export, Array(samples.suffix(5))) == 0)
        #expect(queue.counts == RingCounts(accepted: UInt64(TapQueue.capacity), drained: 0, refused: 5))
        #expect(queue.next().count == TapQueue.capacity)
        #expect(queue.counts.drained == 0)
        queue.passed(TapQueue.capacity)
        #expect(queue.counts.drained == UInt64(TapQueue.capacity))
        #expect(queue.next().isEmpty)
    }

    @Test("It reads a child's output, and accounts for it")
    func child() async throws {
        let lines = "1700000000000000001,east,west,oduk,400,1,0\\n1700000000000000002,east,west,oduk,,,1\\n"
        let loaded = try inventory("command: [printf, '\(lines)']")
        let taken = Mutex<[Sample]>([])
        let tap = try ExportTap(
            EngineSetup(loaded), export: ExportID("delays"), acknowledges: false,
            log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        ) { samples in
            taken.withLock { $0 += samples }
            return true
        }
        tap.start()
        while taken.withLock({ $0.count }) < 2 { try await Task.sleep(for: .milliseconds(10)) }
        await tap.stop()
        #expect(taken.withLock { $0.prefix(2).map(\.metric) } == [.delay, .lost])
        #expect(tap.targets().map(\.id) == ["export/delays"])
        #expect((tap.targets()[0].stream?.samples ?? 0) >= 2)
    }
}
