/// What a SubscribeResponse bears, without reading it: its bytes go to the decoder of exports as they came.
enum ResponseKind: Hashable {
    case update
    /// `sync_response: true`.
    case sync
    /// The error of gNMI before 0.4, which ends a session.
    case error
    /// Nothing of these: an extension alone, or something unreadable.
    case other

    /// Looks at the outermost fields only: 1 and 4 are messages, 3 is a bool. The last of a oneof counts.
    init(_ message: [UInt8]) {
        self = .other
        var position = 0
        while position < message.count {
            guard let tag = Self.varint(message, &position) else { return }
            switch (tag >> 3, tag & 7) {
            case (3, 0):
                guard let value = Self.varint(message, &position) else { return }
                self = value != 0 ? .sync : .other
            case (let field, 2):
                guard let length = Self.varint(message, &position), length <= message.count - position else { return }
                position += Int(length)
                if field == 1 { self = .update }
                if field == 4 { self = .error }
            case (_, 0): guard Self.varint(message, &position) != nil else { return }
            case (_, 1): position += 8
            case (_, 5): position += 4
            default: return
            }
        }
    }

    private static func varint(_ bytes: [UInt8], _ position: inout Int) -> UInt64? {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 7) {
            guard position < bytes.count else { return nil }
            let byte = bytes[position]
            position += 1
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
        }
        return nil
    }
}
