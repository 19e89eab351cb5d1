/// What is known now of one direction of an interface: seven words, published as one cache line with their version.
/// A time of 0 means that nothing was read yet.
struct DirectionNow: BitwiseCopyable {
    var octetsPerSecond: PackedRate
    var octets: UInt64
    var octetsTime: Int64
    var errorsPerSecond: PackedRate
    var errorsTime: Int64
    var discardsPerSecond: PackedRate
    var discardsTime: Int64

    static let octetRateWord = 0
    static let octetTimeWord = 2
    static let errorWord = 3
    static let discardWord = 5
}

/// The gauges of one interface. A time of 0 means that nothing was read yet.
struct InterfaceGauges: BitwiseCopyable {
    var speedBitsPerSecond: UInt64 = 0
    var speedTime: Int64 = 0
    var status: UInt64 = 0
    var statusTime: Int64 = 0
    /// Age past which a reading is stale, nanoseconds, where samples told another period than the settings; else 0.
    var staleAfterNanoseconds: Int64 = 0
}

/// One minute of one interface as it is kept: 56 bytes, a cache line with version and tag (the minute's number + 1, so
/// that 0 is nothing). Rates as means weighted by time; a cover of 0 means that nothing is known.
struct InterfaceMinute: BitwiseCopyable {
    /// Of one direction.
    struct Octets: BitwiseCopyable {
        var mean: Float = 0
        var minimum: Float = 0
        var maximum: Float = 0
    }
    var inbound = Octets()
    var outbound = Octets()
    var inboundErrors: Float = 0
    var outboundErrors: Float = 0
    var inboundDiscards: Float = 0
    var outboundDiscards: Float = 0
    /// That the octets of this minute were held against, bit/s; 0 when it is unknown or changed.
    var speedBitsPerSecond: Float = 0
    /// Hundredths of a second, 0 … 6 000: between readings of ifOperStatus, and between two that both said up.
    var statusCovered: UInt16 = 0
    var statusUp: UInt16 = 0
    /// Quarters of a second covered, 0 … 240, by counter: octets, errors, discards, inbound first.
    private var covers: (UInt8, UInt8, UInt8, UInt8, UInt8, UInt8) = (0, 0, 0, 0, 0, 0)

    private static let coverMicroseconds: UInt32 = 250_000

    /// Puts in what one counter's closed minute says.
    mutating func set(_ metric: Metric, _ direction: Direction, _ cell: WindowCell, speedBitsPerSecond speed: UInt64) {
        let mean = Float(cell.mean ?? 0)
        let cover = UInt8(clamping: cell.coveredMicroseconds / Self.coverMicroseconds)
        switch (metric, direction) {
        case (.octets, .inbound):
            inbound = Octets(mean: mean, minimum: cell.minimum, maximum: cell.maximum)
            covers.0 = cover
        case (.octets, .outbound):
            outbound = Octets(mean: mean, minimum: cell.minimum, maximum: cell.maximum)
            covers.1 = cover
        case (.errors, .inbound):
            inboundErrors = mean
            covers.2 = cover
        case (.errors, .outbound):
            outboundErrors = mean
            covers.3 = cover
        case (.discards, .inbound):
            inboundDiscards = mean
            covers.4 = cover
        case (.discards, .outbound):
            outboundDiscards = mean
            covers.5 = cover
        default: break
        }
        if metric == .octets { speedBitsPerSecond = Float(speed) }
    }

    /// What is kept of one counter; `nil` where no part of the minute is covered.
    func counter(_ metric: Metric, _ direction: Direction) -> CounterMinute? {
        let isInbound = direction == .inbound
        let (octets, cover): (Octets, UInt8)
        switch metric {
        case .octets: (octets, cover) = isInbound ? (inbound, covers.0) : (outbound, covers.1)
        case .errors:
            let mean = isInbound ? inboundErrors : outboundErrors
            (octets, cover) = (Octets(mean: mean, minimum: .nan, maximum: .nan), isInbound ? covers.2 : covers.3)
        case .discards:
            let mean = isInbound ? inboundDiscards : outboundDiscards
            (octets, cover) = (Octets(mean: mean, minimum: .nan, maximum: .nan), isInbound ? covers.4 : covers.5)
        default: return nil
        }
        guard cover > 0 else { return nil }
        return CounterMinute(
            mean: octets.mean, minimum: octets.minimum, maximum: octets.maximum,
            coveredSeconds: Float(cover) * Float(Self.coverMicroseconds) / 1e6)
    }

    /// 8 · mean octet rate / speed; NaN where the speed is unknown or less than half of the minute is covered.
    func utilization(_ direction: Direction) -> Float {
        let octets = direction == .inbound ? inbound : outbound
        let cover = direction == .inbound ? covers.0 : covers.1
        guard cover >= 120, speedBitsPerSecond > 0 else { return .nan }
        return Float(Double(octets.mean) * 8 / Double(speedBitsPerSecond))
    }
}
