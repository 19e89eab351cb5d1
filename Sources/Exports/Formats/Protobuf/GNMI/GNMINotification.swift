/// What holds for a whole Notification. It may stand behind the updates, so they are read after it.
struct GNMINotification {
    let range: Range<Int>
    private(set) var stampNanoseconds: Int64?
    private(set) var prefix = 0..<0
    /// It tells all that there is under its prefix.
    private(set) var isAtomic = false
    private(set) var hasDeletes = false

    init(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(WireProblem) {
        self.range = range
        var reader = WireReader(range, of: "Notification")
        while let field = try reader.next(bytes) {
            switch (field.number, field.form) {
            case (1, .varint):
                let stamp = Int64(bitPattern: try reader.varint(bytes))
                stampNanoseconds = stamp == 0 ? nil : stamp
            case (2, .bytes): prefix = try reader.range(bytes)
            case (5, .bytes):
                hasDeletes = true
                _ = try reader.range(bytes)
            case (6, .varint): isAtomic = try reader.varint(bytes) != 0
            default: try reader.skip(field, bytes)
            }
        }
        try GNMIPath.check(bytes, prefix)
    }
}

/// Where the parts of an Update lie.
struct GNMIUpdate {
    private(set) var path = 0..<0
    /// TypedValue.
    private(set) var value: Range<Int>?
    /// Value, which TypedValue has taken the place of.
    private(set) var oldValue: Range<Int>?
    /// Values of this path that the target left out since it told the last.
    private(set) var duplicates: UInt32 = 0

    init(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(WireProblem) {
        var reader = WireReader(range, of: "Update")
        while let field = try reader.next(bytes) {
            switch (field.number, field.form) {
            case (1, .bytes): path = try reader.range(bytes)
            case (2, .bytes): oldValue = try reader.range(bytes)
            case (3, .bytes): value = try reader.range(bytes)
            case (4, .varint): duplicates = UInt32(truncatingIfNeeded: try reader.varint(bytes))
            default: try reader.skip(field, bytes)
            }
        }
        try GNMIPath.check(bytes, path)
    }
}
