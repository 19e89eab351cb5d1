/// Count, sum, extremes, newest and histogram of the delays of one minute of one path direction, changed in place: nine
/// cache lines, of which a delay touches the head's and one of the histogram's. The histogram holds 256 neighbouring
/// buckets, about one octave, around where the delays lie; what lies outside, or no longer fits 16 bits, is the caller's
/// to keep.
package struct DelayAccumulator: BitwiseCopyable {
    package private(set) var count: UInt32 = 0
    /// First bucket of the window.
    private var anchor: UInt16 = 0
    /// Nanoseconds.
    package private(set) var sum: Int64 = 0
    package private(set) var minimum: Int64 = .max
    package private(set) var maximum: Int64 = .min
    package private(set) var last: Int64 = 0
    private let spare: (UInt64, UInt64, UInt64) = (0, 0, 0)
    private var counts = InlineArray<256, UInt16>(repeating: 0)

    package static let windowBuckets = 256

    package init() {}

    /// An empty one whose window has `bucket` in its middle; it stays there whatever comes first, so that one odd delay
    /// does not put a whole minute outside.
    init(around bucket: Int) {
        anchor = UInt16(clamping: max(0, bucket &- Self.windowBuckets / 2))
    }

    /// Adds a delay that falls into `bucket`; false when the bucket has no room here, and only it was left out.
    @inline(__always)
    package mutating func add(_ delay: Int64, bucket: Int) -> Bool {
        if count == 0, anchor == 0 { centre(on: bucket) }
        count &+= 1
        sum &+= delay
        minimum = delay < minimum ? delay : minimum
        maximum = delay > maximum ? delay : maximum
        last = delay
        let place = bucket &- Int(anchor)
        guard place >= 0, place < Self.windowBuckets, counts[place] < .max else { return false }
        counts[place] &+= 1
        return true
    }

    /// Where the count of a bucket lies in this value; that of the first when it has no place here.
    @inline(__always)
    func byteOffset(ofBucket bucket: Int) -> Int {
        let place = bucket &- Int(anchor)
        let counts = MemoryLayout<DelayAccumulator>.size - Self.windowBuckets * 2
        return counts + (place >= 0 && place < Self.windowBuckets ? place &* 2 : 0)
    }

    /// A window that nobody placed is put around the first delay.
    private mutating func centre(on bucket: Int) {
        if bucket >= Self.windowBuckets { self = DelayAccumulator(around: bucket) }
    }

    /// Buckets in use with their counts, ascending.
    func forEachBucket(_ body: (UInt16, UInt32) -> Void) {
        guard count > 0 else { return }
        // By span: the compiler copies an inline array for each element that is read from it.
        let counts = counts.span
        for place in counts.indices where counts[place] > 0 {
            body(anchor &+ UInt16(truncatingIfNeeded: place), UInt32(counts[place]))
        }
    }

    /// Where the next minute's window may well lie: around the middle rank of what the window holds; `nil` when that is
    /// less than half of all, so that the window follows a path that was rerouted.
    var middleBucket: Int? {
        let counts = counts.span
        var held: UInt32 = 0
        for place in counts.indices { held &+= UInt32(counts[place]) }
        guard count > 0, held >= count - held else { return nil }
        var left = held / 2
        for place in counts.indices {
            if left < UInt32(counts[place]) { return Int(anchor) + place }
            left &-= UInt32(counts[place])
        }
        return nil
    }
}

/// One accumulator for each of many series: what the benchmark holds beside the same record in C++.
package final class DelayAccumulators {
    private let rows: SeriesTable<DelayAccumulator>
    private let layout: BucketLayout
    /// Delays that found no room in their window.
    package private(set) var outside: UInt64 = 0

    package init(count: Int, layout: BucketLayout) {
        rows = SeriesTable(count: count, repeating: DelayAccumulator())
        self.layout = layout
    }

    package subscript(series: Int) -> DelayAccumulator { rows[series] }

    /// Adds delays; their subjects are series.
    package func fold(_ samples: Span<Sample>) {
        let count = samples.count
        for index in 0..<count {
            let far = index &+ Prefetch.far
            if far < count { rows.prefetch(Int(samples[far].subject)) }
            let near = index &+ Prefetch.near
            if near < count {
                let sample = samples[near]
                let series = Int(sample.subject)
                let offset = rows[series].byteOffset(ofBucket: layout.bucket(of: sample.delayNanoseconds))
                rows.prefetch(series, byteOffset: offset)
            }
            let sample = samples[index]
            let delay = sample.delayNanoseconds
            if !rows[Int(sample.subject)].add(delay, bucket: layout.bucket(of: delay)) { outside &+= 1 }
        }
    }
}

/// How many samples ahead memory is fetched: first what the subject alone leads to, then what that tells the place of.
/// Some ten misses are under way at once; measured in Docs/Performance.md.
enum Prefetch {
    static let far = 32
    static let near = 16
}
