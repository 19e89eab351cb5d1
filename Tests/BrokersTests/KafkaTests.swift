import CKafka
import Collecting
import Exports
import Metro
import Testing

@testable import Brokers

@Suite("Kafka")
struct KafkaTests {
    private static func source(_ cluster: KafkaCluster, group: String? = "console") -> ExportSource.Kafka {
        ExportSource.Kafka(brokers: cluster.brokers, topics: ["metro"], group: group)
    }

    @Test("Every message is delivered, each partition in order, and the group goes on where it was")
    func all() async throws {
        let cluster = try KafkaCluster(topic: "metro")
        try cluster.publish((0..<20_000).map { "m\($0)" }, topic: "metro")
        let door = FakeDoor()
        let run = reading(KafkaTransport(Self.source(cluster)), into: door)
        try await wait("all messages") { door.messages.count >= 20_000 }
        try await wait("no backlog") { door.picture.backlog == 0 }
        run.cancel()
        await #expect(throws: CancellationError.self) { try await run.value }
        #expect(Set(door.messages) == Set((0..<20_000).map { "m\($0)" }))
        #expect(door.messages.count == 20_000)
        let even = door.messages.compactMap { Int($0.dropFirst()) }.filter { $0 % 2 == 0 }
        #expect(even == even.sorted())
        #expect(door.picture.redelivered == 0)

        try cluster.publish(["later"], topic: "metro")
        let second = FakeDoor()
        let next = reading(KafkaTransport(Self.source(cluster)), into: second)
        try await wait("the next message") { !second.messages.isEmpty }
        next.cancel()
        await #expect(throws: CancellationError.self) { try await next.value }
        #expect(second.messages == ["later"])
        #expect(second.picture.redelivered == 0)
    }

    @Test("What was delivered but not in comes again to the next, and is counted")
    func again() async throws {
        let cluster = try KafkaCluster(topic: "metro")
        try cluster.publish((0..<10_000).map { "m\($0)" }, topic: "metro")
        let first = FakeDoor.stuckInSecond()
        let run = reading(KafkaTransport(Self.source(cluster)), into: first)
        try await wait("the second turn") { first.turns.count == 2 }
        run.cancel()
        await #expect(throws: CancellationError.self) { try await run.value }

        let second = FakeDoor()
        let next = reading(KafkaTransport(Self.source(cluster)), into: second)
        let left = 10_000 - first.turns[0].count
        try await wait("the rest") { second.messages.count >= left }
        next.cancel()
        await #expect(throws: CancellationError.self) { try await next.value }
        #expect(second.messages.count == left)
        #expect(Set(second.messages + first.turns[0]).count == 10_000)
        #expect(second.picture.redelivered == UInt64(first.turns[1].count))
    }

    @Test("Without a group it reads from now on and commits nothing")
    func onlooker() async throws {
        let cluster = try KafkaCluster(topic: "metro")
        try cluster.publish(["before"], topic: "metro")
        let door = FakeDoor()
        let run = reading(KafkaTransport(Self.source(cluster, group: nil)), into: door)
        // It does not tell when it has its partitions; what was there before must not come.
        try await wait("a message") {
            try cluster.publish(["after"], topic: "metro")
            return !door.messages.isEmpty
        }
        run.cancel()
        await #expect(throws: CancellationError.self) { try await run.value }
        #expect(Set(door.messages) == ["after"])
        #expect(door.picture.redelivered == 0)
    }

    @Test("No broker is told with its address")
    func noBroker() async throws {
        let transport = KafkaTransport(
            ExportSource.Kafka(brokers: ["127.0.0.1:1"], topics: ["metro"], group: "console"))
        #expect(
            try await failure(of: transport)
                == CollectorError(
                    .timeout, "no Kafka broker answers at 127.0.0.1:1",
                    advice: "check addresses and firewall, and that they run"))
    }

    @Test("TLS files that are not there, and a name for all brokers, are refused")
    func settings() async throws {
        func source(_ tls: ExportSource.TLS) -> ExportSource.Kafka {
            ExportSource.Kafka(brokers: ["127.0.0.1:1"], topics: ["metro"], group: "console", tls: tls)
        }
        let authorities = try await failure(of: KafkaTransport(source(ExportSource.TLS(authorities: "/nowhere.pem"))))
        #expect(authorities?.message.hasPrefix("no Kafka client for 127.0.0.1:1: ") == true)
        #expect(
            try await failure(of: KafkaTransport(source(ExportSource.TLS(serverName: "kafka"))))
                == CollectorError(
                    .system, "each Kafka broker is known by its own name: 'server_name' is not possible",
                    advice: "leave it out"))
    }

    @Test("Topics that are not there, or not ours to read, are told")
    func topics() async throws {
        let cluster = try KafkaCluster(topic: "metro")
        cluster.fail("metro", with: RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART)
        let missing = try await failure(of: KafkaTransport(Self.source(cluster)))
        #expect(missing?.message == "the Kafka brokers \(cluster.brokers[0]) have no topic 'metro'")
        cluster.fail("metro", with: RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED)
        let forbidden = try await failure(of: KafkaTransport(Self.source(cluster)))
        #expect(forbidden?.message == "the Kafka brokers \(cluster.brokers[0]) do not let us read 'metro'")
    }

    @Test("User, password and mechanism are told to the library, and the password to nobody else")
    func credentials() throws {
        let source = ExportSource.Kafka(
            brokers: ["a:9092", "b:9092"], topics: ["metro"], group: "console", username: "noc",
            password: .environment("KAFKA"), mechanism: .scramSHA512, tls: ExportSource.TLS(authorities: "/ca.pem"))
        let settings = try KafkaSettings(source) { _ in try #require(Secret(Array("open sesame".utf8))) }
        let values = Dictionary(settings.values.map { ($0.name, $0.value) }) { $1 }
        #expect(values["security.protocol"] == "sasl_ssl")
        #expect(values["sasl.mechanism"] == "SCRAM-SHA-512")
        #expect(values["sasl.password"] == "open sesame")
        #expect(values["enable.auto.commit"] == "false")
        #expect(values["bootstrap.servers"] == "a:9092,b:9092")
        #expect(KafkaTransport(source).address == "kafka://a:9092,b:9092")
    }
}
