/// How far each partition has been read, and what of it had been given out before: a state machine without I/O.
///
/// Kafka does not tell whether it gave a message to somebody before. So before messages are taken in, the offset behind
/// them is written beside the group's committed offset (Kafka's commit metadata); whoever reads the partition next knows
/// that what lies between the two may come for the second time.
struct KafkaProgress {
    struct Partition: Hashable {
        let topic: String
        let number: Int32
    }

    /// The offset behind the last message taken, and of this turn the first.
    private struct Place {
        var next: Int64
        var first: Int64
    }

    /// Behind everything that was ever given out.
    private var seen: [Partition: Int64] = [:]
    private var turn: [Partition: Place] = [:]

    func knows(_ partition: Partition) -> Bool { seen[partition] != nil }

    /// What the group wrote down of a partition that is new to us.
    mutating func learn(_ partition: Partition, mark: String?) {
        seen[partition] = mark.flatMap(Self.offset) ?? 0
    }

    /// A message came; whether it came before.
    mutating func take(_ partition: Partition, offset: Int64) -> Bool {
        if turn[partition] == nil { turn[partition] = Place(next: offset + 1, first: offset) }
        turn[partition]?.next = offset + 1
        let known = seen[partition] ?? 0
        guard offset >= known else { return true }
        seen[partition] = offset + 1
        return false
    }

    var isEmpty: Bool { turn.isEmpty }

    /// To be written before the turn's messages are taken in: where each partition stands, and what is under way.
    var marks: [(partition: Partition, offset: Int64, mark: String)] {
        turn.map { ($0.key, $0.value.first, Self.mark(seen[$0.key] ?? $0.value.next)) }
    }

    /// To be written when they are in.
    var done: [(partition: Partition, offset: Int64, mark: String)] {
        turn.map { ($0.key, $0.value.next, Self.mark(seen[$0.key] ?? $0.value.next)) }
    }

    mutating func forgetTurn() { turn = [:] }

    private static let prefix = "haomiao seen="
    static func mark(_ offset: Int64) -> String { prefix + String(offset) }
    static func offset(_ mark: String) -> Int64? {
        guard mark.hasPrefix(prefix), let offset = Int64(mark.dropFirst(prefix.count)), offset >= 0 else { return nil }
        return offset
    }
}
