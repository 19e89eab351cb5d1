/// One minute of one direction of a path, as screens draw it; nanoseconds. Clock faults are shown, so they are in it.
public struct DelayMinuteSummary: Hashable, Sendable, BitwiseCopyable {
    /// 0 received and 0 lost is a gap.
    public let received: Int32
    public let lost: Int32
    /// NaN without a received packet. Percentiles are plain nearest ranks of the received packets, upper edge of the
    /// bucket but no more than the maximum, whatever their number: for drawing, never for a verdict.
    public let minimum: Float
    public let p50: Float
    public let p99: Float
    public let maximum: Float

    public static let gap = DelayMinuteSummary(
        received: 0, lost: 0, minimum: .nan, p50: .nan, p99: .nan, maximum: .nan)
}

/// What is counted of one minute beside its buckets, and summed for the live window.
struct DelayFigures: Hashable, Sendable, BitwiseCopyable {
    /// Delays that may be judged.
    var judged: UInt32 = 0
    var lost: UInt32 = 0
    var clockFaults: UInt32 = 0
    var unsynchronised: UInt32 = 0
    /// Of the judged, nanoseconds.
    var minimum: Int64 = .max
    var maximum: Int64 = .min
    /// Of the clock faults, nanoseconds.
    var faultMinimum: Int64 = .max
    var faultMaximum: Int64 = .min
    var greatestUncertainty: UInt64 = 0

    mutating func include(_ other: DelayFigures) {
        judged &+= other.judged
        lost &+= other.lost
        clockFaults &+= other.clockFaults
        unsynchronised &+= other.unsynchronised
        minimum = min(minimum, other.minimum)
        maximum = max(maximum, other.maximum)
        faultMinimum = min(faultMinimum, other.faultMinimum)
        faultMaximum = max(faultMaximum, other.faultMaximum)
        greatestUncertainty = max(greatestUncertainty, other.greatestUncertainty)
    }
}

/// A minute that still takes samples: 640 bytes, whole cache lines. Clock faults and the buckets without room in the
/// accumulator are kept beside it (`DelayHistory`).
struct OpenDelayMinute: BitwiseCopyable {
    static let unused: Int64 = -1

    private(set) var number = Self.unused
    private(set) var greatestUncertainty: UInt64 = 0
    private(set) var faultMinimum: Int64 = .max
    private(set) var faultMaximum: Int64 = .min
    private var lost: UInt32 = 0
    private var clockFaults: UInt32 = 0
    private var unsynchronised: UInt32 = 0
    private let spare: (UInt64, UInt64) = (0, 0)
    private var delays: DelayAccumulator

    /// Bytes before the histogram: two cache lines.
    static let headBytes = 128

    init(number: Int64 = Self.unused, around bucket: Int? = nil) {
        self.number = number
        delays = bucket.map { DelayAccumulator(around: $0) } ?? DelayAccumulator()
    }

    var isOpen: Bool { number != Self.unused }
    var end: Int64 { (number &+ 1) &* WindowFrame.minuteNanoseconds }
    var middleBucket: Int? { delays.middleBucket }

    mutating func addLost() { lost &+= 1 }

    /// A delay that may be judged; false when its bucket found no room.
    @inline(__always)
    mutating func addJudged(_ sample: Sample, bucket: Int) -> Bool {
        note(sample)
        return delays.add(sample.delayNanoseconds, bucket: bucket)
    }

    mutating func addFault(_ sample: Sample) {
        note(sample)
        clockFaults &+= 1
        faultMinimum = min(faultMinimum, sample.delayNanoseconds)
        faultMaximum = max(faultMaximum, sample.delayNanoseconds)
    }

    @inline(__always)
    private mutating func note(_ sample: Sample) {
        greatestUncertainty = sample.auxiliary > greatestUncertainty ? sample.auxiliary : greatestUncertainty
        if sample.flags.contains(.clockUnsynchronised) { unsynchronised &+= 1 }
    }

    @inline(__always)
    func byteOffset(ofBucket bucket: Int) -> Int {
        MemoryLayout<OpenDelayMinute>.offset(of: \.delays)! + delays.byteOffset(ofBucket: bucket)
    }

    func forEachBucket(_ body: (UInt16, UInt32) -> Void) { delays.forEachBucket(body) }

    /// Of everything that arrived, nanoseconds; NaN where nothing did.
    var minimum: Float {
        let least = min(delays.minimum, faultMinimum)
        return least == .max ? .nan : Float(least)
    }

    var figures: DelayFigures {
        DelayFigures(
            judged: delays.count, lost: lost, clockFaults: clockFaults, unsynchronised: unsynchronised,
            minimum: delays.minimum, maximum: delays.maximum, faultMinimum: faultMinimum, faultMaximum: faultMaximum,
            greatestUncertainty: greatestUncertainty)
    }

    /// As a window of judged delays.
    var cell: WindowCell {
        guard delays.count > 0 else { return WindowCell(number: UInt32(truncatingIfNeeded: number)) }
        return WindowCell(
            number: UInt32(truncatingIfNeeded: number), count: delays.count, sum: Double(delays.sum),
            minimum: Float(delays.minimum), maximum: Float(delays.maximum), last: Float(delays.last))
    }

    /// `all`: the buckets of everything that arrived.
    func summary(_ all: SparseCounts, _ layout: BucketLayout) -> DelayMinuteSummary {
        let figures = figures
        let received = figures.judged &+ figures.clockFaults
        let lost = Int32(clamping: figures.lost)
        guard received > 0 else {
            return DelayMinuteSummary(
                received: 0, lost: lost, minimum: .nan, p50: .nan, p99: .nan, maximum: .nan)
        }
        let minimum = min(figures.minimum, figures.faultMinimum)
        let maximum = max(figures.maximum, figures.faultMaximum)
        let histogram = DelayHistogram(layout: layout, counts: all, minimum: minimum, maximum: maximum)
        func rank(_ p: Double) -> Float {
            histogram.percentile(p, least: 1).upper.map { Float(min($0, maximum)) } ?? .nan
        }
        return DelayMinuteSummary(
            received: Int32(clamping: received), lost: lost, minimum: Float(minimum), p50: rank(0.5),
            p99: rank(0.99), maximum: Float(maximum))
    }
}
