import CTelemetry
import Glibc
import Synchronization

// The flat memory that aggregates live in: one allocation a table, rows of plain numbers in it. Together with
// Ring/SampleRing.swift this is all of the module's unsafe code; whoever uses a table meets checked subscripts.

/// Zero-filled pages from the system, given back at the end. Pages that were never touched cost nothing; large tables
/// ask for huge pages, because random access over 100 000 series would otherwise miss the address cache each time.
/// For this file alone; not `private`, since the optimised tests, which make tables of their own, must find it when
/// they are linked.
struct Pages: ~Copyable {
    let base: UnsafeMutableRawPointer
    private let byteCount: Int
    private static let hugePage = 1 << 21

    init(byteCount wanted: Int) {
        byteCount = max(wanted, 1)
        let flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE
        guard let pages = mmap(nil, byteCount, PROT_READ | PROT_WRITE, flags, -1, 0), pages != MAP_FAILED else {
            fatalError("no memory for \(wanted) bytes of aggregates: \(String(cString: strerror(errno)))")
        }
        base = pages
        if byteCount >= 2 * Self.hugePage { madvise(pages, byteCount, Int32(MADV_HUGEPAGE)) }
    }

    deinit { munmap(base, byteCount) }
}

/// Rows that their one owner changes in place.
///
/// Why it is sound: the memory belongs to the table and lives as long as it; every access checks its index; rows are
/// bitwise copyable, so that they need no end of their own; the table is neither copyable nor Sendable, so that only
/// its owner's thread can reach it. The compiler's checks for overlapping accesses end here: nobody may change a row of
/// a table while holding the same row by `inout`, and the two aggregates that have tables do not.
struct SeriesTable<Row: BitwiseCopyable>: ~Copyable {
    let count: Int
    private let pages: Pages
    private let rows: UnsafeMutablePointer<Row>

    init(count: Int, repeating row: Row) {
        self.count = max(0, count)
        pages = Pages(byteCount: self.count * MemoryLayout<Row>.stride)
        rows = pages.base.bindMemory(to: Row.self, capacity: self.count)
        rows.initialize(repeating: row, count: self.count)
    }

    subscript(index: Int) -> Row {
        @inline(__always) unsafeAddress {
            precondition(index >= 0 && index < count, "no such row")
            return UnsafePointer(rows + index)
        }
        @inline(__always) nonmutating unsafeMutableAddress {
            precondition(index >= 0 && index < count, "no such row")
            return rows + index
        }
    }

    /// Fetches a row that is about to change: the cache lines of `bytes` from `byteOffset` on. Any index will do.
    @inline(__always)
    func prefetch(_ index: Int, byteOffset: Int = 0, bytes: Int = 1) {
        let row = UnsafeRawPointer(rows) + index &* MemoryLayout<Row>.stride + byteOffset
        var offset = 0
        while offset < bytes {
            haomiao_prefetch(row + offset)
            offset &+= 64
        }
    }

    func reset(to row: Row) { rows.update(repeating: row, count: count) }

    var byteCount: Int { count * MemoryLayout<Row>.stride }
}

/// Rows that one owner writes and anyone reads at any time, without stopping the owner: a sequence lock a row.
///
/// A row is 64-bit words; the word before them holds the row's tag (upper half) and its version (lower half), odd while
/// the owner writes. A reader copies the words and takes them only when the version was even and the same before and
/// after; else it reads again. The owner never waits; a reader repeats only while this one row is being written, which
/// takes some ten nanoseconds, and yields the processor when the owner was interrupted there.
///
/// Why it is sound: all words are atomics, so no access is a data race. The owner marks the version odd, and a release
/// fence keeps the words behind that mark; it stores the even version with release after them. A reader's acquire load
/// of the version stands before the words, an acquire fence behind them before the second look: words of two writes
/// cannot pass for one row. (2³¹ writes of a row during one reading would; at 20 M/s that is 107 s.) One owner alone
/// writes, by contract of the `write` methods: the aggregator, which is not Sendable, keeps them to itself.
struct PublishedTable<Row: BitwiseCopyable>: ~Copyable, @unchecked Sendable {
    let count: Int
    private let pages: Pages
    private let words: UnsafeMutablePointer<Atomic<UInt64>>
    private static var rowWords: Int { (MemoryLayout<Row>.size + 7) / 8 }
    private static var stride: Int { rowWords + 1 }
    static var rowBytes: Int { stride * 8 }

    /// All rows start with all bits zero and tag 0: `Row` must hold numbers only, for which that is a value.
    init(count: Int) {
        self.count = max(0, count)
        pages = Pages(byteCount: self.count * Self.stride * 8)
        words = pages.base.bindMemory(to: Atomic<UInt64>.self, capacity: self.count * Self.stride)
    }

    @inline(__always)
    private func start(_ index: Int) -> UnsafeMutablePointer<Atomic<UInt64>> {
        precondition(index >= 0 && index < count, "no such row")
        return words + index &* Self.stride
    }

    /// Writes two words of a row, from `first` on. For the owner.
    @inline(__always)
    func write(_ index: Int, first: Int, _ a: UInt64, _ b: UInt64) {
        let row = start(index)
        precondition(first >= 0 && first + 2 <= Self.rowWords, "no such words")
        let before = open(row)
        row[first + 1].store(a, ordering: .relaxed)
        row[first + 2].store(b, ordering: .relaxed)
        close(row, tag: UInt32(before >> 32), before)
    }

    /// Writes three words of a row, from `first` on. For the owner.
    @inline(__always)
    func write(_ index: Int, first: Int, _ a: UInt64, _ b: UInt64, _ c: UInt64) {
        let row = start(index)
        precondition(first >= 0 && first + 3 <= Self.rowWords, "no such words")
        let before = open(row)
        row[first + 1].store(a, ordering: .relaxed)
        row[first + 2].store(b, ordering: .relaxed)
        row[first + 3].store(c, ordering: .relaxed)
        close(row, tag: UInt32(before >> 32), before)
    }

    /// Writes a whole row and its tag. For the owner.
    @inline(__always)
    func write(_ index: Int, _ value: Row, tag: UInt32 = 0) {
        let row = start(index)
        let before = open(row)
        withUnsafeBytes(of: value) { bytes in
            for word in 0..<Self.rowWords {
                row[word + 1].store(Self.word(word, of: bytes), ordering: .relaxed)
            }
        }
        close(row, tag: tag, before)
    }

    /// Marks the row odd; returns the word as it was.
    @inline(__always)
    private func open(_ row: UnsafeMutablePointer<Atomic<UInt64>>) -> UInt64 {
        let before = row[0].load(ordering: .relaxed)
        row[0].store(before &+ 1, ordering: .relaxed)
        atomicMemoryFence(ordering: .releasing)
        return before
    }

    @inline(__always)
    private func close(_ row: UnsafeMutablePointer<Atomic<UInt64>>, tag: UInt32, _ before: UInt64) {
        let version = UInt32(truncatingIfNeeded: before) &+ 2
        row[0].store(UInt64(tag) << 32 | UInt64(version), ordering: .releasing)
    }

    @inline(__always)
    private static func word(_ index: Int, of bytes: UnsafeRawBufferPointer) -> UInt64 {
        let offset = index * 8
        if offset + 8 <= bytes.count { return bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self) }
        var last: UInt64 = 0
        withUnsafeMutableBytes(of: &last) { $0.copyMemory(from: .init(rebasing: bytes[offset...])) }
        return last
    }

    /// A row and its tag, as they were together at one instant. From any thread.
    func read(_ index: Int) -> (row: Row, tag: UInt32) {
        let row = start(index)
        var attempts = 0
        while true {
            let before = row[0].load(ordering: .acquiring)
            if before & 1 == 0 {
                let copy = withUnsafeTemporaryAllocation(of: UInt64.self, capacity: Self.rowWords) { copy in
                    for word in 0..<Self.rowWords { copy[word] = row[word + 1].load(ordering: .relaxed) }
                    return UnsafeRawPointer(copy.baseAddress!).loadUnaligned(as: Row.self)
                }
                atomicMemoryFence(ordering: .acquiring)
                if row[0].load(ordering: .relaxed) == before { return (copy, UInt32(before >> 32)) }
            }
            attempts &+= 1
            if attempts & 63 == 0 { sched_yield() }
        }
    }

    /// Fetches a row that is about to be written. Any index will do.
    @inline(__always)
    func prefetch(_ index: Int) { haomiao_prefetch(UnsafeRawPointer(words + index &* Self.stride)) }

    /// All rows back to zero. For the owner; readers see each row whole, before or after.
    func reset() {
        for index in 0..<count {
            let row = start(index)
            let before = open(row)
            for word in 0..<Self.rowWords { row[word + 1].store(0, ordering: .relaxed) }
            close(row, tag: 0, before)
        }
    }

    var byteCount: Int { count * Self.stride * 8 }
}
