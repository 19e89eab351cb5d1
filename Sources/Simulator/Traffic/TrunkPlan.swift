/// What the script does to one trunk.
struct TrunkPlan {
    /// Load that comes from a cut link, whenever it is cut.
    struct Detour {
        let windows: [TimeWindow]
        let forward: LoadVector
        let backward: LoadVector
    }
    var cuts: [TimeWindow] = []
    var congestions: [(window: TimeWindow, utilization: Double)] = []
    var detours: [Detour] = []

    /// The load above which nothing more is taken onto a link.
    private static let fullest = 0.95
    /// Octets of a mean packet.
    private static let packetOctets = 800.0

    /// As much of `load` as `own` has room for at its highest.
    static func fitting(_ load: LoadVector, onto own: LoadVector) -> LoadVector {
        load * min(1, max(0, fullest - highest(own)) / max(highest(load), 1e-9))
    }

    /// The pieces of one direction: a cut silences, a congestion holds, detours add.
    func add(_ trunk: Trunk, forward: Bool, to timetable: inout TrafficTimetable) {
        let own = forward ? trunk.forward : trunk.backward
        timetable.begin(own)
        for time in boundaries {
            var load = own
            var discardRate = 0.0
            let isCut = cuts.contains { $0.contains(time) }
            let held = congestions.reduce(nil as Double?) {
                $1.window.contains(time) ? max($0 ?? 0, $1.utilization) : $0
            }
            if isCut {
                load = .zero
            } else if let held {
                load = LoadBasis.held(at: held, waving: own)
                let packetsPerSecond = trunk.capacity / 8 / Self.packetOctets * load[0]
                discardRate = packetsPerSecond * FibrePhysics.discardRatio(load: load[0])
            } else {
                let active = detours.filter { $0.windows.contains { $0.contains(time) } }
                for (number, detour) in active.enumerated() {
                    // The first one has been fitted already.
                    let more = forward ? detour.forward : detour.backward
                    load += number == 0 ? more : Self.fitting(more, onto: load)
                }
            }
            timetable.change(
                to: load, from: time, isCut: isCut, discardRate: discardRate, capacity: trunk.capacity)
        }
        timetable.end()
    }

    private var boundaries: [Int64] {
        let windows = cuts + congestions.map(\.window) + detours.flatMap(\.windows)
        return Set(windows.flatMap { [$0.from, $0.until] }).sorted()
    }

    /// The highest that a load ever gets: its day's peak with every wave on top.
    private static func highest(_ load: LoadVector) -> Double {
        var waves = 0.0
        for lane in stride(from: LoadBasis.firstWaveLane, to: LoadBasis.endLane, by: 2) {
            waves += (load[lane] * load[lane] + load[lane + 1] * load[lane + 1]).squareRoot()
        }
        return waves + LoadBasis.day.reduce(0) { max($0, LoadVector.dot(load, $1)) }
    }
}
