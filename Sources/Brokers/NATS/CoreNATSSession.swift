import CNATS
import Collecting
import Metro

/// A subscription of core NATS: nothing is acknowledged.
actor CoreNATSSession: BrokerSession {
    /// What the library may hold for us: what comes beyond is lost.
    static let pendingByteLimit: Int32 = 16 << 20
    static let pendingMessageLimit: Int32 = 1 << 18

    nonisolated let thread = BlockingThread("nats")
    nonisolated let patienceNanoseconds: Int64 = 60_000_000_000
    private let source: ExportSource.NATS
    private let secret: @Sendable (SecretReference) throws -> Secret
    private let failure: NATSFailure
    private var connection: NATSConnection?
    /// The library's; made in `open`, destroyed in `close`.
    private var subscription: OpaquePointer?
    private var dropped: UInt64 = 0

    init(_ source: ExportSource.NATS, secret: @escaping @Sendable (SecretReference) throws -> Secret) {
        self.source = source
        self.secret = secret
        failure = NATSFailure(address: NATSAddress(source.url).plain, subject: source.subject)
    }

    func open() throws {
        let connection = try NATSConnection(source, secret: secret)
        self.connection = connection
        if let queue = source.queue {
            try failure.check(
                natsConnection_QueueSubscribeSync(&subscription, connection.connection, source.subject, queue))
        } else {
            try failure.check(natsConnection_SubscribeSync(&subscription, connection.connection, source.subject))
        }
        natsSubscription_SetPendingLimits(subscription, Self.pendingMessageLimit, Self.pendingByteLimit)
        // The server says what it refuses before it answers this.
        try failure.check(natsConnection_FlushTimeout(connection.connection, NATSConnection.connectMilliseconds))
        try refusal()
    }

    func turn() throws -> BrokerTurn {
        var turn = BrokerTurn()
        var end: Int64 = 0
        while !turn.isFull {
            let wait =
                turn.ends.isEmpty ? Int64(BrokerTurn.waitMilliseconds) : max(1, end - SystemTime().milliseconds)
            var message: OpaquePointer?
            let status = natsSubscription_NextMsg(&message, subscription, wait)
            if status == NATS_TIMEOUT { break }
            // Told once each time messages were lost; how many is asked below.
            if status == NATS_SLOW_CONSUMER { continue }
            // What was gathered goes in first; a connection that broke says so again.
            if status != NATS_OK, !turn.ends.isEmpty { break }
            try failure.check(status)
            if turn.ends.isEmpty { end = SystemTime().milliseconds + Int64(BrokerTurn.gatherMilliseconds) }
            turn.append(message)
            natsMsg_Destroy(message)
            if SystemTime().milliseconds >= end { break }
        }
        var total: Int64 = 0
        natsSubscription_GetDropped(subscription, &total)
        turn.dropped = UInt64(max(total, 0)) - dropped
        dropped += turn.dropped
        var queued: UInt64 = 0
        natsSubscription_QueuedMsgs(subscription, &queued)
        turn.backlog = queued
        if turn.ends.isEmpty {
            try connection?.check(failure)
            try refusal()
        }
        return turn
    }

    /// A subscription that the user may not have ends in an error beside it.
    private func refusal() throws {
        var text: UnsafePointer<CChar>?
        let status = natsConnection_GetLastError(connection?.connection, &text)
        if status == NATS_NOT_PERMITTED { throw failure.error(status) }
    }

    func holdOn() {}
    func acknowledge() {}

    func close() {
        natsSubscription_Destroy(subscription)
        connection?.close()
        subscription = nil
        connection = nil
    }
}

extension BrokerTurn {
    /// A message of libnats.
    mutating func append(_ message: OpaquePointer?) {
        append(
            UnsafeRawBufferPointer(
                start: natsMsg_GetData(message), count: Int(max(0, natsMsg_GetDataLength(message)))))
    }
}

extension SystemTime {
    var milliseconds: Int64 { monotonicNanoseconds / 1_000_000 }
}
