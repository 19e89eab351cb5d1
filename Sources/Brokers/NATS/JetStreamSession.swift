import CNATS
import Collecting
import Metro

/// A pull consumer of JetStream. With a consumer's name it is durable and made where there is none, from the stream's
/// beginning; without one it is ours alone, from now on, and gone with us.
actor JetStreamSession: BrokerSession {
    /// Of consumers made here, nanoseconds: what a process that died had not acknowledged comes again after so long.
    static let acknowledgeWaitNanoseconds: Int64 = 10_000_000_000
    /// Of consumers made here: so long the server keeps one without a name after its reader is gone.
    static let inactiveNanoseconds: Int64 = 30_000_000_000

    nonisolated let thread = BlockingThread("jetstream")
    private(set) var patienceNanoseconds = acknowledgeWaitNanoseconds / 3
    private let source: ExportSource.NATS
    private let secret: @Sendable (SecretReference) throws -> Secret
    private var failure: NATSFailure
    private let stream: String
    private var connection: NATSConnection?
    /// The library's, as the messages; made in `open` and `turn`, destroyed in `acknowledge` and `close`.
    private var context: OpaquePointer?
    private var subscription: OpaquePointer?
    private var messages = natsMsgList()
    private var byteLimit: Int64 = 0

    init(_ source: ExportSource.NATS, stream: String, secret: @escaping @Sendable (SecretReference) throws -> Secret) {
        self.source = source
        self.stream = stream
        self.secret = secret
        failure = NATSFailure(
            address: NATSAddress(source.url).plain, subject: source.subject, stream: stream, consumer: source.consumer)
    }

    func open() throws {
        let connection = try NATSConnection(source, secret: secret)
        self.connection = connection
        try failure.check(natsConnection_JetStream(&context, connection.connection, nil))
        let name = try consumer()
        failure.consumer = name
        var options = jsSubOptions()
        jsSubOptions_Init(&options)
        var code = jsErrCode(0)
        // A consumer that the library finds made is not deleted with the subscription.
        try stream.withCString { stream in
            try name.withCString { name in
                options.Stream = stream
                options.Consumer = name
                try failure.check(
                    js_PullSubscribe(&subscription, context, source.subject, nil, nil, &options, &code), code)
            }
        }
        // The largest message fits in.
        byteLimit = max(Int64(BrokerTurn.byteLimit), natsConnection_GetMaxPayload(connection.connection)) + 65_536
    }

    /// The name of the consumer, made where it is missing.
    private func consumer() throws -> String {
        var code = jsErrCode(0)
        var info: UnsafeMutablePointer<jsConsumerInfo>?
        defer { jsConsumerInfo_Destroy(info) }
        if let name = source.consumer {
            let status = js_GetConsumerInfo(&info, context, stream, name, nil, &code)
            if status != NATS_NOT_FOUND || code != JSConsumerNotFoundErr { try failure.check(status, code) }
        }
        if info == nil { try make(&info) }
        guard let found = info?.pointee, let settings = found.Config?.pointee, let name = found.Name else {
            throw failure.error(NATS_ERR)
        }
        guard settings.DeliverSubject == nil || settings.DeliverSubject.pointee == 0 else {
            throw CollectorError(
                .protocolError,
                "the consumer '\(String(cString: name))' of the stream '\(stream)' is a push consumer",
                advice: "name a pull consumer, or one that does not exist: it is made")
        }
        if settings.AckWait > 0 { patienceNanoseconds = settings.AckWait / 3 }
        return String(cString: name)
    }

    private func make(_ info: inout UnsafeMutablePointer<jsConsumerInfo>?) throws {
        var settings = jsConsumerConfig()
        jsConsumerConfig_Init(&settings)
        settings.AckPolicy = js_AckExplicit
        settings.AckWait = Self.acknowledgeWaitNanoseconds
        settings.MaxAckPending = Int64(2 * BrokerTurn.messageLimit)
        settings.DeliverPolicy = source.consumer == nil ? js_DeliverNew : js_DeliverAll
        if source.consumer == nil { settings.InactiveThreshold = Self.inactiveNanoseconds }
        var code = jsErrCode(0)
        let status = source.subject.withCString { subject in
            settings.FilterSubject = subject
            guard let name = source.consumer else {
                return js_AddConsumer(&info, context, stream, &settings, nil, &code)
            }
            return name.withCString { name in
                settings.Durable = name
                return js_AddConsumer(&info, context, stream, &settings, nil, &code)
            }
        }
        try failure.check(status, code)
    }

    func turn() throws -> BrokerTurn {
        var turn = BrokerTurn()
        var request = jsFetchRequest()
        jsFetchRequest_Init(&request)
        request.Batch = Int32(BrokerTurn.messageLimit)
        request.MaxBytes = byteLimit
        request.Expires = Int64(BrokerTurn.gatherMilliseconds) * 1_000_000
        let status = natsSubscription_FetchRequest(&messages, subscription, &request)
        guard status == NATS_OK else {
            try connection?.check(failure)
            if status != NATS_TIMEOUT, status != NATS_NOT_FOUND { throw failure.error(status) }
            return turn
        }
        for place in 0..<Int(messages.Count) {
            guard let message = messages.Msgs[place] else { continue }
            turn.append(message)
            var details: UnsafeMutablePointer<jsMsgMetaData>?
            guard natsMsg_GetMetaData(&details, message) == NATS_OK, let told = details?.pointee else { continue }
            if told.NumDelivered > 1 { turn.redelivered += 1 }
            turn.backlog = told.NumPending
            jsMsgMetaData_Destroy(details)
        }
        return turn
    }

    func holdOn() {
        for place in 0..<Int(messages.Count) { natsMsg_InProgress(messages.Msgs[place], nil) }
    }

    func acknowledge() throws {
        defer { natsMsgList_Destroy(&messages) }
        for place in 0..<Int(messages.Count) { try failure.check(natsMsg_Ack(messages.Msgs[place], nil)) }
    }

    func close() {
        natsMsgList_Destroy(&messages)
        natsSubscription_Destroy(subscription)
        jsCtx_Destroy(context)
        connection?.close()
        subscription = nil
        context = nil
        connection = nil
    }
}
