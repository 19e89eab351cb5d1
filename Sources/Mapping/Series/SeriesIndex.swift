/// Places of series by their keys: open addressing, one probe where all is well, since keys are well mixed already.
struct SeriesIndex: Sendable {
    private struct Entry: BitwiseCopyable {
        var high: UInt64 = 0
        var low: UInt64 = 0
        /// −1: empty.
        var place: Int32 = -1
    }

    private var entries: [Entry]
    private var mask: Int
    private(set) var count = 0

    init() {
        entries = Array(repeating: Entry(), count: 256)
        mask = 255
    }

    @inline(__always)
    func place(of key: SeriesKey) -> Int? {
        var at = Int(truncatingIfNeeded: key.low) & mask
        while true {
            let entry = entries[at]
            if entry.place < 0 { return nil }
            if entry.low == key.low, entry.high == key.high { return Int(entry.place) }
            at = (at &+ 1) & mask
        }
    }

    /// `key` is not in it yet.
    mutating func add(_ key: SeriesKey, _ place: Int) {
        if 2 * (count + 1) > entries.count { grow() }
        insert(Entry(high: key.high, low: key.low, place: Int32(place)))
    }

    private mutating func insert(_ entry: Entry) {
        var at = Int(truncatingIfNeeded: entry.low) & mask
        while entries[at].place >= 0 { at = (at &+ 1) & mask }
        entries[at] = entry
        count += 1
    }

    private mutating func grow() {
        let before = entries
        entries = Array(repeating: Entry(), count: 2 * before.count)
        mask = entries.count - 1
        count = 0
        for entry in before where entry.place >= 0 { insert(entry) }
    }
}
