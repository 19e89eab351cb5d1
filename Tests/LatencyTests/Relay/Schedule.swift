import Testing

/// What becomes of one packet on its way.
struct Fate: Hashable, Sendable {
    /// From the kernel's receive stamp until it is sent on, nanoseconds.
    var delayNanoseconds: Int64
    /// 0: it is lost; 2: it comes twice.
    var copies = 1
}

/// What a network, and the clock behind it, do to the probes of one path. Probes are counted from 0, the first that
/// the relay saw, so that the same schedule means the same to each.
struct Schedule: Sendable, CustomTestStringConvertible {
    typealias Way = @Sendable (_ probe: Int) -> Fate

    let name: String
    /// Probes that are measured; later ones are delayed as the schedule says, but neither lost nor doubled.
    var probes = 500
    var forward: Way
    var backward: Way
    /// How far the reflector's clock is ahead when it takes a probe, nanoseconds. Elapsed: since the first probe. `nil`:
    /// answers pass as they are.
    var farClockAhead: (@Sendable (_ probe: Int, _ elapsedNanoseconds: Int64) -> Int64)?

    /// What the reflector's clock admits as its error instead of what it says itself.
    var farClockErrorNanoseconds: UInt64?

    var testDescription: String { name }

    func fate(of probe: Int, forward isForward: Bool) -> Fate {
        var fate = isForward ? forward(probe) : backward(probe)
        if probe >= probes { fate.copies = 1 }
        return fate
    }
}

extension Schedule {
    /// The same delay for every packet of a direction, microseconds.
    static func constant(_ forward: Int64, _ backward: Int64, name: String? = nil) -> Schedule {
        Schedule(
            name: name ?? "\(Self.milliseconds(forward))/\(Self.milliseconds(backward)) ms", forward: steady(forward),
            backward: steady(backward))
    }

    static func steady(_ microseconds: Int64) -> Way { { _ in Fate(delayNanoseconds: microseconds * 1_000) } }

    /// One of fifty comes twice.
    static func doubling(_ microseconds: Int64, at place: Int) -> Way {
        { probe in Fate(delayNanoseconds: microseconds * 1_000, copies: probe % 50 == place ? 2 : 1) }
    }

    /// One of twenty is held until probes of the next tens of milliseconds have overtaken it.
    static func overtaking(_ microseconds: Int64, until end: Int) -> Way {
        { probe in
            let isHeld = probe % 20 == 7 && probe < end
            return Fate(delayNanoseconds: microseconds * 1_000 + (isHeld ? 25_000_000 : 0))
        }
    }

    /// A longer way from one probe on.
    static func stepping(_ microseconds: Int64, by step: Int64, from start: Int) -> Way {
        { probe in Fate(delayNanoseconds: (microseconds + (probe < start ? 0 : step)) * 1_000) }
    }

    /// Loses a hundredth of the packets; which ones, the seed says.
    static func losing(_ microseconds: Int64, seed: UInt64) -> Way {
        { probe in
            var dice = Seeded(seed &+ UInt64(probe))
            let isLost = Int.random(in: 0..<100, using: &dice) == 0
            return Fate(delayNanoseconds: microseconds * 1_000, copies: isLost ? 0 : 1)
        }
    }

    private static func milliseconds(_ microseconds: Int64) -> String { "\(Double(microseconds) / 1_000)" }
}
