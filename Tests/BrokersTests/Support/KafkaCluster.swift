import CKafka
import Foundation
import Glibc

/// librdkafka's own mock brokers, on loopback ports of theirs, and a client to fill them.
final class KafkaCluster {
    struct Trouble: Error, CustomStringConvertible { let description: String }

    private let producer: OpaquePointer
    private let cluster: OpaquePointer

    var brokers: [String] { [String(cString: rd_kafka_mock_cluster_bootstraps(cluster))] }

    init(topic: String, partitions: Int32 = 2) throws {
        let settings = rd_kafka_conf_new()
        rd_kafka_conf_set(settings, "linger.ms", "5", nil, 0)
        rd_kafka_conf_set(settings, "queue.buffering.max.messages", "200000", nil, 0)
        rd_kafka_conf_set_log_cb(settings) { _, _, _, _ in }
        // The mock brokers want a client to live in; it is the one that fills them.
        guard let producer = rd_kafka_new(RD_KAFKA_PRODUCER, settings, nil, 0) else {
            throw Trouble(description: "no producer")
        }
        guard let cluster = rd_kafka_mock_cluster_new(producer, 1) else {
            rd_kafka_destroy(producer)
            throw Trouble(description: "no mock cluster")
        }
        self.producer = producer
        self.cluster = cluster
        rd_kafka_mock_topic_create(cluster, topic, partitions, 1)
        rd_kafka_brokers_add(producer, brokers[0])
    }

    deinit {
        rd_kafka_mock_cluster_destroy(cluster)
        rd_kafka_destroy(producer)
    }

    /// Every question about the topic is answered with that error.
    func fail(_ topic: String, with error: rd_kafka_resp_err_t) {
        rd_kafka_mock_topic_set_error(cluster, topic, error)
    }

    /// One partition after the other in turn; each message confirmed.
    func publish(_ messages: some Sequence<String>, topic: String, partitions: Int32 = 2) throws {
        guard let handle = rd_kafka_topic_new(producer, topic, nil) else {
            throw Trouble(description: "no topic \(topic)")
        }
        defer { rd_kafka_topic_destroy(handle) }
        var partition: Int32 = 0
        for message in messages {
            var bytes = Array(message.utf8)
            while rd_kafka_produce(
                handle, partition, RD_KAFKA_MSG_F_COPY, &bytes, bytes.count, nil, 0, nil) != 0
            {
                guard rd_kafka_last_error() == RD_KAFKA_RESP_ERR__QUEUE_FULL else {
                    throw Trouble(description: String(cString: rd_kafka_err2str(rd_kafka_last_error())))
                }
                rd_kafka_poll(producer, 10)
            }
            partition = (partition + 1) % partitions
        }
        guard rd_kafka_flush(producer, 60_000) == RD_KAFKA_RESP_ERR_NO_ERROR else {
            throw Trouble(description: "not all published")
        }
    }
}
