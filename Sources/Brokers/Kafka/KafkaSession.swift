import CKafka
import Collecting
import Glibc
import Metro
import Synchronization

/// A member of a consumer group.
actor KafkaSession: BrokerSession {
    /// For the answer to a commit, and for what the group has committed, milliseconds.
    private static let answerMilliseconds: Int32 = 10_000

    nonisolated let thread = BlockingThread("kafka")
    /// Well below `max.poll.interval.ms`, 5 minutes: a member that does not poll for longer is put out of its group.
    nonisolated let patienceNanoseconds: Int64 = 30_000_000_000
    private let source: ExportSource.Kafka
    private let secret: @Sendable (SecretReference) throws -> Secret
    private let failure: KafkaFailure
    private let events: KafkaEvents
    /// The library's; made in `open`, destroyed in `close`.
    private var consumer: OpaquePointer?
    private var progress = KafkaProgress()
    /// The assignment is paused while a turn is taken in that takes long.
    private var isPaused = false
    private var early: [UnsafeMutablePointer<rd_kafka_message_t>] = []

    init(_ source: ExportSource.Kafka, secret: @escaping @Sendable (SecretReference) throws -> Secret) {
        self.source = source
        self.secret = secret
        failure = KafkaFailure(
            address: source.brokers.joined(separator: ","), topics: source.topics, group: source.group)
        events = KafkaEvents(failure)
    }

    func open() throws {
        let configuration = try KafkaSettings(source, secret: secret).configuration(failure)
        // The events outlive the client: this actor holds both, and `close` destroys the client.
        rd_kafka_conf_set_opaque(configuration, Unmanaged.passUnretained(events).toOpaque())
        rd_kafka_conf_set_error_cb(configuration) { _, code, reason, opaque in
            guard let opaque else { return }
            Unmanaged<KafkaEvents>.fromOpaque(opaque).takeUnretainedValue()
                .happened(rd_kafka_resp_err_t(code), reason.map { String(cString: $0) } ?? "")
        }
        // The library's own writes on standard error, over the screen.
        rd_kafka_conf_set_log_cb(configuration) { _, _, _, _ in }
        var words = [CChar](repeating: 0, count: 512)
        guard let made = rd_kafka_new(RD_KAFKA_CONSUMER, configuration, &words, words.count) else {
            rd_kafka_conf_destroy(configuration)
            let reason = String(decoding: words.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
            throw CollectorError(
                .system, "no Kafka client for \(failure.address): \(reason)", advice: "check user and TLS files")
        }
        consumer = made
        rd_kafka_poll_set_consumer(made)
        let topics = rd_kafka_topic_partition_list_new(Int32(source.topics.count))
        defer { rd_kafka_topic_partition_list_destroy(topics) }
        for topic in source.topics {
            rd_kafka_topic_partition_list_add(topics, topic, RD_KAFKA_PARTITION_UA)
        }
        try check(rd_kafka_subscribe(made, topics))
    }

    func turn() throws -> BrokerTurn {
        var turn = BrokerTurn()
        var end: Int64 = 0
        resume()
        while !turn.isFull {
            let wait =
                turn.ends.isEmpty ? Int64(BrokerTurn.waitMilliseconds) : max(0, end - SystemTime().milliseconds)
            let message = early.isEmpty ? rd_kafka_consumer_poll(consumer, Int32(wait)) : early.removeFirst()
            try events.check()
            guard let message else { break }
            defer { rd_kafka_message_destroy(message) }
            try check(message.pointee.err)
            guard message.pointee.err == RD_KAFKA_RESP_ERR_NO_ERROR else { continue }
            if turn.ends.isEmpty { end = SystemTime().milliseconds + Int64(BrokerTurn.gatherMilliseconds) }
            try take(message.pointee, into: &turn)
        }
        turn.backlog = lag()
        if !progress.isEmpty, source.group != nil {
            // Whether it succeeds is no matter: it only serves the count of what comes twice.
            let marks = list(progress.marks)
            rd_kafka_commit(consumer, marks, 0)
            rd_kafka_topic_partition_list_destroy(marks)
        }
        return turn
    }

    private func take(_ message: rd_kafka_message_t, into turn: inout BrokerTurn) throws {
        let partition = KafkaProgress.Partition(
            topic: String(cString: rd_kafka_topic_name(message.rkt)), number: message.partition)
        if !progress.knows(partition) { progress.learn(partition, mark: source.group == nil ? nil : mark(partition)) }
        if progress.take(partition, offset: message.offset) { turn.redelivered += 1 }
        turn.append(UnsafeRawBufferPointer(start: message.payload, count: message.payload == nil ? 0 : message.len))
    }

    /// What the group wrote beside its offset.
    private func mark(_ partition: KafkaProgress.Partition) -> String? {
        let asked = list([(partition, Int64(RD_KAFKA_OFFSET_INVALID), "")])
        defer { rd_kafka_topic_partition_list_destroy(asked) }
        guard rd_kafka_committed(consumer, asked, Self.answerMilliseconds) == RD_KAFKA_RESP_ERR_NO_ERROR,
            let found = asked?.pointee.elems?.pointee, let text = found.metadata
        else { return nil }
        return String(decoding: UnsafeRawBufferPointer(start: text, count: found.metadata_size), as: UTF8.self)
    }

    /// Polls, so that the group knows us alive, with the partitions paused, so that nothing comes.
    func holdOn() {
        if !isPaused {
            isPaused = true
            onAssignment { rd_kafka_pause_partitions(consumer, $0) }
        }
        // What came before the pause is for the next turn.
        if let message = rd_kafka_consumer_poll(consumer, 0) { early.append(message) }
    }

    private func resume() {
        guard isPaused else { return }
        isPaused = false
        onAssignment { rd_kafka_resume_partitions(consumer, $0) }
    }

    func acknowledge() throws {
        defer { progress.forgetTurn() }
        guard source.group != nil else { return }
        let done = list(progress.done)
        defer { rd_kafka_topic_partition_list_destroy(done) }
        let code = rd_kafka_commit(consumer, done, 0)
        if !KafkaFailure.isRebalance(code) { try check(code) }
    }

    /// Messages of our partitions that were not given to us yet, by what the last fetch told.
    private func lag() -> UInt64? {
        var lag: Int64 = 0
        var isKnown = false
        onAssignment { assignment in
            rd_kafka_position(consumer, assignment)
            for place in 0..<Int(assignment.pointee.cnt) {
                let partition = assignment.pointee.elems[place]
                var low: Int64 = 0
                var high: Int64 = 0
                guard partition.offset >= 0,
                    rd_kafka_get_watermark_offsets(consumer, partition.topic, partition.partition, &low, &high)
                        == RD_KAFKA_RESP_ERR_NO_ERROR, high >= 0
                else { continue }
                isKnown = true
                lag += max(0, high - partition.offset)
            }
        }
        return isKnown ? UInt64(lag) : nil
    }

    private func onAssignment(_ use: (UnsafeMutablePointer<rd_kafka_topic_partition_list_t>) -> Void) {
        var assignment: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>?
        guard rd_kafka_assignment(consumer, &assignment) == RD_KAFKA_RESP_ERR_NO_ERROR, let assignment else { return }
        use(assignment)
        rd_kafka_topic_partition_list_destroy(assignment)
    }

    /// The library's form of offsets with marks; it belongs to the caller, and it frees the marks, which are malloc's.
    private func list(
        _ offsets: [(partition: KafkaProgress.Partition, offset: Int64, mark: String)]
    ) -> UnsafeMutablePointer<rd_kafka_topic_partition_list_t>? {
        let list = rd_kafka_topic_partition_list_new(Int32(offsets.count))
        for (partition, offset, mark) in offsets {
            let entry = rd_kafka_topic_partition_list_add(list, partition.topic, partition.number)
            entry?.pointee.offset = offset
            guard !mark.isEmpty else { continue }
            entry?.pointee.metadata = UnsafeMutableRawPointer(strdup(mark))
            entry?.pointee.metadata_size = mark.utf8.count
        }
        return list
    }

    private func check(_ code: rd_kafka_resp_err_t) throws {
        if let error = failure.error(code) { throw error }
    }

    func close() {
        guard let consumer else { return }
        for message in early { rd_kafka_message_destroy(message) }
        early = []
        // Leaves the group, so that the others need not wait for our session to run out.
        rd_kafka_consumer_close(consumer)
        rd_kafka_destroy(consumer)
        self.consumer = nil
    }
}

/// What the library says beside messages, from any thread of its.
final class KafkaEvents: Sendable {
    private let failure: KafkaFailure
    private let trouble = Mutex<CollectorError?>(nil)

    init(_ failure: KafkaFailure) { self.failure = failure }

    func happened(_ code: rd_kafka_resp_err_t, _ reason: String) {
        guard let error = failure.error(code, reason: reason) else { return }
        // The first says why; that no broker is left is only what follows.
        trouble.withLock { $0 = $0 ?? error }
    }

    func check() throws(CollectorError) {
        if let error = trouble.withLock({ $0 }) { throw error }
    }
}
