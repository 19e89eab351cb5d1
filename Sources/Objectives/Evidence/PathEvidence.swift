import Metro

/// How many samples something rests on.
public struct SampleTally: Hashable, Sendable {
    public var received: Int
    /// Known to be lost; a collector outage is not loss.
    public var lost: Int
    /// What the whole window should hold.
    public var expected: Int

    public init(received: Int = 0, lost: Int = 0, expected: Int = 0) {
        self.received = received
        self.lost = lost
        self.expected = expected
    }

    public var known: Int { received &+ lost }
    /// (received + known lost) / expected, 0 … 1; 0 where nothing was expected.
    public var completeness: Double { expected > 0 ? min(1, Double(known) / Double(expected)) : 0 }

    public static func + (left: SampleTally, right: SampleTally) -> SampleTally {
        SampleTally(
            received: left.received &+ right.received, lost: left.lost &+ right.lost,
            expected: left.expected &+ right.expected)
    }
    public static func += (left: inout SampleTally, right: SampleTally) { left = left + right }
}

/// What one window says of one direction of a path, or of its round trip. Nanoseconds.
public struct DirectionEvidence: Hashable, Sendable {
    public var tally: SampleTally
    /// How far back from now samples can exist in this window, seconds, at most the window.
    public var coveredSeconds: Double
    /// The percentiles that the targets in force ask for, as measured, not widened by the error.
    public var quantiles: [QuantileEvidence]
    /// Smallest delay as measured.
    public var minimum: Double?
    /// The largest E among the samples; `nil` where no error is known. Of a round trip: the stamping error alone.
    public var uncertainty: Double?
    /// Samples whose clocks were not known to agree.
    public var unsynchronised: Int
    /// Samples whose D + E was below the guaranteed floor.
    public var clockFaults: Int
    /// Age of the newest sample, nanoseconds; `nil` before the first.
    public var ageNanoseconds: Int64?
    /// Why nothing arrives, when the collector says so.
    public var missing: MissingReason?

    public init(
        tally: SampleTally, coveredSeconds: Double, quantiles: [QuantileEvidence], minimum: Double?,
        uncertainty: Double?, unsynchronised: Int = 0, clockFaults: Int = 0, ageNanoseconds: Int64? = nil,
        missing: MissingReason? = nil
    ) {
        self.tally = tally
        self.coveredSeconds = coveredSeconds
        self.quantiles = quantiles
        self.minimum = minimum
        self.uncertainty = uncertainty
        self.unsynchronised = unsynchronised
        self.clockFaults = clockFaults
        self.ageNanoseconds = ageNanoseconds
        self.missing = missing
    }

    /// `nil` when the percentile was not asked for.
    public func quantile(_ percentile: Double) -> DelayQuantile? {
        quantiles.first { abs($0.percentile - percentile) < 1e-9 }?.quantile
    }
    /// lost / sent, 0 … 1; `nil` before the first sample.
    public var lossRatio: Double? { tally.known > 0 ? Double(tally.lost) / Double(tally.known) : nil }
}

/// What one window says of one path.
public struct PathEvidence: Hashable, Sendable {
    public var layer: NetworkLayer
    public var method: DelayMethod
    /// A→B; `nil` where that direction is not measured.
    public var forward: DirectionEvidence?
    /// B→A.
    public var backward: DirectionEvidence?
    /// Delays of whole round trips, (T4 − T1) − (T3 − T2), where they are kept packet by packet.
    public var roundTrip: DirectionEvidence?

    public init(
        layer: NetworkLayer, method: DelayMethod, forward: DirectionEvidence? = nil,
        backward: DirectionEvidence? = nil, roundTrip: DirectionEvidence? = nil
    ) {
        self.layer = layer
        self.method = method
        self.forward = forward
        self.backward = backward
        self.roundTrip = roundTrip
    }
}

/// How often one interface was seen up in one window.
public struct PortEvidence: Hashable, Sendable {
    /// Readings of ifOperStatus that said *up*.
    public var up: Int
    /// Readings of ifOperStatus at all.
    public var observed: Int
    /// Readings that the whole window should hold.
    public var expected: Int
    /// How far back readings can exist in this window, seconds, at most the window.
    public var coveredSeconds: Double

    public init(up: Int, observed: Int, expected: Int, coveredSeconds: Double) {
        self.up = up
        self.observed = observed
        self.expected = expected
        self.coveredSeconds = coveredSeconds
    }
}

/// All that one form (live or official) of the indicators rests on.
public struct IndicatorEvidence: Sendable {
    /// In the order of `inventory.paths`; `nil`, or beyond the end: nothing measures it.
    public var paths: [PathEvidence?]
    public var ports: [InterfaceReference: PortEvidence]

    public init(paths: [PathEvidence?] = [], ports: [InterfaceReference: PortEvidence] = [:]) {
        self.paths = paths
        self.ports = ports
    }
    public func path(_ index: Int) -> PathEvidence? { paths.indices.contains(index) ? paths[index] : nil }
}
