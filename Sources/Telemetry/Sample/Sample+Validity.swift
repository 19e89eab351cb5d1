extension Sample {
    /// A delay beyond this, either way, is no measurement, nanoseconds: 1 h.
    public static let greatestDelayNanoseconds: Int64 = 3_600_000_000_000

    /// Whether the metric can have such a value at all.
    var hasPossibleValue: Bool {
        switch metric {
        case .octets, .errors, .discards:
            !flags.contains(.counter32) || payload <= UInt64(UInt32.max)
        case .operationalStatus:
            (1...7).contains(payload)
        case .delay:
            delayNanoseconds.magnitude <= Self.greatestDelayNanoseconds.magnitude
        case .speed, .lost:
            true
        }
    }
}
