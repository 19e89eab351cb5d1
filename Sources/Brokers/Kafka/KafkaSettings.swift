import CKafka
import Collecting
import Foundation
import Metro

/// What librdkafka is told (its CONFIGURATION.md), by name.
struct KafkaSettings {
    private(set) var values: [(name: String, value: String)]

    /// Throws what `secret` throws.
    init(_ source: ExportSource.Kafka, secret: (SecretReference) throws -> Secret) throws {
        values = [
            ("client.id", "haomiao"),
            ("bootstrap.servers", source.brokers.joined(separator: ",")),
            ("group.id", source.group ?? "haomiao-onlooker-\(UUID().uuidString)"),
            // A group that never committed begins where the topic does: nothing is left out.
            ("auto.offset.reset", source.group == nil ? "latest" : "earliest"),
            ("enable.auto.commit", "false"),
            ("enable.auto.offset.store", "false"),
            // A process that died is given up after so long, and its partitions go to another.
            ("session.timeout.ms", "10000"),
            ("heartbeat.interval.ms", "3000"),
            // What is fetched ahead of us, KiB, all partitions together; and one answer's bytes.
            ("queued.max.messages.kbytes", "16384"),
            ("fetch.message.max.bytes", "1048576"),
            ("fetch.max.bytes", "8388608"),
            ("fetch.wait.max.ms", "100"),
            ("check.crcs", "true"),
            ("socket.keepalive.enable", "true"),
            // A topic that is not there may be on its way that long.
            ("topic.metadata.propagation.max.ms", "5000"),
            // A commit waits for its answer that long, and an end of ours for the commit.
            ("socket.timeout.ms", "10000"),
            ("socket.connection.setup.timeout.ms", "5000"),
        ]
        switch (source.username != nil, source.tls != nil) {
        case (false, false): break
        case (false, true): values.append(("security.protocol", "ssl"))
        case (true, false): values.append(("security.protocol", "sasl_plaintext"))
        case (true, true): values.append(("security.protocol", "sasl_ssl"))
        }
        if let username = source.username {
            values.append(("sasl.mechanism", source.mechanism.rawValue.uppercased()))
            values.append(("sasl.username", username))
            if let password = source.password {
                values.append(("sasl.password", String(decoding: try secret(password).bytes, as: UTF8.self)))
            }
        }
        guard let tls = source.tls else { return }
        guard tls.serverName == nil else {
            throw CollectorError(
                .system, "each Kafka broker is known by its own name: 'server_name' is not possible",
                advice: "leave it out")
        }
        if let file = tls.authorities { values.append(("ssl.ca.location", file)) }
        if let file = tls.certificate { values.append(("ssl.certificate.location", file)) }
        if let file = tls.key { values.append(("ssl.key.location", file)) }
    }

    /// The library's form of it, which belongs to the caller; throws what it does not take, without the value.
    func configuration(_ failure: KafkaFailure) throws(CollectorError) -> OpaquePointer? {
        let made = rd_kafka_conf_new()
        for (name, value) in values where rd_kafka_conf_set(made, name, value, nil, 0) != RD_KAFKA_CONF_OK {
            rd_kafka_conf_destroy(made)
            throw CollectorError(
                .system, "librdkafka does not take our '\(name)' for \(failure.address)",
                advice: "check the brokers' names, user and TLS files")
        }
        return made
    }
}
