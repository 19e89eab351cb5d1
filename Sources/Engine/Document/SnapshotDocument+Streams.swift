import Metro

extension SnapshotDocument {
    struct StreamEntry: Encodable, Sendable {
        let messages: UInt64
        let bytes: UInt64
        let readings: UInt64
        let samples: UInt64
        let unmapped: UInt64
        let refused: [RefusalEntry]
        let malformed: UInt64
        let dropped: UInt64
        let redelivered: UInt64
        let pushedBack: UInt64
        let reconnects: UInt64
        let lagS: Double?
        let clockAheadS: Double?
        let backlog: UInt64?

        struct RefusalEntry: Encodable, Sendable {
            let reason: String
            let count: UInt64
            let example: String
        }

        init(_ stream: StreamPicture) {
            messages = stream.messages
            bytes = stream.bytes
            readings = stream.readings
            samples = stream.samples
            unmapped = stream.unmapped
            refused = stream.refused.map { RefusalEntry(reason: $0.reason, count: $0.count, example: $0.example) }
            malformed = stream.malformed
            dropped = stream.dropped
            redelivered = stream.redelivered
            pushedBack = stream.pushedBack
            reconnects = stream.reconnects
            lagS = stream.lagNanoseconds.map { Double($0) / 1e9 }
            clockAheadS = stream.clockAheadNanoseconds.map { Double($0) / 1e9 }
            backlog = stream.backlog
        }
    }
}
