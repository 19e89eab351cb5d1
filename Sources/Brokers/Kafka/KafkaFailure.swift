import CKafka
import Collecting

/// The library's errors in our words.
struct KafkaFailure: Sendable {
    let address: String
    let topics: [String]
    let group: String?

    /// `nil`: it comes right by itself, or does not concern us.
    func error(_ code: rd_kafka_resp_err_t, reason: String = "") -> CollectorError? {
        let topics = topics.map { "'\($0)'" }.joined(separator: ", ")
        let words = reason.isEmpty ? "" : ": \(Self.printable(reason))"
        switch code {
        case RD_KAFKA_RESP_ERR_NO_ERROR, RD_KAFKA_RESP_ERR__PARTITION_EOF, RD_KAFKA_RESP_ERR__TIMED_OUT,
            RD_KAFKA_RESP_ERR__MAX_POLL_EXCEEDED, RD_KAFKA_RESP_ERR__TRANSPORT, RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET,
            RD_KAFKA_RESP_ERR__WAIT_COORD, RD_KAFKA_RESP_ERR__NO_OFFSET:
            return nil
        case RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN:
            return CollectorError(
                .timeout, "no Kafka broker answers at \(address)",
                advice: "check addresses and firewall, and that they run")
        case RD_KAFKA_RESP_ERR__RESOLVE:
            return CollectorError(
                .system, "the Kafka brokers \(address) have a name that does not resolve\(words)",
                advice: "check the names")
        case RD_KAFKA_RESP_ERR__AUTHENTICATION, RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED:
            return CollectorError(
                .protocolError, "the Kafka brokers \(address) do not accept user and password\(words)",
                advice: "check user, password and mechanism")
        case RD_KAFKA_RESP_ERR_UNSUPPORTED_SASL_MECHANISM:
            return CollectorError(
                .protocolError, "the Kafka brokers \(address) do not know this SASL mechanism\(words)",
                advice: "correct 'mechanism'")
        case RD_KAFKA_RESP_ERR__SSL:
            return CollectorError(
                .protocolError, "TLS with the Kafka brokers \(address) fails\(words)",
                advice: "check the authorities, the certificate's name and its dates")
        case RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART, RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC,
            RD_KAFKA_RESP_ERR_TOPIC_EXCEPTION:
            return CollectorError(
                .protocolError, "the Kafka brokers \(address) have no topic \(topics)\(words)",
                advice: "make it there, or correct 'topics'")
        case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED:
            return CollectorError(
                .protocolError, "the Kafka brokers \(address) do not let us read \(topics)",
                advice: "give this user the right to read them")
        case RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED:
            return CollectorError(
                .protocolError, "the Kafka brokers \(address) do not let us into the group '\(group ?? "")'",
                advice: "give this user the right to it")
        default:
            return CollectorError(
                .protocolError,
                "the Kafka brokers \(address): \(String(cString: rd_kafka_err2str(code)).lowercased())\(words)")
        }
    }

    /// Whether a commit failed because the partitions are another's by now: that one gets the messages again.
    static func isRebalance(_ code: rd_kafka_resp_err_t) -> Bool {
        switch code {
        case RD_KAFKA_RESP_ERR_ILLEGAL_GENERATION, RD_KAFKA_RESP_ERR_UNKNOWN_MEMBER_ID,
            RD_KAFKA_RESP_ERR_REBALANCE_IN_PROGRESS, RD_KAFKA_RESP_ERR__ASSIGNMENT_LOST,
            RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID, RD_KAFKA_RESP_ERR__NO_OFFSET:
            true
        default: false
        }
    }

    private static func printable(_ text: String) -> Substring {
        String(String.UnicodeScalarView(text.unicodeScalars.filter { $0.value >= 32 })).prefix(200)
    }
}
