import Metro

/// What carries traffic: a link, or an exit port with nothing of the inventory at its other end.
struct Trunk: Sendable {
    /// Bit/s.
    let capacity: Double
    /// Loads without faults.
    let forward: LoadVector
    let backward: LoadVector
}

/// Where a named interface stands in the traffic.
struct InterfacePort: Sendable {
    let trunk: Int
    /// End A of the trunk: what leaves here is the forward direction.
    let isA: Bool
    /// Description that the device carries (ifAlias).
    let alias: String
}

/// Counters of one direction of a trunk at one instant, since the simulation's start.
struct TrafficTally {
    let octets: Double
    /// Frames that cuts have broken.
    let errors: Double
    let discards: Double
    let isCut: Bool
}

/// Load of one direction of a trunk over one stretch of time, with the counters that have run up before it.
struct TrafficPiece: Sendable {
    /// Simulation time, nanoseconds.
    let from: Int64
    /// Place in the list of loads.
    let load: Int
    let isCut: Bool
    /// octets(t) = octetOffset + capacity / 8 · load · integrals(t)
    let octetOffset: Double
    /// Discards per second, and their sum at `from`.
    let discardRate: Double
    let discardsBefore: Double
    let errorsBefore: Double
}

/// All pieces, flat: what is read for every reading holds no references.
struct TrafficTimetable {
    let basis: LoadBasis
    private(set) var pieces: [TrafficPiece] = []
    private(set) var firstPieces: [Int] = [0]
    private(set) var loads: [LoadVector] = []

    /// Frames that break while a fibre parts, or is joined.
    private static let brokenFrames = 1_700.0

    init(basis: LoadBasis) { self.basis = basis }

    mutating func begin(_ load: LoadVector) {
        pieces.append(
            TrafficPiece(
                from: .min, load: loads.count, isCut: false, octetOffset: 0, discardRate: 0, discardsBefore: 0,
                errorsBefore: 0))
        loads.append(load)
    }

    /// Another load from some time on; counters go on where the last piece leaves them.
    mutating func change(
        to load: LoadVector, from time: Int64, isCut: Bool, discardRate: Double, capacity: Double
    ) {
        guard let last = pieces.last else { return }
        let integrals = basis.integrals(at: Double(time) * 1e-9)
        let octets = LoadVector.dot(loads[last.load], integrals) - LoadVector.dot(load, integrals)
        let seconds = last.from == .min ? 0 : Double(time &- last.from) * 1e-9
        pieces.append(
            TrafficPiece(
                from: time, load: loads.count, isCut: isCut, octetOffset: last.octetOffset + capacity / 8 * octets,
                discardRate: discardRate, discardsBefore: last.discardsBefore + last.discardRate * seconds,
                errorsBefore: last.errorsBefore + (last.isCut == isCut ? 0 : Self.brokenFrames)))
        loads.append(load)
    }

    mutating func end() { firstPieces.append(pieces.count) }
}
