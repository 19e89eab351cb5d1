/// The times of the probes taken in last, to know a repeated one. It holds those of the lateness, and some; older
/// ones are late anyway.
struct RecentStamps: Sendable {
    private let capacity: Int
    private var stamps: ContiguousArray<Int64> = []
    private var next = 0

    /// 16 … 1 024 stamps: at 10 ms between probes more than any lateness within 10 s.
    init(latenessNanoseconds: Int64, intervalNanoseconds: Int64) {
        capacity = Int(min(max(16, latenessNanoseconds / max(1, intervalNanoseconds) + 8), 1_024))
    }

    func contains(_ stamp: Int64) -> Bool { stamps.contains(stamp) }

    mutating func insert(_ stamp: Int64) {
        if stamps.isEmpty { stamps.reserveCapacity(capacity) }
        if stamps.count < capacity {
            stamps.append(stamp)
        } else {
            stamps[next] = stamp
            next = next + 1 == capacity ? 0 : next + 1
        }
    }

    var allocatedBytes: Int { stamps.capacity * MemoryLayout<Int64>.stride }
}
