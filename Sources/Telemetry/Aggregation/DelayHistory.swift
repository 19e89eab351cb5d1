/// The closed minutes of one series of a path, as far as the live window reaches, and what found no room in the
/// open minutes' accumulators. Touched when a minute closes, not by the sample.
struct DelayHistory {
    private struct Closed {
        var number: Int64
        var figures: DelayFigures
        /// Of `packed`.
        var bytes: Int
    }

    /// Buckets that their accumulator had no room for, and those of clock faults, of the open minutes by parity.
    private var outside = [SparseCounts(), SparseCounts()]
    private var faulted = [SparseCounts(), SparseCounts()]
    /// Ascending.
    private var closed: ContiguousArray<Closed> = []
    /// The buckets of `closed`, in its order.
    private var packed = PackedCounts()
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
        counts.reserve(Int(min(minute.figures.judged, 64)))
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

    /// Takes over a minute that is done, with its judged delays.
    mutating func close(_ minute: OpenDelayMinute, _ counts: SparseCounts) {
        closed.append(Closed(number: minute.number, figures: minute.figures, bytes: packed.append(counts)))
        live.add(counts)
        outside[Int(minute.number & 1)].removeAll()
        faulted[Int(minute.number & 1)].removeAll()
        if !minute.cell.isEmpty { closedMinute = minute.cell }
        fives.roll(minute.cell)
    }

    /// Takes the minutes before `first` away from the live window.
    mutating func leave(before first: Int64) {
        var minutes = 0
        var bytes = 0
        while minutes < closed.count, closed[minutes].number < first {
            packed.forEachBucket(from: bytes, bytes: closed[minutes].bytes) { live.remove($0, $1) }
            bytes += closed[minutes].bytes
            minutes += 1
        }
        guard minutes > 0 else { return }
        closed.removeFirst(minutes)
        packed.removeFirst(bytes)
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
        closed.capacity * MemoryLayout<Closed>.stride + packed.capacityBytes
            + live.entries.capacity * MemoryLayout<SparseCounts.Entry>.stride
    }
}
