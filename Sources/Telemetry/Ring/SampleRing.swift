import Synchronization

/// Bounded ring of samples: many producers, one consumer, batches in and out, nothing blocks.
///
/// Reserve and publish: a producer takes places by moving `tail` with one compare-and-swap, copies its samples into
/// them and marks each place with its position + 1; the consumer takes the longest run of marked places from `head`.
/// What finds no place is refused and counted, never waited for.
///
/// Why sharing is sound although the compiler cannot see it:
/// - A place is written by one producer only. Positions are 64-bit and never repeat, `tail` gives each to one producer,
///   and a producer takes a position only when `head` (read with acquire) shows that the consumer has given back the
///   position one lap earlier.
/// - A place is read only after its mark was read with acquire; the producer set it with release after writing. A mark
///   of an earlier lap is smaller, so it never passes for this lap's.
/// - The consumer moves `head` with release after copying out, so a producer that sees the new `head` writes after
///   that copy. `draining` lets in one consumer at a time; a second one gets nothing, instead of a race.
/// - The memory lives as long as the object; every method holds a reference to it.
///
/// A producer suspended between reserving and publishing hides the samples behind its places from the consumer until
/// it runs again; nothing between the two can fail, wait or allocate, so it always does. Other producers go on until
/// the ring is full, and then are refused, never held.
public final class SampleRing: @unchecked Sendable {
    /// Places; a power of two.
    public let capacity: Int

    private let mask: UInt64
    private let places: UnsafeMutablePointer<Sample>
    private let marks: UnsafeMutablePointer<Atomic<UInt64>>
    private let control: UnsafeMutableRawPointer

    /// Control words stand 128 bytes apart, so that producers and consumer do not share a cache line (or the pair
    /// that the prefetcher fetches).
    private enum Word: Int, CaseIterable {
        case head, tail, refused, highWater, draining
        static let stride = 128
    }

    /// `capacity` samples at least, rounded up to a power of two in 2 … 2²⁴ (40 bytes each, allocated here).
    public init(capacity wanted: Int) {
        let bounded = max(2, min(wanted, 1 << 24))
        capacity = 1 << (Int.bitWidth - (bounded - 1).leadingZeroBitCount)
        mask = UInt64(capacity - 1)
        places = .allocate(capacity: capacity)
        places.initialize(
            repeating: Sample(
                timeNanoseconds: 0, payload: 0, auxiliary: 0, subject: 0, metric: .octets, direction: .inbound),
            count: capacity)
        marks = .allocate(capacity: capacity)
        for place in 0..<capacity { (marks + place).initialize(to: Atomic(0)) }
        control = .allocate(byteCount: Word.stride * Word.allCases.count, alignment: Word.stride)
        for word in Word.allCases {
            (control + word.rawValue * Word.stride).bindMemory(to: Atomic<UInt64>.self, capacity: 1)
                .initialize(to: Atomic(0))
        }
    }

    deinit {
        for word in Word.allCases { pointer(word).deinitialize(count: 1) }
        control.deallocate()
        marks.deinitialize(count: capacity)
        marks.deallocate()
        places.deallocate()
    }

    private func pointer(_ word: Word) -> UnsafeMutablePointer<Atomic<UInt64>> {
        (control + word.rawValue * Word.stride).assumingMemoryBound(to: Atomic<UInt64>.self)
    }

    /// Copies in as many of `samples`, from the first, as there are places for; the rest is refused. Callable from
    /// any thread at once; returns how many were accepted.
    @discardableResult
    public func offer(_ samples: [Sample]) -> Int {
        samples.withUnsafeBufferPointer { offer($0) }
    }

    private func offer(_ samples: UnsafeBufferPointer<Sample>) -> Int {
        guard let source = samples.baseAddress, samples.count > 0 else { return 0 }
        let (first, accepted) = reserve(samples.count)
        if accepted < samples.count {
            pointer(.refused).pointee.wrappingAdd(UInt64(samples.count - accepted), ordering: .relaxed)
        }
        guard accepted > 0 else { return 0 }
        let place = Int(first & mask)
        let untilEnd = min(accepted, capacity - place)
        (places + place).update(from: source, count: untilEnd)
        places.update(from: source + untilEnd, count: accepted - untilEnd)
        for position in first..<(first &+ UInt64(accepted)) {
            marks[Int(position & mask)].store(position &+ 1, ordering: .releasing)
        }
        return accepted
    }

    /// Takes up to `wanted` positions. The loop repeats only when another producer took some in between.
    private func reserve(_ wanted: Int) -> (first: UInt64, count: Int) {
        var tail = pointer(.tail).pointee.load(ordering: .relaxed)
        while true {
            let head = pointer(.head).pointee.load(ordering: .acquiring)
            // A stale `tail` can lie behind `head`; the exchange below then fails and brings the true one.
            let used = Int(truncatingIfNeeded: tail &- head)
            let count = min(wanted, max(0, capacity - max(0, used)))
            if count == 0 { return (tail, 0) }
            let (exchanged, original) = pointer(.tail).pointee.weakCompareExchange(
                expected: tail, desired: tail &+ UInt64(count), ordering: .relaxed)
            if exchanged {
                noteDepth(UInt64(max(0, used) + count))
                return (tail, count)
            }
            tail = original
        }
    }

    private func noteDepth(_ depth: UInt64) {
        guard depth > pointer(.highWater).pointee.load(ordering: .relaxed) else { return }
        pointer(.highWater).pointee.max(depth, ordering: .relaxed)
    }

    /// Replaces the contents of `batch` (its storage is kept) by up to `limit` samples in the order of reservation.
    /// For the one consumer; a call while another is under way takes nothing. Returns how many were taken.
    @discardableResult
    public func drain(into batch: inout [Sample], max limit: Int) -> Int {
        batch.removeAll(keepingCapacity: true)
        guard pointer(.draining).pointee.exchange(1, ordering: .acquiring) == 0 else { return 0 }
        defer { pointer(.draining).pointee.store(0, ordering: .releasing) }
        let head = pointer(.head).pointee.load(ordering: .relaxed)
        let most = min(max(0, limit), capacity)
        var count = 0
        while count < most {
            let position = head &+ UInt64(count)
            guard marks[Int(position & mask)].load(ordering: .acquiring) == position &+ 1 else { break }
            count += 1
        }
        guard count > 0 else { return 0 }
        let place = Int(head & mask)
        let untilEnd = min(count, capacity - place)
        batch.append(contentsOf: UnsafeBufferPointer(start: places + place, count: untilEnd))
        batch.append(contentsOf: UnsafeBufferPointer(start: places, count: count - untilEnd))
        pointer(.head).pointee.store(head &+ UInt64(count), ordering: .releasing)
        return count
    }

    /// Positions given out, positions taken and samples refused. Read in an order that keeps
    /// `accepted − drained` in 0 … capacity whatever happens meanwhile.
    public var counts: RingCounts {
        let drained = pointer(.head).pointee.load(ordering: .acquiring)
        let accepted = pointer(.tail).pointee.load(ordering: .relaxed)
        let refused = pointer(.refused).pointee.load(ordering: .relaxed)
        let highWater = pointer(.highWater).pointee.load(ordering: .relaxed)
        return RingCounts(
            accepted: accepted, drained: drained, refused: refused, highWater: Int(clamping: highWater))
    }

    /// Samples accepted and not yet drained, 0 … capacity.
    public var depth: Int { min(capacity, Int(clamping: counts.depth)) }
    /// Greatest depth since the start.
    public var highWater: Int { counts.highWater }
    /// Samples offered so far, refused ones included.
    public var offered: UInt64 { counts.offered }
    /// Samples refused because the ring was full.
    public var refused: UInt64 { counts.refused }
}

/// The ring's account at one moment.
public struct RingCounts: Hashable, Sendable {
    public let accepted: UInt64
    public let drained: UInt64
    public let refused: UInt64
    /// Greatest depth since the start.
    public let highWater: Int

    public var depth: UInt64 { accepted &- drained }
    public var offered: UInt64 { accepted &+ refused }
}
