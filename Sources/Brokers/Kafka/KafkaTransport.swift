import Collecting
import Exports
import Metro
import Synchronization

/// Messages of Kafka, by a consumer group whose offsets are committed when their messages are in.
public final class KafkaTransport: ExportTransport {
    public let address: String
    public let cadence = Cadence.continuous
    private let source: ExportSource.Kafka
    private let secret: @Sendable (SecretReference) throws -> Secret
    private let sessions = Atomic<Int>(0)

    public init(
        _ source: ExportSource.Kafka, secret: @escaping @Sendable (SecretReference) throws -> Secret = { try $0.read() }
    ) {
        self.source = source
        self.secret = secret
        address = "kafka://" + source.brokers.joined(separator: ",")
    }

    public func run(into door: any ExportDoor) async throws {
        try await KafkaSession(source, secret: secret).run(address, into: door) {
            if sessions.add(1, ordering: .relaxed).oldValue > 0 { door.account { $0.reconnects += 1 } }
        }
    }
}
