/// The bytes of one stream that are not used yet, handed out in slices of whole records as far as the decoder can tell:
/// a state machine without I/O.
struct StreamBuffer {
    /// Taken apart at once, bytes: so long the ring is not looked at.
    static let sliceBytes = 1 << 16
    /// A record that has no end after so many is refused.
    static let recordByteLimit = 16 << 20
    var byteLimit: Int { isWhole ? WholeBody.longestBytes : Self.recordByteLimit }
    /// How often a byte may be looked at in vain: a record that drips in costs no more than that.
    private static let looks = 64

    private(set) var bytes: [UInt8] = []
    private var start = 0
    /// A message, or a body that is read whole or not at all, is one slice.
    private let isWhole: Bool
    private var window: Int
    private var isEnd = false
    private var credit = 0
    /// A record was refused: all up to the next end of line belongs to it, of a whole body all up to its end.
    private var isSkipping = false
    /// What was there was looked at to its end.
    private var isLookedAt = true

    init(isWhole: Bool = false) {
        self.isWhole = isWhole
        window = isWhole ? .max : Self.sliceBytes
    }

    /// Unused bytes.
    var count: Int { bytes.count - start }

    mutating func append(_ more: [UInt8], isEnd: Bool) {
        self.isEnd = isEnd
        isLookedAt = false
        var more = more[...]
        if isSkipping {
            if isWhole {
                if isEnd { reset() }
                return
            }
            if let end = more.firstIndex(of: UInt8(ascii: "\n")) {
                more = more[(end + 1)...]
                isSkipping = false
            } else {
                more = []
            }
        }
        credit += more.count * Self.looks
        if count == 0 {
            bytes = Array(more)
            start = 0
        } else {
            bytes.removeFirst(start)
            start = 0
            bytes += more
        }
    }

    /// The next slice; `nil` until more comes.
    mutating func slice() -> (range: Range<Int>, isEnd: Bool)? {
        guard !isLookedAt else { return nil }
        let length = min(count, window)
        let isLast = length == count
        if !isEnd, isLast, isWhole || count > credit || count == 0 {
            isLookedAt = true
            return nil
        }
        return (start..<start + length, isLast && isEnd)
    }

    /// The decoder used so many bytes of that slice.
    mutating func used(_ used: Int, of slice: (range: Range<Int>, isEnd: Bool)) {
        let isLast = slice.range.upperBound == bytes.count
        if slice.isEnd {
            reset()
            return
        }
        let used = min(max(used, 0), slice.range.count)
        start += used
        if used == 0 {
            credit -= slice.range.count
            if !isLast { window *= 2 }
        } else {
            if !isWhole { window = Self.sliceBytes }
            credit = count * Self.looks
        }
        guard isLast else { return }
        isLookedAt = true
        if count == 0 {
            bytes = []
            start = 0
        }
    }

    /// Throws away the record under way.
    mutating func skipRecord() {
        reset()
        isSkipping = true
    }

    mutating func reset() { self = StreamBuffer(isWhole: isWhole) }
}
