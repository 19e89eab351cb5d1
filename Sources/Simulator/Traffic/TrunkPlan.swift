/// What the script does to one trunk, made into pieces of load.
struct TrunkPlan {
    /// Load that comes from a cut link.
    struct Detour {
        let window: TimeWindow
        let forward: LoadBasis.Vector
        let backward: LoadBasis.Vector
    }
    let cuts: [TimeWindow]
    let congestions: [(window: TimeWindow, utilization: Double)]
    let detours: [Detour]

    /// The load above which nothing more is taken onto a link.
    private static let fullest = 0.95
    /// Octets of a mean packet.
    private static let packetOctets = 800.0
    /// Frames that break while a fibre parts, or is joined.
    private static let brokenFrames = 1_700.0

    /// As much of `load` as `own` has room for at its highest.
    static func fitting(_ load: LoadBasis.Vector, onto own: LoadBasis.Vector) -> LoadBasis.Vector {
        load * min(1, max(0, fullest - highest(own)) / max(highest(load), 1e-9))
    }

    func pieces(of trunk: Trunk, forward: Bool, basis: LoadBasis) -> [TrafficPiece] {
        let own = forward ? trunk.forward : trunk.backward
        var pieces = [
            TrafficPiece(
                from: .min, load: own, isCut: false, octetOffset: 0, discardRate: 0, discardsBefore: 0, errorsBefore: 0)
        ]
        for time in boundaries {
            let next = piece(at: time, own: own, capacity: trunk.capacity, forward: forward)
            pieces.append(Self.joined(next, after: pieces[pieces.count - 1], trunk.capacity, basis))
        }
        return pieces
    }

    private var boundaries: [Int64] {
        let windows = cuts + congestions.map(\.window) + detours.map(\.window)
        return Set(windows.flatMap { [$0.from, $0.until] }).sorted()
    }

    /// A cut silences, a congestion holds, detours add.
    private func piece(at time: Int64, own: LoadBasis.Vector, capacity: Double, forward: Bool) -> TrafficPiece {
        var load = own
        var discardRate = 0.0
        let isCut = cuts.contains { $0.contains(time) }
        let held = congestions.filter { $0.window.contains(time) }.map(\.utilization).max()
        if isCut {
            load = .zero
        } else if let held {
            load = LoadBasis.held(at: held, waving: own)
            discardRate = capacity / 8 / Self.packetOctets * load[0] * FibrePhysics.discardRatio(load: load[0])
        } else {
            for detour in detours where detour.window.contains(time) {
                load += Self.fitting(forward ? detour.forward : detour.backward, onto: load)
            }
        }
        return TrafficPiece(
            from: time, load: load, isCut: isCut, octetOffset: 0, discardRate: discardRate, discardsBefore: 0,
            errorsBefore: 0)
    }

    /// `next` with its counters going on where `last` leaves them.
    private static func joined(
        _ next: TrafficPiece, after last: TrafficPiece, _ capacity: Double, _ basis: LoadBasis
    ) -> TrafficPiece {
        var next = next
        let integrals = basis.integrals(at: Double(next.from) * 1e-9)
        next.octetOffset =
            last.octetOffset + capacity / 8
            * (LoadBasis.dot(last.load, integrals) - LoadBasis.dot(next.load, integrals))
        let seconds = last.from == .min ? 0 : Double(next.from &- last.from) * 1e-9
        next.discardsBefore = last.discardsBefore + last.discardRate * seconds
        next.errorsBefore = last.errorsBefore + (last.isCut != next.isCut ? brokenFrames : 0)
        return next
    }

    /// The highest that a load ever gets: its day's peak with every wave on top.
    private static func highest(_ load: LoadBasis.Vector) -> Double {
        var waves = 0.0
        for lane in stride(from: LoadBasis.firstWaveLane, to: LoadBasis.endLane, by: 2) {
            waves += (load[lane] * load[lane] + load[lane + 1] * load[lane + 1]).squareRoot()
        }
        return waves + LoadBasis.day.reduce(0) { max($0, LoadBasis.dot(load, $1)) }
    }
}
