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
        // Once it has partitions it knows what lies before it.
        try await wait("a partition") { door.picture.backlog == 0 }
        try cluster.publish(["after"], topic: "metro")
        try await wait("a message") { !door.messages.isEmpty }
        run.cancel()
        await #expect(throws: CancellationError.self) { try await run.value }
        #expect(door.messages == ["after"])
        #expect(door.picture.redelivered == 0)
    }

    @Test("No broker, no topic and what the library does not take are told in our words")
    func errors() async throws {
        let nobody = KafkaTransport(ExportSource.Kafka(brokers: ["127.0.0.1:1"], topics: ["metro"], group: "console"))
        await #expect(
            throws: CollectorError(
                .timeout, "no Kafka broker answers at 127.0.0.1:1",
                advice: "check addresses and firewall, and that they run")
        ) { try await nobody.run(into: FakeDoor()) }

        let authorities = KafkaTransport(
            ExportSource.Kafka(
                brokers: ["127.0.0.1:1"], topics: ["metro"], group: "console",
                tls: ExportSource.TLS(authorities: "/nowhere.pem")))
        let failure = await #expect(throws: CollectorError.self) { try await authorities.run(into: FakeDoor()) }
        #expect(failure?.message.hasPrefix("no Kafka client for 127.0.0.1:1: ") == true)

        let named = KafkaTransport(
            ExportSource.Kafka(
                brokers: ["127.0.0.1:1"], topics: ["metro"], group: "console",
                tls: ExportSource.TLS(serverName: "kafka")))
        await #expect(
            throws: CollectorError(
                .system, "each Kafka broker is known by its own name: 'server_name' is not possible",
                advice: "leave it out")
        ) { try await named.run(into: FakeDoor()) }
    }

    @Test("A topic that is not there is told, and the attempt ends")
    func noTopic() async throws {
        let cluster = try KafkaCluster(topic: "metro")
        let transport = KafkaTransport(
            ExportSource.Kafka(brokers: cluster.brokers, topics: ["other"], group: "console"))
        let failure = await #expect(throws: CollectorError.self) { try await transport.run(into: FakeDoor()) }
        #expect(failure?.message == "the Kafka brokers \(cluster.brokers[0]) have no topic 'other'")
    }
}
