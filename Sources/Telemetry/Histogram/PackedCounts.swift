/// Counts by bucket as bytes, for what is kept long and read once: a bucket takes one or two. Each is the distance from
/// the one before, doubled, plus 1 where a count less 2 follows; without one the count is 1. Numbers are in groups of
/// seven bits, the lowest first, and the upper bit says that another group follows.
struct PackedCounts {
    private var bytes: ContiguousArray<UInt8> = []

    /// What a bucket takes at most where the one before lies within 63 buckets and the count is below 130.
    static let usualBytes = 2

    var byteCount: Int { bytes.count }
    var capacityBytes: Int { bytes.capacity }

    /// Packs behind what is there; returns how many bytes that takes.
    mutating func append(_ counts: SparseCounts) -> Int {
        let before = bytes.count
        var last: UInt16 = 0
        for entry in counts.entries {
            let distance = UInt32(entry.bucket &- last)
            last = entry.bucket
            put(distance << 1 | (entry.count > 1 ? 1 : 0))
            if entry.count > 1 { put(entry.count - 2) }
        }
        return bytes.count - before
    }

    /// The buckets that one `append` of `count` bytes put at `start`.
    func forEachBucket(from start: Int, bytes count: Int, _ body: (UInt16, UInt32) -> Void) {
        var place = start
        var bucket: UInt16 = 0
        while place < start + count {
            let head = take(&place)
            bucket &+= UInt16(truncatingIfNeeded: head >> 1)
            body(bucket, head & 1 == 0 ? 1 : take(&place) + 2)
        }
    }

    mutating func removeFirst(_ count: Int) { bytes.removeFirst(count) }

    private mutating func put(_ number: UInt32) {
        var left = number
        while left >= 1 << 7 {
            bytes.append(UInt8(truncatingIfNeeded: left) | 1 << 7)
            left >>= 7
        }
        bytes.append(UInt8(left))
    }

    private func take(_ place: inout Int) -> UInt32 {
        var number: UInt32 = 0
        var shift: UInt32 = 0
        while true {
            let byte = bytes[place]
            place += 1
            number |= UInt32(byte & 0x7F) << shift
            if byte < 1 << 7 { return number }
            shift += 7
        }
    }
}
