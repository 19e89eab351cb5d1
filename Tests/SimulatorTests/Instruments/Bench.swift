import Collecting
import Metro
import Synchronization
import Telemetry

@testable import Simulator

/// Noon in Shenzhen on 2026-03-02.
let noon: Int64 = 1_772_424_000 * 1_000_000_000

/// A simulated city with the subjects that an engine would give: interfaces and paths by their place in a list.
struct Bench {
    let simulation: Simulation
    let instruments: SimulatedInstruments
    let interfaces: [InterfaceReference]

    init(_ simulation: Simulation) {
        self.simulation = simulation
        let interfaces = simulation.traffic.ports.keys.sorted { $0.description < $1.description }
        self.interfaces = interfaces
        let numbers = Dictionary(uniqueKeysWithValues: zip(interfaces, interfaces.indices.map { UInt32($0) }))
        let inventory = simulation.inventory
        instruments = simulation.instruments(
            interfaceSubject: { numbers[$0] }, pathSubject: { inventory.pathIndex($0).map { UInt32($0) } })
    }

    /// The demo city with this script instead of its own.
    init(_ faults: [ScriptedFault] = [], seed: UInt64 = DemoMetro.seed, start: Int64 = noon) {
        self.init(
            Simulation(
                inventory: DemoMetro.inventory, seed: seed, faults: faults, traits: DemoMetro.traits,
                startWallNanoseconds: start))
    }

    func backfill(minutes: Int = 60, endingAt end: Int64? = nil) -> [Sample] {
        var samples: [Sample] = []
        instruments.backfill(minutes: minutes, endingAt: end) { samples += $0 }
        return samples
    }

    func probe(_ site: String) throws -> SimulatedProbe {
        try instruments.probes.first { $0.target.name == "probe/\(site)" } ?? { throw Missing(name: site) }()
    }

    func device(_ id: String) throws -> SimulatedDevice {
        try instruments.devices.first { $0.target.name == id } ?? { throw Missing(name: id) }()
    }

    func path(_ id: PathID) throws -> UInt32 {
        try simulation.inventory.pathIndex(id).map { UInt32($0) } ?? { throw Missing(name: id.text) }()
    }

    func interface(_ reference: InterfaceReference) throws -> UInt32 {
        try interfaces.firstIndex(of: reference).map { UInt32($0) } ?? { throw Missing(name: "\(reference)") }()
    }

    /// All that one path's probe sends between two seconds of simulation time, by direction.
    func delays(_ id: PathID, _ from: Double, _ until: Double) throws -> (
        forward: [Sample], backward: [Sample], roundTrip: [Sample]
    ) {
        let subject = try path(id)
        let site = try simulation.inventory.path(id)?.a.text ?? { throw Missing(name: id.text) }()
        let samples = try probe(site).samples(from: wall(from), until: wall(until)).get().filter {
            $0.subject == subject
        }
        func of(_ direction: Direction) -> [Sample] { samples.filter { $0.direction == direction } }
        return (of(.forward), of(.backward), of(.roundTrip))
    }

    /// Wall clock of a second of simulation time.
    func wall(_ seconds: Double) -> Int64 { simulation.startWallNanoseconds + Int64(seconds * 1e9) }

    struct Missing: Error { let name: String }
}

extension [Sample] {
    var received: [Double] { filter { $0.metric == .delay }.map { Double($0.delayNanoseconds) } }
    var lost: Int { filter { $0.metric == .lost }.count }

    /// Nearest rank, lost packets as the longest delay (`indicators.md` §3); nanoseconds.
    func percentile(_ p: Double) -> Double {
        let sorted = received.sorted() + [Double](repeating: .infinity, count: lost)
        let rank = Int((p * Double(sorted.count)).rounded(.up))
        return rank > 0 && rank <= sorted.count ? sorted[rank - 1] : .nan
    }
}

/// A clock that stands where the test puts it; sleeping moves it.
final class HandClock: TimeSource {
    private let time: Mutex<(wall: Int64, monotonic: Int64)>
    init(wall: Int64) { time = Mutex((wall, 0)) }

    var wallNanoseconds: Int64 { time.withLock { $0.wall } }
    var monotonicNanoseconds: Int64 { time.withLock { $0.monotonic } }
    func sleep(untilMonotonic deadline: Int64) async throws {
        try Task.checkCancellation()
        advance(by: deadline - monotonicNanoseconds)
    }
    func advance(by nanoseconds: Int64) {
        time.withLock { $0 = ($0.wall + nanoseconds, $0.monotonic + nanoseconds) }
    }
    func setBack(by nanoseconds: Int64) { time.withLock { $0.wall -= nanoseconds } }
}

/// Keeps what a collector hands over; cancels the task once it has kept enough.
final class Basket: Intake {
    let time: any TimeSource
    private let kept = Mutex<(samples: [Sample], findings: [Finding])>(([], []))
    private let enough: Int

    init(_ time: HandClock, enough: Int = .max) {
        self.time = time
        self.enough = enough
    }
    var samples: [Sample] { kept.withLock { $0.samples } }
    var findings: [Finding] { kept.withLock { $0.findings } }

    func offer(_ samples: [Sample]) {
        let count = kept.withLock {
            $0.samples += samples
            return $0.samples.count
        }
        if count >= enough { withUnsafeCurrentTask { $0?.cancel() } }
    }
    func report(_ finding: Finding) { kept.withLock { $0.findings.append(finding) } }
}

extension Basket {
    /// By subject, as last told.
    var optics: [UInt32: InterfaceOptics] {
        var told: [UInt32: InterfaceOptics] = [:]
        for case .optics(let subject, let optics) in findings { told[subject] = optics }
        return told
    }
    var sensors: DeviceSensors? {
        for case .sensors(let sensors) in findings.reversed() { return sensors }
        return nil
    }
}

extension Sample {
    var isOneWayDelay: Bool { metric == .delay && direction != .roundTrip }
}
