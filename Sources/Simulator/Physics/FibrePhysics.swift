/// Delays of glass and equipment, nanoseconds one way (`indicators.md` §4).
enum FibrePhysics {
    /// Group index 1.4682 of G.652 fibre over the speed of light: 4 897.4 ns/km; 1 ms is 204 km.
    static let nanosecondsPerKilometre = 1.4682e9 / 299_792.458

    /// One O-E-O conversion where a wavelength is not switched optically.
    static let opticalElectricalConversion = 100_000.0
    /// FEC and ODUk mapping at both ends of a wavelength: an optical path has two, a routed one two a link.
    static let wavelengthEnds = 30_000.0
    /// An EDFA adds 0.15 µs; one stands about every 80 km.
    static let amplifier = 150.0
    static let amplifierSpacingKilometres = 80.0

    /// Forwarding in one router, by device.
    static let forwarding = 5_000.0...20_000.0
    /// Wireless or passive optical access of a terminal group whose delay nobody states.
    static let terminalAccess = 1_000_000.0...5_000_000.0

    /// Octets that arrive together at a port: what a queue is made of. A burst of 32 kB takes 2.6 µs at 100G.
    static let burstOctets = 32_768.0
    /// No queue is longer than its buffer.
    static let longestQueue = 4_000_000.0
    /// The load from which packets are discarded.
    static let discardLoad = 0.9

    /// Fibre laid between two sites whose length nobody states: ducts follow streets.
    static let detourFactor = 1.35
    /// Kilometres of fibre where not even coordinates are known.
    static let unknownKilometres = 20.0

    /// Bounds of what an inventory may state, so that no sum of it leaves its range: bit/s, kilometres, nanoseconds.
    static let widestTrunk = 1e13
    static let longestPath = 1e6
    static let longestDelay = 1e15

    /// Mean wait in a port of `capacity` bit/s at `load` (0 … 1), M/M/1 in bursts, nanoseconds.
    static func meanQueue(load: Double, capacity: Double) -> Double {
        let busy = min(max(load, 0), 0.98)
        return min(burstOctets * 8e9 / capacity * busy / (1 - busy), longestQueue / 8)
    }

    /// Share of packets that a port at `load` discards, 0 … 0.004: far above what a healthy metro shows.
    static func discardRatio(load: Double) -> Double { max(0, min(load, 1) - discardLoad) * 0.04 }
}
