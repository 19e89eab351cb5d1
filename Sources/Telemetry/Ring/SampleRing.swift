import CTelemetry
import Synchronization

/// Bounded ring of samples: many producers, one consumer, batches in and out, nothing blocks.
///
/// Every producer has a lane of its own: a ring of one producer and one consumer. The consumer visits the lanes in
/// turn. So a producer that stands still, even in the middle of an offer, holds up neither the others nor the consumer,
/// and order is kept by producer. What finds no place is refused and counted by lane, never waited for.
///
/// Why sharing is sound although the compiler cannot see it:
/// - A lane has one producer: `takeProducer` gives each lane out once, until the producer's end; `SampleProducer` is not
///   copyable and its methods are mutating, so no two threads can be in them at once.
/// - The ring has one consumer at a time: `draining` turns a second one away.
/// - Positions are 64-bit and never repeat. The producer writes a place only when `read`, loaded with acquire, shows
///   that the consumer has given back the position one lap earlier; the consumer stores `read` with release after its
///   visit. The consumer visits a place only below `written`, loaded with acquire; the producer stores it with release
///   after copying. So no place is written and read at once, and what is read was written whole.
/// - The memory lives as long as the ring; producers hold a reference to it, and a visitor's span cannot outlive its
///   call.
public final class SampleRing: @unchecked Sendable {
    public let laneCount: Int
    /// Places in each lane; a power of two.
    public let laneCapacity: Int

    @usableFromInline let lanes: UnsafeMutablePointer<Lane>
    private let draining = Atomic<Bool>(false)
    private let turn = Atomic<Int>(0)

    /// One lane's words stand 128 bytes apart by writer, so that producer and consumer do not share a cache line (or
    /// the pair that the prefetcher fetches).
    @usableFromInline struct Lane: ~Copyable {
        @usableFromInline let places: UnsafeMutablePointer<Sample>
        /// Written by the producer alone.
        @usableFromInline let written: UnsafeMutablePointer<Atomic<UInt64>>
        @usableFromInline let refused: UnsafeMutablePointer<Atomic<UInt64>>
        /// Written by the consumer alone.
        @usableFromInline let read: UnsafeMutablePointer<Atomic<UInt64>>
        @usableFromInline let highWater: UnsafeMutablePointer<Atomic<UInt64>>
        let isTaken: UnsafeMutablePointer<Atomic<UInt64>>

        private let memory: UnsafeMutableRawPointer
        private static let farApart = 128

        init(capacity: Int) {
            let words = 3 * Self.farApart
            memory = .allocate(
                byteCount: words + capacity * MemoryLayout<Sample>.stride, alignment: Self.farApart)
            let base = memory
            func word(_ offset: Int) -> UnsafeMutablePointer<Atomic<UInt64>> {
                let word = (base + offset).bindMemory(to: Atomic<UInt64>.self, capacity: 1)
                word.initialize(to: Atomic(0))
                return word
            }
            written = word(0)
            refused = word(8)
            read = word(Self.farApart)
            highWater = word(Self.farApart + 8)
            isTaken = word(2 * Self.farApart)
            places = (base + words).bindMemory(to: Sample.self, capacity: capacity)
            // Touched here, so that no offer pays for the first use of a page.
            places.initialize(
                repeating: Sample(
                    timeNanoseconds: 0, payload: 0, auxiliary: 0, subject: 0, metric: .octets, direction: .inbound),
                count: capacity)
        }

        deinit { memory.deallocate() }

        /// `read` first: `written` can only grow meanwhile, so the depth never comes out negative.
        var counts: RingCounts {
            let drained = read.pointee.load(ordering: .acquiring)
            let accepted = written.pointee.load(ordering: .relaxed)
            return RingCounts(
                accepted: accepted, drained: drained, refused: refused.pointee.load(ordering: .relaxed),
                highWater: Int(clamping: highWater.pointee.load(ordering: .relaxed)))
        }
    }

    /// `lanes` 1 … 1024; `capacity` samples at least in each, rounded up to a power of two in 2 … 2²⁴ (32 bytes each).
    /// All memory is allocated here.
    public init(lanes wantedLanes: Int, capacity wanted: Int) {
        let bounded = max(2, min(wanted, 1 << 24))
        let capacity = 1 << (Int.bitWidth - (bounded - 1).leadingZeroBitCount)
        laneCapacity = capacity
        laneCount = max(1, min(wantedLanes, 1024))
        lanes = .allocate(capacity: laneCount)
        for lane in 0..<laneCount { (lanes + lane).initialize(to: Lane(capacity: capacity)) }
    }

    deinit {
        lanes.deinitialize(count: laneCount)
        lanes.deallocate()
    }

    /// The one producer of a lane, until that value's end; `nil` while somebody else has it, or when there is no such
    /// lane.
    public func takeProducer(_ lane: Int) -> SampleProducer? {
        guard lane >= 0, lane < laneCount, lanes[lane].isTaken.pointee.exchange(1, ordering: .acquiring) == 0 else {
            return nil
        }
        return SampleProducer(self, lane: lane)
    }

    fileprivate func giveBack(_ lane: Int) { lanes[lane].isTaken.pointee.store(0, ordering: .releasing) }

    /// Visits up to `limit` samples where they lie, lane after lane, each lane in the order of its offers; their places
    /// are free when the visit is over. A call while another is under way visits nothing. Returns how many were visited.
    @discardableResult
    public func drain(max limit: Int, _ visit: (Span<Sample>) -> Void) -> Int {
        guard !draining.exchange(true, ordering: .acquiring) else { return 0 }
        defer { draining.store(false, ordering: .releasing) }
        // Another lane first each time, or the first could take the whole limit for itself.
        let first = turn.wrappingAdd(1, ordering: .relaxed).oldValue
        var left = limit
        for step in 0..<laneCount where left > 0 {
            left -= drain(lane: Int(UInt(bitPattern: first &+ step) % UInt(laneCount)), max: left, visit)
        }
        return limit - left
    }

    private func drain(lane index: Int, max limit: Int, _ visit: (Span<Sample>) -> Void) -> Int {
        let (places, read) = (lanes[index].places, lanes[index].read)
        let position = read.pointee.load(ordering: .relaxed)
        let depth = Int(lanes[index].written.pointee.load(ordering: .acquiring) &- position)
        guard depth > 0 else { return 0 }
        let highWater = lanes[index].highWater
        if UInt64(depth) > highWater.pointee.load(ordering: .relaxed) {
            highWater.pointee.store(UInt64(depth), ordering: .relaxed)
        }
        let count = min(depth, limit)
        let place = Int(truncatingIfNeeded: position) & (laneCapacity - 1)
        let untilEnd = min(count, laneCapacity - place)
        visit(UnsafeBufferPointer(start: places + place, count: untilEnd).span)
        if untilEnd < count { visit(UnsafeBufferPointer(start: places, count: count - untilEnd).span) }
        read.pointee.store(position &+ UInt64(count), ordering: .releasing)
        return count
    }

    /// One lane's account; zeros when there is no such lane.
    public func laneCounts(_ lane: Int) -> RingCounts {
        lane >= 0 && lane < laneCount ? lanes[lane].counts : RingCounts()
    }

    /// The account of all lanes together; `highWater` is that of the fullest one.
    public var counts: RingCounts {
        var sum = RingCounts()
        for lane in 0..<laneCount { sum.add(lanes[lane].counts) }
        return sum
    }
}

/// Offers samples to one lane. One at a time may use it; its end gives the lane back.
public struct SampleProducer: ~Copyable, @unchecked Sendable {
    @usableFromInline let ring: SampleRing
    @usableFromInline let lane: Int
    @usableFromInline let places: UnsafeMutablePointer<Sample>
    @usableFromInline let written: UnsafeMutablePointer<Atomic<UInt64>>
    @usableFromInline let read: UnsafeMutablePointer<Atomic<UInt64>>
    @usableFromInline let capacity: Int
    /// What this side knows: its own position, and the consumer's as last looked at.
    @usableFromInline var position: UInt64
    @usableFromInline var readSeen: UInt64

    fileprivate init(_ ring: SampleRing, lane: Int) {
        self.ring = ring
        self.lane = lane
        places = ring.lanes[lane].places
        written = ring.lanes[lane].written
        read = ring.lanes[lane].read
        capacity = ring.laneCapacity
        position = written.pointee.load(ordering: .relaxed)
        readSeen = read.pointee.load(ordering: .acquiring)
    }

    deinit { ring.giveBack(lane) }

    /// Copies in as many of `samples`, from the first, as there are places for; the rest is refused and counted. Never
    /// waits. Returns how many were accepted.
    @inlinable
    @discardableResult
    public mutating func offer(_ samples: Span<Sample>) -> Int {
        let accepted = min(samples.count, free(atLeast: samples.count))
        if accepted < samples.count { refuse(samples.count - accepted) }
        guard accepted > 0 else { return 0 }
        let place = Int(truncatingIfNeeded: position) & (capacity - 1)
        let untilEnd = min(accepted, capacity - place)
        samples.withUnsafeBufferPointer { source in
            guard let start = source.baseAddress else { return }
            (places + place).update(from: start, count: untilEnd)
            if untilEnd < accepted { places.update(from: start + untilEnd, count: accepted - untilEnd) }
        }
        position &+= UInt64(accepted)
        written.pointee.store(position, ordering: .releasing)
        return accepted
    }

    /// The same for samples that can come again: the rest is neither refused nor counted.
    @inlinable
    public mutating func offerWhatFits(_ samples: Span<Sample>) -> Int {
        offer(samples.extracting(first: min(samples.count, free(atLeast: samples.count))))
    }

    /// The same for one sample: whether it was accepted.
    @inlinable
    @discardableResult
    public mutating func offer(_ sample: Sample) -> Bool {
        guard free(atLeast: 1) > 0 else {
            refuse(1)
            return false
        }
        places[Int(truncatingIfNeeded: position) & (capacity - 1)] = sample
        // The line was the consumer's last; ask for it before it is needed. A hint, whoever holds the place.
        haomiao_prefetch(places + Int(truncatingIfNeeded: position &+ 16) & (capacity - 1))
        position &+= 1
        written.pointee.store(position, ordering: .releasing)
        return true
    }

    /// Free places, known to be; the consumer's word is looked at only when those known do not suffice.
    @inlinable
    mutating func free(atLeast wanted: Int) -> Int {
        let known = capacity - Int(truncatingIfNeeded: position &- readSeen)
        if known >= wanted { return known }
        readSeen = read.pointee.load(ordering: .acquiring)
        return capacity - Int(truncatingIfNeeded: position &- readSeen)
    }

    @usableFromInline
    func refuse(_ count: Int) {
        let refused = ring.lanes[lane].refused
        refused.pointee.store(refused.pointee.load(ordering: .relaxed) &+ UInt64(count), ordering: .relaxed)
    }
}

/// The account of a lane, or of a ring, at one moment.
public struct RingCounts: Hashable, Sendable {
    public internal(set) var accepted: UInt64 = 0
    public internal(set) var drained: UInt64 = 0
    public internal(set) var refused: UInt64 = 0
    /// Greatest depth that the consumer has found so far, of one lane.
    public internal(set) var highWater: Int = 0

    public init(accepted: UInt64 = 0, drained: UInt64 = 0, refused: UInt64 = 0, highWater: Int = 0) {
        self.accepted = accepted
        self.drained = drained
        self.refused = refused
        self.highWater = highWater
    }

    /// Samples accepted and not yet drained.
    public var depth: UInt64 { accepted &- drained }
    public var offered: UInt64 { accepted &+ refused }

    mutating func add(_ other: RingCounts) {
        accepted &+= other.accepted
        drained &+= other.drained
        refused &+= other.refused
        highWater = max(highWater, other.highWater)
    }
}
