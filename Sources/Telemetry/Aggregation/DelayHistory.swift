/// The closed minutes of one direction of a path, as far as the live window reaches, and what found no room in the
/// open minutes' accumulators. Touched when a minute closes, not by the sample.
struct DelayHistory {
    private struct Closed {
        var number: Int64
        var figures: DelayFigures
        var buckets: Int
    }

    /// Buckets that their accumulator had no room for, and those of clock faults, of the open minutes by parity.
    private var outside = [SparseCounts(), SparseCounts()]
    private var faulted = [SparseCounts(), SparseCounts()]
    /// Ascending.
    private var closed: ContiguousArray<Closed> = []
    /// The buckets of `closed`, in its order: bucket in the upper 16 bits, count in the lower; a count over 65 535
    /// takes several.
    private var words: ContiguousArray<UInt32> = []
    /// Judged delays of all closed minutes.
    private(set) var live = SparseCounts()
    /// The newest closed minute that holds judged delays.
    private(set) var closedMinute = WindowCell()
    private(set) var fives = FiveMinutes()

    mutating func addOutside(_ bucket: Int, minute: Int64) {
        outside[Int(minute & 1)].add(UInt16(truncatingIfNeeded: bucket))
    }

    mutating func addFaulted(_ bucket: Int, minute: Int64) {
        faulted[Int(minute & 1)].add(UInt16(truncatingIfNeeded: bucket))
    }

    /// Judged delays of an open minute.
    func judged(_ minute: OpenDelayMinute) -> SparseCounts {
        var counts = SparseCounts()
        minute.forEachBucket { counts.append($0, $1) }
        counts.add(outside[Int(minute.number & 1)])
        return counts
    }

    func summary(_ minute: OpenDelayMinute, _ judged: SparseCounts, _ layout: BucketLayout) -> DelayMinuteSummary {
        let faulted = faulted[Int(minute.number & 1)]
        guard faulted.total > 0 else { return minute.summary(judged, layout) }
        var all = judged
        all.add(faulted)
        return minute.summary(all, layout)
    }

    /// Takes over a minute that is done; returns its summary.
    mutating func close(_ minute: OpenDelayMinute, _ layout: BucketLayout) -> DelayMinuteSummary {
        let counts = judged(minute)
        let summary = summary(minute, counts, layout)
        let before = words.count
        for entry in counts.entries {
            var left = entry.count
            while left > 0 {
                let part = min(left, UInt32(UInt16.max))
                words.append(UInt32(entry.bucket) << 16 | part)
                left -= part
            }
        }
        closed.append(Closed(number: minute.number, figures: minute.figures, buckets: words.count - before))
        live.add(counts)
        outside[Int(minute.number & 1)].removeAll()
        faulted[Int(minute.number & 1)].removeAll()
        if !minute.cell.isEmpty { closedMinute = minute.cell }
        fives.roll(minute.cell)
        return summary
    }

    /// Takes the minutes before `first` away from the live window.
    mutating func leave(before first: Int64) {
        var minutes = 0
        var entries = 0
        while minutes < closed.count, closed[minutes].number < first {
            for word in words[entries..<(entries + closed[minutes].buckets)] {
                live.remove(UInt16(word >> 16), word & UInt32(UInt16.max))
            }
            entries += closed[minutes].buckets
            minutes += 1
        }
        guard minutes > 0 else { return }
        closed.removeFirst(minutes)
        words.removeFirst(entries)
    }

    /// Sums and extremes of the closed minutes.
    var figures: DelayFigures {
        var sum = DelayFigures()
        for minute in closed { sum.include(minute.figures) }
        return sum
    }

    /// Of one closed minute, its buckets apart.
    static var closedBytes: Int { MemoryLayout<Closed>.stride }

    mutating func removeAll() { self = DelayHistory() }

    var byteCount: Int {
        closed.capacity * MemoryLayout<Closed>.stride + words.capacity * MemoryLayout<UInt32>.stride
            + live.entries.capacity * MemoryLayout<SparseCounts.Entry>.stride
    }
}
