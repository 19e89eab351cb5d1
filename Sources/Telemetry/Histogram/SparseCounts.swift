/// Counts by bucket, ascending, without the empty ones: 8 bytes for each bucket in use.
struct SparseCounts: Hashable, Sendable {
    struct Entry: Hashable, Sendable {
        var bucket: UInt16
        /// ≥ 1; stays at its greatest value rather than starting anew.
        var count: UInt32
    }

    private(set) var entries: ContiguousArray<Entry> = []
    private(set) var total: UInt64 = 0

    mutating func add(_ bucket: UInt16, _ count: UInt32 = 1) {
        guard count > 0 else { return }
        let place = firstPlace(notBelow: bucket)
        if place < entries.count, entries[place].bucket == bucket {
            let (sum, overflow) = entries[place].count.addingReportingOverflow(count)
            let kept = overflow ? UInt32.max : sum
            total += UInt64(kept - entries[place].count)
            entries[place].count = kept
        } else {
            entries.insert(Entry(bucket: bucket, count: count), at: place)
            total += UInt64(count)
        }
    }

    /// Takes away what was added before; never goes below zero.
    mutating func remove(_ bucket: UInt16, _ count: UInt32) {
        let place = firstPlace(notBelow: bucket)
        guard place < entries.count, entries[place].bucket == bucket else { return }
        let removed = min(count, entries[place].count)
        entries[place].count -= removed
        total -= UInt64(removed)
        if entries[place].count == 0 { entries.remove(at: place) }
    }

    mutating func add(_ other: SparseCounts) {
        for entry in other.entries { add(entry.bucket, entry.count) }
    }

    mutating func removeAll() {
        entries.removeAll(keepingCapacity: true)
        total = 0
    }

    func count(of bucket: UInt16) -> UInt32 {
        let place = firstPlace(notBelow: bucket)
        return place < entries.count && entries[place].bucket == bucket ? entries[place].count : 0
    }

    /// The bucket that holds the delay of `rank`, 1 … total.
    func bucket(ofRank rank: UInt64) -> UInt16? {
        guard rank >= 1 else { return nil }
        var below: UInt64 = 0
        for entry in entries {
            below += UInt64(entry.count)
            if rank <= below { return entry.bucket }
        }
        return nil
    }

    private func firstPlace(notBelow bucket: UInt16) -> Int {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].bucket < bucket { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

/// A closed minute's counts, 4 bytes for each bucket in use: bucket in the upper 16 bits, count in the lower. A count
/// over 65 535 takes several entries.
struct PackedCounts: Hashable, Sendable {
    private let words: ContiguousArray<UInt32>

    init() { words = [] }

    init(_ counts: SparseCounts) {
        var words = ContiguousArray<UInt32>()
        words.reserveCapacity(counts.entries.count)
        for entry in counts.entries {
            var left = entry.count
            while left > 0 {
                let part = min(left, UInt32(UInt16.max))
                words.append(UInt32(entry.bucket) << 16 | part)
                left -= part
            }
        }
        self.words = words
    }

    var allocatedBytes: Int { words.capacity * MemoryLayout<UInt32>.stride }

    /// Ascending; a bucket may come more than once.
    var entries: some Sequence<(bucket: UInt16, count: UInt32)> {
        words.lazy.map { (bucket: UInt16($0 >> 16), count: $0 & UInt32(UInt16.max)) }
    }
}
