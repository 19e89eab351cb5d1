import Objectives
import Telemetry

extension ProbeTally {
    /// One direction, or the round trip.
    public struct Way: Sendable {
        public private(set) var received = 0
        public private(set) var lost = 0
        public private(set) var greatestErrorNanoseconds: UInt64?
        public private(set) var clockFaults = 0
        public private(set) var unsynchronised = 0
        /// |D(i) − D(i−1)| of probes sent one after the other (RFC 3393), in whatever order their answers came.
        public private(set) var variationCount = 0
        public private(set) var greatestVariationNanoseconds: Int64 = 0
        private var variationSum: Double = 0
        /// The newest delays by number, so that a pair counts whichever of it comes first.
        private var recent: [(number: Int, nanoseconds: Int64)?] = Array(repeating: nil, count: 64)
        private var histogram: DelayHistogram

        private var least: Int64?
        private var greatest: Int64?

        init(_ layout: BucketLayout) { histogram = DelayHistogram(layout: layout) }

        public var minimum: Int64? { least }
        public var maximum: Int64? { greatest }
        public var meanVariationNanoseconds: Double? {
            variationCount > 0 ? variationSum / Double(variationCount) : nil
        }
        /// Upper edge of the bucket; `nil` with too few samples, infinite where it falls on lost ones.
        public func percentile(_ p: Double) -> Double? { Self.value(histogram.percentile(p, lost: lost)) }
        /// PDV (RFC 5481), p99 of D − min D.
        public var delayVariation: Double? { Self.value(histogram.delayVariation(0.99)) }

        private static func value(_ percentile: DelayPercentile) -> Double? {
            switch percentile {
            case .bounds(_, let upper): Double(upper)
            case .lost: .infinity
            case .tooFewSamples: nil
            }
        }

        var tally: SampleTally { SampleTally(received: received, lost: lost, expected: received + lost) }

        func evidence(_ percentiles: [Double], _ loss: WayLoss) -> DirectionEvidence? {
            guard received + lost > 0 else { return nil }
            return DirectionEvidence(
                tally: tally, coveredSeconds: 1,
                quantiles: percentiles.map {
                    QuantileEvidence(
                        $0, DelayQuantile($0, of: histogram, lost: loss.proven, unknown: loss.unknown + clockFaults))
                }, minimum: minimum.map { Double($0) }, uncertainty: greatestErrorNanoseconds.map { Double($0) },
                unsynchronised: unsynchronised, clockFaults: clockFaults)
        }

        mutating func take(_ sample: Sample, number: Int) {
            guard sample.metric == .delay else {
                lost += 1
                return
            }
            received += 1
            let delay = sample.delayNanoseconds
            least = min(least ?? delay, delay)
            greatest = max(greatest ?? delay, delay)
            greatestErrorNanoseconds = max(greatestErrorNanoseconds ?? 0, sample.auxiliary)
            // As in the aggregates: such a delay is shown, and counts in no percentile.
            if sample.flags.contains(.clockFault) { clockFaults += 1 } else { histogram.record(delay) }
            if sample.flags.contains(.clockUnsynchronised) { unsynchronised += 1 }
            for neighbour in [number - 1, number + 1] {
                guard let other = recent[neighbour & (recent.count - 1)], other.number == neighbour else { continue }
                let variation = Int64(
                    clamping: delay.subtractingReportingOverflow(other.nanoseconds).partialValue.magnitude)
                variationCount += 1
                variationSum += Double(variation)
                greatestVariationNanoseconds = max(greatestVariationNanoseconds, variation)
            }
            recent[number & (recent.count - 1)] = (number, delay)
        }
    }
}
