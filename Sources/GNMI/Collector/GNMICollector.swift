import Collecting
import GRPCCore
import GRPCProtobuf
import Mapping
import Metro

/// Subscribes to one device. What is known of its names and what became of its values outlive a session; everything
/// else is begun anew with each.
public struct GNMICollector: Collector {
    public let target: TargetDescription
    public let cadence: Cadence

    private let access: GNMIAccess
    private let run: SubscriptionRun

    /// `converter` is that of the device (`Converter.Source.gnmi`).
    public init(device: DeviceID, access: GNMIAccess, converter: sending Converter) {
        target = TargetDescription(kind: .gnmi, name: device.text, address: access.address)
        self.access = access
        run = SubscriptionRun(access, converter)
        // ONCE is a poll of its own connection: an answer, then nothing is open.
        cadence =
            access.list == .once
            ? .every(milliseconds: Int(access.shortestIntervalNanoseconds / 1_000_000)) : .continuous
    }

    public func collect(into intake: any Intake) async throws {
        let connection = try GNMIConnection(access)
        var phase = GNMIFailure.Phase.capabilities
        do {
            try await connection.withClient { client in
                await run.begin(intake)
                let told = try await capabilities(connection, client)
                phase = .subscription
                guard let encoding = try await run.subscribes(told) else { return }
                let request = try Gnmi_SubscribeRequest(access, encoding: encoding)
                try await subscribe(connection, client, request, intake.time)
            }
            await run.end()
        } catch {
            await run.end()
            if Task.isCancelled { throw CancellationError() }
            if let error = error as? CollectorError { throw error }
            let failure = GNMIFailure(error, access: access, phase: phase)
            let leaf = failure.wantsLook ? await connection.look() : nil
            throw failure.error(leaf: leaf, now: intake.time.wallNanoseconds / 1_000_000_000)
        }
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

    private func subscribe(
        _ connection: GNMIConnection, _ client: GNMIConnection.Client, _ request: Gnmi_SubscribeRequest,
        _ time: any TimeSource
    ) async throws {
        let (polls, poll) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        var options = CallOptions.defaults
        options.maxRequestMessageBytes = GNMIConnection.messageLimit
        let metadata = connection.metadata
        try await withThrowingTaskGroup(of: Void.self) { [run, options] group in
            defer { poll.finish() }
            group.addTask {
                try await client.bidirectionalStreaming(
                    request: StreamingClientRequest(metadata: metadata) { writer in
                        try await writer.write(request)
                        // Ours stays open: targets take its end for the end of the subscription.
                        for await _ in polls { try await writer.write(.nextPoll) }
                    },
                    descriptor: Gnmi_gNMI.Method.Subscribe.descriptor, serializer: ProtobufSerializer<Gnmi_SubscribeRequest>(),
                    deserializer: RawMessageDeserializer(), options: options
                ) { response in
                    defer { poll.finish() }
                    for try await message in response.messages where try await run.take(message) { return }
                    try await run.closed()
                }
            }
            group.addTask {
                while !Task.isCancelled {
                    try await time.sleep(untilMonotonic: await run.nextTick)
                    if try await run.tick() { poll.yield() }
                }
            }
            try await group.next()
            group.cancelAll()
        }
    }
}
