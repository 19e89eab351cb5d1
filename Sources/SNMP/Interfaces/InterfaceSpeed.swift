import Metro

/// What ifHighSpeed (Mb/s) and ifSpeed (bit/s, ends at 2³² − 1) say together (`indicators.md` §5).
struct InterfaceSpeed: Hashable, Sendable {
    enum Oddity: Hashable, Sendable, CaseIterable {
        /// ifHighSpeed is in bit/s, provably, and read as such.
        case highSpeedInBits
        /// Both cannot be true, and which one is wrong cannot be told.
        case contradiction
        /// ifHighSpeed is 0 although ifSpeed knows a speed that Mb/s can express.
        case highSpeedZero
        /// They differ; ifHighSpeed counts.
        case disagreement
    }
    var bitsPerSecond: Reading<UInt64>
    var oddity: Oddity?

    private static let saturated: UInt64 = 0xFFFF_FFFF
    private static let mega: UInt64 = 1_000_000
    /// No port beyond 1.6 Tb/s; aggregates of them reach further, but not to 100 Tb/s.
    private static let fastestPortMegabits: UInt64 = 1_600_000
    private static let beyondAnyAggregateMegabits: UInt64 = 100_000_000

    /// `nil`: the agent has no such column, or no number in it.
    init(highSpeed: UInt64?, speed: UInt64?) {
        self =
            switch (highSpeed, speed) {
            case (nil, let speed): Self(fromSpeedAlone: speed ?? 0)
            case (0, let speed): Self(withHighSpeedZero: speed ?? 0)
            case (let high?, let speed): Self(high, speed ?? 0)
            }
    }

    private init(_ bitsPerSecond: Reading<UInt64>, _ oddity: Oddity? = nil) {
        self.bitsPerSecond = bitsPerSecond
        self.oddity = oddity
    }

    private init(fromSpeedAlone speed: UInt64) {
        self.init(speed == 0 || speed >= Self.saturated ? .missing(.speedUnknown) : .known(speed))
    }

    private init(withHighSpeedZero speed: UInt64) {
        // RFC 2863: ifHighSpeed rounds to Mb/s, so 0 beside a lower ifSpeed is right.
        if (1..<Self.mega).contains(speed) {
            self.init(.known(speed))
        } else {
            self.init(.missing(.speedUnknown), speed == 0 || speed == Self.saturated ? nil : .highSpeedZero)
        }
    }

    private init(_ high: UInt64, _ speed: UInt64) {
        if high == Self.saturated {
            // Bit/s that did not fit.
            self.init(.missing(.speedUnknown), .contradiction)
        } else if high == speed {
            self =
                high >= Self.mega ? Self(.known(high), .highSpeedInBits) : Self(.missing(.speedUnknown), .contradiction)
        } else if high >= Self.beyondAnyAggregateMegabits {
            // Bit/s; unless ifSpeed says otherwise, as where they are what is left of more than 32 bits.
            let isBorneOut = speed == 0 || (speed == Self.saturated && high > Self.saturated)
            self = isBorneOut ? Self(.known(high), .highSpeedInBits) : Self(.missing(.speedUnknown), .contradiction)
        } else if high > Self.fastestPortMegabits, speed != Self.saturated {
            self.init(.missing(.speedUnknown), .contradiction)
        } else {
            let bits = high * Self.mega
            let differs =
                speed != 0 && speed != min(bits, Self.saturated)
                && (speed > bits ? speed - bits : bits - speed) > Self.mega
            self.init(.known(bits), differs ? .disagreement : nil)
        }
    }
}
