import Collecting
import Exports
import GRPCCore
import GRPCProtobuf
import Metro

/// A subscription as a transport of exports: its messages are binary SubscribeResponses, which the format `gnmi-proto`
/// reads. One run is one session.
public struct GNMITransport: ExportTransport {
    public let access: GNMIAccess
    public var address: String { access.address }
    /// ONCE is a poll with a connection of its own: an answer, then nothing is open.
    public var cadence: Cadence {
        access.list == .once
            ? .every(milliseconds: access.intervalMilliseconds) : .continuous
    }

    private let history = SessionHistory()

    public init(_ access: GNMIAccess) { self.access = access }

    public func run(into door: any ExportDoor) async throws {
        let connection = try GNMIConnection(access)
        let run = SessionRun(access, door, history)
        var phase = GNMIFailure.Phase.capabilities
        do {
            try await connection.withClient { client in
                let told = try await capabilities(connection, client)
                phase = .subscription
                let request = try Gnmi_SubscribeRequest(access, encoding: try await run.subscribes(told))
                try await subscribe(connection, client, request, run)
            }
        } catch {
            throw await words(error, connection, phase, door.time)
        }
    }

    /// Asks once and closes: to see whether a session could begin. `nil` where the target does not know the call.
    public func probe(time: any TimeSource) async throws -> TargetCapabilities? {
        let connection = try GNMIConnection(access)
        do {
            return try await connection.withClient { client in try await capabilities(connection, client) }
        } catch {
            throw await words(error, connection, .capabilities, time)
        }
    }

    private func words(
        _ error: any Error, _ connection: GNMIConnection, _ phase: GNMIFailure.Phase, _ time: any TimeSource
    ) async -> any Error {
        if Task.isCancelled { return CancellationError() }
        if error is CollectorError { return error }
        let failure = GNMIFailure(error, access: access, phase: phase)
        let leaf = failure.wantsLook ? await connection.look() : nil
        return failure.error(leaf: leaf, now: time.wallNanoseconds / 1_000_000_000)
    }

    /// `nil` where the target does not know the call.
    private func capabilities(
        _ connection: GNMIConnection, _ client: GNMIConnection.Client
    ) async throws -> TargetCapabilities? {
        do {
            return try await connection.capabilities(client)
        } catch let error as RPCError where error.code == .unimplemented {
            return nil
        }
    }

    /// Returns when the session is done.
    private func subscribe(
        _ connection: GNMIConnection, _ client: GNMIConnection.Client, _ request: Gnmi_SubscribeRequest,
        _ run: SessionRun
    ) async throws {
        let (polls, poll) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        var options = CallOptions.defaults
        options.maxRequestMessageBytes = GNMIConnection.messageLimit
        let metadata = connection.metadata
        try await withThrowingTaskGroup(of: Void.self) { [options] group in
            defer { group.cancelAll() }
            group.addTask {
                try await client.bidirectionalStreaming(
                    request: StreamingClientRequest(metadata: metadata) { writer in
                        try await writer.write(request)
                        // Ours stays open: targets take its end for the end of the subscription.
                        for await _ in polls { try await writer.write(.nextPoll) }
                    },
                    descriptor: Gnmi_gNMI.Method.Subscribe.descriptor,
                    serializer: ProtobufSerializer<Gnmi_SubscribeRequest>(), deserializer: RawMessageDeserializer(),
                    options: options
                ) { response in
                    defer { poll.finish() }
                    for try await message in response.messages where try await run.take(message) { return }
                    try await run.closed()
                }
            }
            group.addTask {
                while true { if try await run.sleepAndTick() { poll.yield() } }
            }
            try await group.next()
        }
    }
}
