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

    mutating func reserve(_ count: Int) { entries.reserveCapacity(count) }

    /// Adds a bucket beyond all that are there.
    mutating func append(_ bucket: UInt16, _ count: UInt32) {
        entries.append(Entry(bucket: bucket, count: count))
        total += UInt64(count)
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

    /// Both lists are ascending, so they are merged in one pass.
    mutating func add(_ other: SparseCounts) {
        guard !other.entries.isEmpty else { return }
        guard !entries.isEmpty else {
            self = other
            return
        }
        var merged = SparseCounts()
        merged.entries.reserveCapacity(entries.count + other.entries.count)
        var (mine, theirs) = (0, 0)
        while mine < entries.count || theirs < other.entries.count {
            let mineFirst =
                mine < entries.count
                && (theirs == other.entries.count || entries[mine].bucket <= other.entries[theirs].bucket)
            guard mineFirst else {
                merged.append(other.entries[theirs].bucket, other.entries[theirs].count)
                theirs += 1
                continue
            }
            var count = entries[mine].count
            if theirs < other.entries.count, other.entries[theirs].bucket == entries[mine].bucket {
                let (sum, overflow) = count.addingReportingOverflow(other.entries[theirs].count)
                count = overflow ? .max : sum
                theirs += 1
            }
            merged.append(entries[mine].bucket, count)
            mine += 1
        }
        self = merged
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
        // Halved without a branch on what is found: delays scatter, so a guess would be wrong half of the time.
        let entries = entries.span
        var first = 0
        var length = entries.count
        while length > 1 {
            let half = length / 2
            first = entries[first &+ half &- 1].bucket < bucket ? first &+ half : first
            length &-= half
        }
        return length == 1 && entries[first].bucket < bucket ? first + 1 : first
    }
}
