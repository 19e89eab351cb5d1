import Collecting
import Engine
import Metro
import Telemetry

/// What an instance makes of a trial's samples: each probe's stand for one of six seconds, so that as many as fill the
/// live window are an hour.
enum HourOfSamples {
    static let probes = 600
    private static let spacing: Int64 = 6_000_000_000
    /// 2026-11-21 00:00 in Shanghai.
    private static let now: Int64 = 1_795_190_400 * 1_000_000_000

    /// - Parameter flags: what is left of a sample's flags.
    static func picture(of trial: Trial, flags: (SampleFlags) -> SampleFlags) throws -> PathPicture? {
        let core = EngineCore(try setup())
        let samples = trial.pairs.sorted { $0.probe < $1.probe }.map { pair in
            Sample.delay(
                subject: 0, direction: pair.direction, nanoseconds: pair.measured,
                uncertaintyNanoseconds: UInt64(pair.uncertainty), flags: flags(pair.flags),
                at: now - Int64(probes - pair.probe) * spacing)
        }
        core.preload(samples)
        core.publish()
        let snapshot = core.snapshot(
            wallNanoseconds: now, monotonicNanoseconds: 0, targets: [], board: SubjectBoard(interfaces: 0, paths: 1),
            clock: ClockPicture(isSynchronised: true, errorNanoseconds: 5_000))
        return snapshot.paths.first
    }

    private static func setup() throws -> EngineSetup {
        func site(_ id: SiteID, _ role: SiteRole) -> Site {
            Site(
                id: id, name: LocalizedName(english: id.text), coordinates: Coordinates(latitude: 30, longitude: 120),
                roles: [role])
        }
        var setup = EngineSetup.demo
        setup.inventory = Inventory(
            city: LocalizedName(english: "city"),
            sites: [
                site("a", .centre(ComputingCentre(declaredClass: .large, exits: []))),
                site("b", .accessPoint(AccessPoint())),
            ],
            devices: [], links: [],
            paths: [
                MeasuredPath(
                    id: "a-b", a: "a", b: "b", layer: .ip, method: .stamp, clock: .independent,
                    probeIntervalMilliseconds: Int(spacing / 1_000_000))
            ], version: "trial")
        setup.traits = .init()
        setup.source = .measured
        setup.collectors.isSimulatorEnabled = false
        return setup
    }
}
