import Foundation
import Glibc
import Testing

@testable import Brokers

/// The console's process is killed in the middle and started again. HAOMIAO_BROKER_SAMPLES=1000000 for the whole.
@Suite(
    "At least once", .serialized,
    .enabled(if: TapProcess.program != nil, "skipped: no haomiao beside the tests (swift build --build-tests)"))
struct AtLeastOnceTests {
    static let count = ProcessInfo.processInfo.environment["HAOMIAO_BROKER_SAMPLES"].flatMap { Int($0) } ?? 20_000

    private static let first: Int64 = 1_700_000_000_000_000_000
    private static let stamps = (0..<Int64(count)).map { first + $0 * 1_000 }
    /// One packet's delay each, `ts_ns,src,dst,method,t_us,e_us,lost`.
    private static var messages: some Sequence<String> {
        stamps.lazy.map { "\($0),here,there,stamp,420.5,1.5,0" }
    }
    /// A line of output has about so many bytes.
    private static let lineBytes = 100

    private let folder: URL
    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "haomiao-tap-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    @Test(
        "JetStream: every sample is delivered over both runs, and what came again is counted", .timeLimit(.minutes(10)),
        .enabled(if: NATSServer.isInstalled, "nats-server is not installed"))
    func jetStream() async throws {
        let server = try NATSServer()
        try server.makeStream("METRO", subject: "metro.>")
        try server.makeConsumer("console", of: "METRO", acknowledgeWaitMilliseconds: 2_000)
        try server.publish(Self.messages, subject: "metro.delays")
        try await prove("nats: {url: \"\(server.url)\", subject: metro.>, stream: METRO, consumer: console}")
        // Its last acknowledgements may be on their way.
        try await wait("everything acknowledged", seconds: 60) {
            try server.open(consumer: "console", of: "METRO") == (0, 0)
        }
    }

    @Test("Kafka: every sample is delivered over both runs, and what came again is counted", .timeLimit(.minutes(10)))
    func kafka() async throws {
        // A partition of the mock brokers holds 5 MB.
        let partitions = Int32(2 + Self.count / 40_000)
        let cluster = try KafkaCluster(topic: "metro", partitions: partitions)
        try cluster.publish(Self.messages, topic: "metro", partitions: partitions)
        try await prove("kafka: {brokers: [\"\(cluster.brokers[0])\"], topics: [metro], group: console}")
    }

    private func prove(_ transport: String) async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let configuration = folder.appending(path: "metro.yaml")
        try """
        version: 1
        city: Testbed
        sites: [{id: here}, {id: there}]
        paths: [{id: round, a: here, b: there, export: delays}]
        exports:
          - id: delays
            format: delay-csv
            \(transport)

        """.write(to: configuration, atomically: true, encoding: .utf8)

        let first = try TapProcess(
            configuration: configuration, output: folder.appending(path: "first"), isHeldBack: true)
        let middle = Self.count / 3 * Self.lineBytes
        try await wait("the middle", seconds: 300) {
            try first.pump(upTo: middle)
            return first.printedBytes >= middle
        }
        first.end(SIGKILL)
        try first.pump(upTo: .max)
        let before = try first.stamps()
        try #require(!before.isEmpty && before.count < Self.count, "not killed in the middle: \(before.count)")

        let second = try TapProcess(configuration: configuration, output: folder.appending(path: "second"))
        var after: [Int64] = []
        var bytes = -1
        try await wait("the rest; \(first.complaints)", seconds: 300) {
            // Looked at only when it has come to rest.
            try await Task.sleep(for: .milliseconds(500))
            defer { bytes = second.printedBytes }
            guard second.printedBytes == bytes, bytes > 0 else { return false }
            after = try second.stamps()
            return Set(before).union(after).count >= Self.count
        }
        // What is out may have to be acknowledged yet.
        try await Task.sleep(for: .milliseconds(500))
        second.end(SIGINT)
        #expect(Set(before).union(after) == Set(Self.stamps))
        let twice = Set(before).intersection(after).count
        let redelivered = second.told("redelivered")
        #expect(redelivered >= twice)
        #expect(redelivered <= Self.count - before.count + twice)
        print(
            "\(transport.prefix { $0 != ":" }): \(Self.count) samples; \(before.count) before SIGKILL, \(after.count) after,",
            "\(twice) of them twice; \(redelivered) redeliveries counted")
    }
}
