extension Sample {
    /// A delay beyond this, either way, is no measurement, nanoseconds: 1 h.
    public static let greatestDelayNanoseconds: Int64 = 3_600_000_000_000

    /// Whether the metric can have such a value, and a sample such a time, at all: after 1970.
    @inline(__always)
    var isPossible: Bool {
        guard timeNanoseconds > 0, direction != .roundTrip || !metric.isInterfaceMetric else { return false }
        switch metric {
        case .octets, .errors, .discards:
            return !flags.contains(.counter32) || payload <= UInt64(UInt32.max)
        case .operationalStatus:
            return (1...7).contains(payload)
        case .period:
            return AggregationSettings.interfacePeriodRange.contains(payload)
        case .delay:
            return delayNanoseconds.magnitude <= Self.greatestDelayNanoseconds.magnitude
        case .speed, .lost:
            return true
        }
    }
}
