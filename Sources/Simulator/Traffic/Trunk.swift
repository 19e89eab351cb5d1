import Metro

/// What carries traffic: a link, or an exit port with nothing of the inventory at its other end.
struct Trunk: Sendable {
    /// Bit/s.
    let capacity: Double
    /// Loads without faults.
    let forward: LoadBasis.Vector
    let backward: LoadBasis.Vector
}

/// Load of one direction of a trunk over one stretch of time, with the counters that have run up before it.
struct TrafficPiece: Sendable {
    /// Simulation time, nanoseconds.
    let from: Int64
    let load: LoadBasis.Vector
    let isCut: Bool
    /// octets(t) = octetOffset + capacity / 8 · load · integrals(t)
    var octetOffset: Double
    /// Discards per second, and their sum at `from`.
    let discardRate: Double
    var discardsBefore: Double
    /// Damaged frames that cuts have left behind.
    var errorsBefore: Double
}

/// Where a named interface stands in the traffic.
struct InterfacePort: Sendable {
    let trunk: Int
    /// End A of the trunk: what leaves here is the forward direction.
    let isA: Bool
    /// Description that the device carries (ifAlias).
    let alias: String
}
