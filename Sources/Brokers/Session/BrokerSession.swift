import Collecting
import Exports

/// What one look at a broker brought: messages, maybe none, and what else is to be told.
struct BrokerTurn: Hashable, Sendable {
    /// How long messages are gathered after the first, milliseconds.
    static let gatherMilliseconds = 50
    /// A turn ends with the message that brings it over this.
    static let byteLimit = 1 << 20
    static let messageLimit = 8_192
    /// How long a quiet broker is waited for, milliseconds; so long a cancellation may wait too.
    static let waitMilliseconds = 250

    private(set) var bytes: [UInt8] = []
    /// Where each message ends.
    private(set) var ends: [Int] = []
    /// Messages of this turn that the broker had given out before.
    var redelivered: UInt64 = 0
    /// Messages lost since the last turn.
    var dropped: UInt64 = 0
    /// Messages still waiting at the broker.
    var backlog: UInt64?

    var isFull: Bool { bytes.count >= Self.byteLimit || ends.count >= Self.messageLimit }

    /// The library's bytes are copied: it wants them back.
    mutating func append(_ message: UnsafeRawBufferPointer) {
        bytes.append(contentsOf: message)
        ends.append(bytes.count)
    }
}

/// A consumer at a broker. It holds no more than one turn of messages that are not acknowledged.
protocol BrokerSession: Actor {
    nonisolated var thread: BlockingThread { get }
    /// Connects; throws `CollectorError`, as `turn` does.
    func open() throws
    func turn() throws -> BrokerTurn
    /// The messages of the last turn are still being taken in: the broker must not think them lost.
    func holdOn()
    /// The messages of the last turn are in.
    func acknowledge() throws
    /// How long they may be held without a word, nanoseconds.
    var patienceNanoseconds: Int64 { get }
    func close()
}

extension BrokerSession {
    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    /// Brings turn after turn, acknowledging each when it is in; until it is cancelled or the broker fails.
    nonisolated func run(_ address: String, into door: any ExportDoor, opened: @Sendable () -> Void) async throws {
        defer { thread.finish() }
        do {
            try await open()
            opened()
            door.report(.trouble(nil))
            while true {
                try Task.checkCancellation()
                let turn = try await turn()
                door.account { picture in
                    picture.add(turn.redelivered, to: \.redelivered)
                    picture.add(turn.dropped, to: \.dropped)
                    picture.backlog = turn.backlog ?? picture.backlog
                }
                guard !turn.ends.isEmpty else { continue }
                try await deliver(turn, into: door)
                try await acknowledge()
            }
        } catch is SourceTooFast {
            await close()
            throw CollectorError(
                .system, "the console takes no samples in for \(address) any more",
                advice: "its messages come again; look at the pipeline on the Collectors screen")
        } catch {
            await close()
            throw error
        }
    }

    private nonisolated func deliver(_ turn: BrokerTurn, into door: any ExportDoor) async throws {
        let patience = await patienceNanoseconds
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await door.deliver(messages: turn.bytes, ends: turn.ends) }
            group.addTask {
                while true {
                    try await door.time.sleep(untilMonotonic: door.time.monotonicNanoseconds + patience)
                    await self.holdOn()
                }
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }
}
